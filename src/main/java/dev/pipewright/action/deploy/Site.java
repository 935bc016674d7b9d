package dev.pipewright.action.deploy;

import dev.pipewright.action.archive.Archive;
import dev.pipewright.action.archive.ArchiveRefused;
import dev.pipewright.action.archive.Links;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an extracted archive deploys. As on the service a leading slash stays, a backslash becomes a slash, folders are
 * nothing, namesakes are written in turn, and a symbolic link is written as a copy of the file it leads to.
 */
record Site(List<Page> pages) {
    /**
     * One object to write.
     *
     * @param path its key, but for the prefix
     * @param content the entry that has its bytes
     */
    record Page(String path, Archive.Member content) {}

    static Site of(Archive archive) throws IOException {
        var links = new Links();
        Map<String, Archive.Member> files = new HashMap<>();
        for (var member : archive.members()) {
            var path = pathOf(member);
            if (member.link()) {
                links.add(path, archive.linkTarget(member));
            } else if (!member.folder()) {
                files.put(path, member);
            }
        }
        List<Page> pages = new ArrayList<>();
        for (var member : archive.members()) {
            var path = pathOf(member);
            if (member.link()) {
                var content = links.follow(path).map(files::get);
                if (content.isEmpty()) {
                    throw ArchiveRefused.unsafe(
                            "The archive's symbolic link \"%s\" leads to no file of the archive.",
                            Archive.shown(member.name()));
                }
                pages.add(new Page(path, content.get()));
            } else if (!member.folder() && !path.endsWith("/")) {
                pages.add(new Page(path, member));
            }
        }
        return new Site(List.copyOf(pages));
    }

    private static String pathOf(Archive.Member member) throws ArchiveRefused {
        var path = member.name().replace('\\', '/');
        if (Arrays.asList(path.split("/")).contains("..")) {
            throw ArchiveRefused.unsafe(
                    "The archive's entry \"%s\" leads out of the archive's folder.", Archive.shown(member.name()));
        }
        return path;
    }
}
