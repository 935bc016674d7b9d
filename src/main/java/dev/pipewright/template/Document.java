package dev.pipewright.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of JSON or YAML. */
final class Document {
    private Document() {}

    /**
     * The document in a file. JSON is what begins with a brace or bracket, unless the file's name says that it is YAML.
     *
     * @throws Unreadable when the file cannot be read or is neither
     */
    static Node read(Path file, Findings findings) throws Unreadable {
        return parse(text(file), file.toString(), findings);
    }

    static Node parse(String text, String name, Findings findings) throws Unreadable {
        var bare = text.startsWith("\ufeff") ? text.substring(1) : text;
        var begins = bare.stripLeading();
        var saysYaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return !saysYaml && (begins.startsWith("{") || begins.startsWith("["))
                ? JsonText.read(bare, findings)
                : YamlText.read(bare, findings);
    }

    private static String text(Path file) throws Unreadable {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(Limits.BYTES + 1);
        } catch (NoSuchFileException none) {
            throw new Unreadable(Mark.START, "There is no such file.");
        } catch (IOException unreadable) {
            throw new Unreadable(
                    Mark.START, Files.isDirectory(file) ? "It is a directory." : "The file cannot be read.");
        }
        if (bytes.length > Limits.BYTES) {
            throw new Unreadable(Mark.START, "The file has more than %d bytes.", Limits.BYTES);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Unreadable(Mark.START, "The file is not text in UTF-8.");
        }
    }
}
