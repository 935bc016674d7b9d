package dev.pipewright.action;

import dev.pipewright.model.FailureType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.stream.Stream;

/** What a store, a repository or a disk answered, as the failure of an action. */
public final class Troubles {
    private Troubles() {}

    /**
     * A failure whose sentence begins as given and ends with what the exception says: the permission is missing, or the
     * system is not available just now.
     */
    public static Progress failed(String beginning, IOException failure, Object... values) {
        var type = failure instanceof AccessDeniedException
                ? FailureType.PermissionError
                : FailureType.SystemUnavailable;
        var all = Stream.concat(Arrays.stream(values), Stream.of(reason(failure))).toArray();
        return Progress.failed(type, beginning + ": %s", all);
    }

    /** What went wrong, as half a sentence with its full stop. */
    public static String reason(IOException failure) {
        var reason =
                switch (failure) {
                    case AccessDeniedException denied ->
                        "access to " + denied.getFile() + " is denied"
                                + (denied.getReason() == null ? "" : " (" + denied.getReason() + ")");
                    case NoSuchFileException missing -> "there is no file " + missing.getFile();
                    case FileSystemException trouble when trouble.getReason() != null -> trouble.getReason();
                    case IOException other when other.getMessage() != null -> other.getMessage();
                    case IOException other -> other.getClass().getSimpleName();
                };
        return reason.endsWith(".") ? reason : reason + ".";
    }
}
