package dev.pipewright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The administrator's key of a data directory, kept in the file {@code credentials} in the format that AWS clients read
 * as well, and readable by its owner only.
 *
 * @param region the region that clients should work in
 */
public record LocalCredentials(String accessKeyId, String secretAccessKey, String region) {
    private static final String KEY_ID = "aws_access_key_id";
    private static final String SECRET = "aws_secret_access_key";
    private static final String REGION = "region";

    /** Does not show the secret. */
    @Override
    public String toString() {
        return "LocalCredentials[" + accessKeyId + ", " + region + "]";
    }

    /** The file in that data directory. */
    public static Path file(Path data) {
        return data.resolve("credentials");
    }

    /**
     * The key of that data directory; empty where no server has made one yet.
     *
     * @throws IOException when the file cannot be read, or is not what {@link #write} wrote; the message is a sentence
     */
    public static Optional<LocalCredentials> read(Path data) throws IOException {
        var file = file(data);
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new IOException("The credentials in " + file + " cannot be read.", unreadable);
        }
        var values = defaultProfile(text);
        return Optional.of(new LocalCredentials(
                required(values, KEY_ID, file), required(values, SECRET, file), required(values, REGION, file)));
    }

    /** Writes the key into that data directory, which is there already, in place of any older one. */
    public void write(Path data) throws IOException {
        DataFile.write(file(data), """
                [default]
                %s = %s
                %s = %s
                %s = %s
                """.formatted(KEY_ID, accessKeyId, SECRET, secretAccessKey, REGION, region));
    }

    private static Map<String, String> defaultProfile(String text) {
        var values = new HashMap<String, String>();
        var inside = false;
        for (var line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) inside = line.equals("[default]");
            var equals = line.indexOf('=');
            if (inside && equals > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return values;
    }

    private static String required(Map<String, String> values, String name, Path file) throws IOException {
        var value = values.getOrDefault(name, "");
        if (value.isEmpty()) throw new IOException("The file " + file + " has no " + name + " in its [default] part.");
        return value;
    }
}
