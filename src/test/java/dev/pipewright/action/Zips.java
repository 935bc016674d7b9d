package dev.pipewright.action;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Zips for tests, also ones that no honest program makes. */
public final class Zips {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);

    public static Zips zip() {
        return new Zips();
    }

    public Zips file(String name, String content) {
        return add(name, UnixStat.FILE_FLAG | 0644, content.getBytes(StandardCharsets.UTF_8));
    }

    public Zips program(String name, String content) {
        return add(name, UnixStat.FILE_FLAG | 0755, content.getBytes(StandardCharsets.UTF_8));
    }

    public Zips link(String name, String target) {
        return add(name, UnixStat.LINK_FLAG | 0777, target.getBytes(StandardCharsets.UTF_8));
    }

    public Zips folder(String name) {
        return add(name + "/", UnixStat.DIR_FLAG | 0755, new byte[0]);
    }

    public Zips zeros(String name, int count) {
        return add(name, UnixStat.FILE_FLAG | 0644, new byte[count]);
    }

    private Zips add(String name, int mode, byte[] content) {
        try {
            var entry = new Named(name, mode);
            zip.putArchiveEntry(entry);
            zip.write(content);
            zip.closeArchiveEntry();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** An entry that keeps its backslashes. */
    private static final class Named extends ZipArchiveEntry {
        Named(String name, int mode) {
            super("x");
            // First the mode: the library takes the backslashes of entries that are not from Unix for slashes.
            setUnixMode(mode);
            setName(name);
        }

        @Override
        protected void setName(String name) {
            super.setName(name);
        }
    }

    public byte[] bytes() {
        try {
            zip.close();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The files of a zip by name. */
    public static Map<String, String> contents(byte[] bytes) {
        Map<String, String> contents = new LinkedHashMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                contents.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
            return contents;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
