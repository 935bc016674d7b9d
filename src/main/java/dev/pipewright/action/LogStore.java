package dev.pipewright.action;

import java.nio.file.Path;

/** Where the output of commands goes, one stream a run. */
public interface LogStore {
    /** The logs of an account, which no other's are among. A store that knows no accounts is the same for all. */
    default LogStore as(String account) {
        return this;
    }

    /** The file that a run's output is appended to, line by line; made with its folder if it is not there. */
    Path file(String logGroup, String logStream);

    /** The ARN that clients find the stream by. */
    String arn(String account, String region, String logGroup, String logStream);
}
