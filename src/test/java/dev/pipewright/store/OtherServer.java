package dev.pipewright.store;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process that wants the data directory. */
final class OtherServer {
    private OtherServer() {}

    /** {@code hold DIR} holds the folder until it is ended; {@code try DIR} says whether the lock could be had. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("hold")) {
            try (DataDirectory _ = DataDirectory.hold(folder)) {
                System.out.println("got it");
                Thread.sleep(60_000);
            }
            return;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve("pipewright.lock"), StandardOpenOption.WRITE)) {
            System.out.println(channel.tryLock() == null ? "held" : "free");
        }
    }
}
