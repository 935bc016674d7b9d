package dev.pipewright.action.archive;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip from outside, read with distrust: whatever it holds, reading it ends within the limits, and damage is found.
 * Names are told as they are; {@link Unpacking} is what makes files of them.
 */
public final class Archive implements Closeable {
    private static final int LONGEST_LINK = 4096;

    private final ZipFile zip;
    private final List<Member> members;
    private final long size;
    private final long allowance;
    private long unpacked;

    /**
     * One entry of an archive.
     *
     * @param name as the archive spells it
     */
    public record Member(String name, boolean folder, boolean link, boolean executable, ZipArchiveEntry entry) {}

    private Archive(ZipFile zip, List<Member> members, long size, long allowance) {
        this.zip = zip;
        this.members = members;
        this.size = size;
        this.allowance = allowance;
    }

    /**
     * Opens a zip.
     *
     * @throws ArchiveRefused where it is no zip, holds too much by its own account, or is encrypted
     */
    public static Archive open(Path file, ArchiveLimits limits) throws IOException {
        var size = Files.size(file);
        // Counted before the library makes an object of every entry, which ten million entries would turn into memory.
        CentralDirectory.of(file).check(limits.entries());
        var zip = openZip(file);
        try {
            var entries = Collections.list(zip.getEntries());
            var archive = new Archive(zip, new ArrayList<>(), size, limits.allowanceOf(size));
            long declared = 0;
            for (var entry : entries) {
                declared += Math.max(0, Math.min(entry.getSize(), Long.MAX_VALUE / 2 / limits.entries()));
                if (declared > archive.allowance) {
                    throw archive.tooLarge();
                }
                archive.members.add(archive.member(entry));
            }
            return archive;
        } catch (IOException | RuntimeException failure) {
            zip.close();
            throw failure;
        }
    }

    private static ZipFile openZip(Path file) throws IOException {
        try {
            return ZipFile.builder().setPath(file).setCharset(StandardCharsets.UTF_8).get();
        } catch (IOException | RuntimeException failure) {
            throw ArchiveRefused.malformed(failure);
        }
    }

    private Member member(ZipArchiveEntry entry) throws ArchiveRefused {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw ArchiveRefused.unsafe("The archive's entry \"%s\" is encrypted.", shown(entry.getName()));
        }
        if (!zip.canReadEntryData(entry)) {
            throw ArchiveRefused.unsafe(
                    "The archive's entry \"%s\" is packed by the unknown method %d.",
                    shown(entry.getName()), entry.getMethod());
        }
        return new Member(
                entry.getName(),
                entry.isDirectory(),
                entry.isUnixSymlink(),
                (entry.getUnixMode() & 0100) != 0,
                entry);
    }

    /** The entries in the archive's own order, namesakes included. */
    public List<Member> members() {
        return Collections.unmodifiableList(members);
    }

    /** The bytes of an entry; reading ends in {@link ArchiveRefused} where they are damaged or too many. */
    public InputStream read(Member member) throws IOException {
        try {
            return new Counted(zip.getInputStream(member.entry()), member);
        } catch (IOException | RuntimeException failure) {
            throw ArchiveRefused.malformed(failure);
        }
    }

    /** What a symbolic link points to, as the archive spells it. */
    public String linkTarget(Member member) throws IOException {
        try (var bytes = read(member)) {
            var target = bytes.readNBytes(LONGEST_LINK + 1);
            if (target.length > LONGEST_LINK) {
                throw ArchiveRefused.unsafe(
                        "The archive's symbolic link \"%s\" points to a name of more than %,d bytes.",
                        shown(member.name()), LONGEST_LINK);
            }
            return new String(target, StandardCharsets.UTF_8);
        }
    }

    /** Unpacks into a folder that is made for it. All of it is there afterwards, or nothing. */
    public void unpackTo(Path folder, ArchiveLimits limits) throws IOException {
        Unpacking.plan(this, limits).carryOut(folder);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** A name from outside, short and without control characters, for a sentence. */
    public static String shown(String name) {
        var plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 120 ? plain : plain.substring(0, 120) + "...";
    }

    private ArchiveRefused tooLarge() {
        return ArchiveRefused.unsafe(
                "The archive of %,d bytes unpacks to more than the %,d bytes that are allowed for it.",
                size, allowance);
    }

    /** Bytes of one entry, counted against the archive's allowance and compared with its checksum at the end. */
    private final class Counted extends FilterInputStream {
        private final Member member;
        private final CRC32 checksum = new CRC32();
        private long count;

        Counted(InputStream bytes, Member member) {
            super(bytes);
            this.member = member;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got;
            try {
                got = super.read(buffer, offset, length);
            } catch (IOException | RuntimeException failure) {
                throw ArchiveRefused.malformed(failure);
            }
            if (got < 0) {
                compare();
                return got;
            }
            count += got;
            unpacked += got;
            if (unpacked > allowance) {
                throw tooLarge();
            }
            checksum.update(buffer, offset, got);
            return got;
        }

        @Override
        public long skip(long wanted) throws IOException {
            // Skipped bytes would escape the checksum.
            return readNBytes((int) Math.min(wanted, 8192)).length;
        }

        private void compare() throws ArchiveRefused {
            var entry = member.entry();
            if (count != entry.getSize() || checksum.getValue() != entry.getCrc()) {
                throw ArchiveRefused.malformed(
                        new IOException("the bytes of \"" + shown(member.name()) + "\" are not those declared"));
            }
        }
    }
}
