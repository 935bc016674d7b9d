package dev.pipewright.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The folder that holds all that a server keeps, held by at most one server at a time. */
final class DataDirectory implements AutoCloseable {
    // The operating system drops a process's lock on a file as soon as the process closes any channel to it, so a
    // second attempt within this process must not even open the lock file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lockFile;

    private DataDirectory(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if it is not there and takes its lock.
     *
     * @throws StoreUnavailable when another server has it, or when it cannot be made or written
     */
    static DataDirectory hold(Path directory) {
        Path folder = make(directory);
        if (!HELD_HERE.add(folder)) {
            throw held(folder, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DataDirectory(folder, lock(folder));
        } catch (RuntimeException | Error failure) {
            HELD_HERE.remove(folder);
            throw failure;
        }
    }

    private static Path make(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                if (directory.toAbsolutePath().getParent() instanceof Path parent) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
            }
            return directory.toRealPath();
        } catch (FileAlreadyExistsException file) {
            throw new StoreUnavailable(
                    file.getFile().equals(directory.toString())
                            ? "The data directory " + directory + " is not a folder."
                            : "The data directory %s cannot be made: %s is not a folder."
                                    .formatted(directory, file.getFile()));
        } catch (IOException failure) {
            throw new StoreUnavailable(
                    "The data directory %s cannot be made: %s.".formatted(directory, reason(failure)), failure);
        }
    }

    private static FileChannel lock(Path folder) {
        Path file = folder.resolve("pipewright.lock");
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownerOnly(file, "rw-------"));
            if (channel.tryLock() == null) {
                String pid = Files.readString(file).strip();
                channel.close();
                throw held(folder, pid);
            }
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
            return channel;
        } catch (IOException failure) {
            closeQuietly(channel);
            throw new StoreUnavailable(
                    "The data directory %s cannot be written to: %s.".formatted(folder, reason(failure)), failure);
        }
    }

    private static StoreUnavailable held(Path folder, String pid) {
        return new StoreUnavailable(
                pid.matches("[0-9]{1,19}")
                        ? "The data directory %s is held by another server, process %s.".formatted(folder, pid)
                        : "The data directory %s is held by another server.".formatted(folder));
    }

    static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> failure.getMessage();
        };
    }

    static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** The database's file, made empty if it is not there, so that only the owner can ever read it. */
    Path database() {
        Path file = folder.resolve("pipewright.db");
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, ownerOnly(file, "rw-------"));
            }
            return file;
        } catch (IOException failure) {
            throw new StoreUnavailable(
                    "The data directory %s cannot be written to: %s.".formatted(folder, reason(failure)), failure);
        }
    }

    @Override
    public void close() {
        if (!lockFile.isOpen()) {
            return;
        }
        try {
            lockFile.truncate(0);
        } catch (IOException _) {
            // The process id in the file is only for people; the lock is what counts.
        }
        closeQuietly(lockFile);
        HELD_HERE.remove(folder);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // The operating system gives the lock back in any case.
        }
    }
}
