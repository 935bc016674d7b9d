package dev.pipewright.s3;

/** Hears of every new version of an object, after it is on disk. */
@FunctionalInterface
public interface PutListener {
    /** Called on the thread that wrote, before its caller has the answer; so it should be quick. */
    void onPut(String bucket, String key, String versionId);
}
