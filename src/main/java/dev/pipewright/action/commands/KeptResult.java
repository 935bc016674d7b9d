package dev.pipewright.action.commands;

import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The outcome of a run in a small file, for a server that asks again because the answer was lost with the one before.
 */
final class KeptResult {
    private static final String VARIABLE = "variable.";
    /** More than all variables and a message take, however they are spelled. */
    private static final int LARGEST = 4 << 20;

    private KeptResult() {}

    /** Writes the outcome so that it is there whole or not at all, also after a power cut. */
    static void keep(Path file, Outcome outcome) throws IOException {
        var fields = new Properties();
        put(fields, "summary", outcome.details().summary());
        put(fields, "externalExecutionId", outcome.details().externalExecutionId());
        put(fields, "logStreamArn", outcome.details().logStreamArn());
        switch (outcome) {
            case Outcome.Succeeded succeeded ->
                succeeded.outputVariables().forEach((name, value) -> fields.put(VARIABLE + name, value));
            case Outcome.Failed failed -> {
                fields.put("failure", failed.type().name());
                fields.put("message", failed.message());
            }
        }
        var text = new StringWriter();
        fields.store(text, null);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The outcome that was kept, if one was; what the commands may have made of the file instead is none. */
    static Optional<Outcome> read(Path file) throws IOException {
        try {
            return parse(file);
        } catch (IllegalArgumentException forged) {
            return Optional.empty();
        }
    }

    private static Optional<Outcome> parse(Path file) throws IOException {
        var bytes = RunFolder.bytes(file, LARGEST);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        var fields = new Properties();
        fields.load(new StringReader(new String(bytes.get(), StandardCharsets.UTF_8)));
        var details = new ExecutionDetails(
                fields.getProperty("summary"),
                fields.getProperty("externalExecutionId"),
                null,
                null,
                fields.getProperty("logStreamArn"));
        if (fields.containsKey("failure")) {
            var type = FailureType.valueOf(fields.getProperty("failure"));
            return Optional.of(new Outcome.Failed(type, fields.getProperty("message"), details));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (var name : fields.stringPropertyNames()) {
            if (name.startsWith(VARIABLE)) {
                variables.put(name.substring(VARIABLE.length()), fields.getProperty(name));
            }
        }
        return Optional.of(new Outcome.Succeeded(details, variables, List.of()));
    }

    private static void put(Properties fields, String name, String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
