package dev.pipewright.git;

import static dev.pipewright.git.Html.escape;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** The page of a commit: who, when and why, and what it changed against its first parent. */
final class CommitPage {
    static final int MAX_DIFF_BYTES = 200_000;
    private static final int MAX_FILES = 300;
    private static final int MAX_MESSAGE = 20_000;
    // Files of more than this are shown as binary: comparing them line by line would take too long.
    private static final int MAX_COMPARED_BYTES = 1 << 20;
    private static final int MAX_RENAMES_COMPARED = 100;

    private final String name;
    private final Repository git;

    CommitPage(String name, Repository git) {
        this.name = name;
        this.git = git;
    }

    /** @throws MissingCommit when the id is of no commit */
    String html(String commitId) throws IOException {
        try (var walk = new RevWalk(git)) {
            if (!ObjectId.isId(commitId)) throw new MissingCommit(name, commitId);
            var commit = History.find(walk, ObjectId.fromString(commitId))
                    .orElseThrow(() -> new MissingCommit(name, commitId));
            var subject = OverviewPage.subject(commit.getShortMessage());
            return Html.page(subject, heading(commit, subject) + changes(walk, commit));
        }
    }

    private String heading(RevCommit commit, String subject) {
        var message = withoutSubject(commit.getFullMessage(), subject).strip();
        if (message.length() > MAX_MESSAGE) message = message.substring(0, MAX_MESSAGE) + "…";
        var html = new StringBuilder("""
                <p class="crumb"><a href="/git/%1$s">%1$s</a> / commit</p>
                <h1>%2$s</h1>
                """.formatted(name, escape(subject)));
        if (!message.isEmpty()) html.append("<pre class=\"message\">%s</pre>\n".formatted(escape(message)));
        html.append("<dl>\n<dt>Commit</dt><dd class=\"id\">%s</dd>\n".formatted(commit.name()));
        for (var parent : commit.getParents()) {
            html.append("<dt>Parent</dt><dd><a class=\"id\" href=\"%s\">%s</a></dd>\n"
                    .formatted(OverviewPage.link(name, parent.name()), parent.name()));
        }
        html.append("<dt>Author</dt><dd>%s</dd>\n".formatted(person(commit.getAuthorIdent())));
        html.append("<dt>Committer</dt><dd>%s</dd>\n</dl>\n".formatted(person(commit.getCommitterIdent())));
        return html.toString();
    }

    private static String withoutSubject(String message, String subject) {
        return message.startsWith(subject) ? message.substring(subject.length()) : message;
    }

    private static String person(PersonIdent person) {
        return "%s <span class=\"meta\">&lt;%s&gt;, %s</span>".formatted(
                escape(person.getName()), escape(person.getEmailAddress()), Html.time(person.getWhenAsInstant()));
    }

    private String changes(RevWalk walk, RevCommit commit) throws IOException {
        var diff = new ByteArrayOutputStream();
        try (var formatter = new DiffFormatter(diff)) {
            formatter.setReader(walk.getObjectReader(), git.getConfig());
            formatter.setDetectRenames(true);
            formatter.getRenameDetector().setRenameLimit(MAX_RENAMES_COMPARED);
            formatter.setBinaryFileThreshold(MAX_COMPARED_BYTES);
            var parent = commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0)).getTree();
            var entries = formatter.scan(parent, commit.getTree());
            var files = new ArrayList<String>();
            for (var entry : entries.stream().limit(MAX_FILES).toList()) {
                files.add(file(entry, formatter.toFileHeader(entry)));
                if (diff.size() <= MAX_DIFF_BYTES) formatter.format(entry);
            }
            formatter.flush();
            return summary(commit, entries.size(), files) + coloured(diff.toByteArray());
        }
    }

    private static String summary(RevCommit commit, int total, List<String> files) {
        var html = new StringBuilder("<h2>%s</h2>\n".formatted(Html.count(total, "changed file", "changed files")));
        if (commit.getParentCount() > 1) html.append("<p class=\"note\">Compared with the first parent.</p>\n");
        html.append("<ul class=\"files\">\n");
        files.forEach(html::append);
        html.append("</ul>\n");
        if (total > files.size()) {
            html.append("<p class=\"note\">Only the first %d files are shown.</p>\n".formatted(files.size()));
        }
        return html.toString();
    }

    private static String file(DiffEntry entry, FileHeader header) {
        int added = 0;
        int deleted = 0;
        for (var edit : header.toEditList()) {
            added += edit.getLengthB();
            deleted += edit.getLengthA();
        }
        var path = switch (entry.getChangeType()) {
            case ADD, MODIFY -> entry.getNewPath();
            case DELETE -> entry.getOldPath();
            case RENAME, COPY -> entry.getOldPath() + " → " + entry.getNewPath();
        };
        var numbers = header.getPatchType() == FileHeader.PatchType.UNIFIED
                ? "<span class=\"added\">+%d</span> <span class=\"deleted\">−%d</span>".formatted(added, deleted)
                : "<span class=\"meta\">not shown line by line</span>";
        return "<li><span class=\"kind\">%s</span> <span class=\"path\">%s</span> %s</li>\n".formatted(
                switch (entry.getChangeType()) {
                    case ADD -> "added";
                    case MODIFY -> "changed";
                    case DELETE -> "deleted";
                    case RENAME -> "renamed";
                    case COPY -> "copied";
                },
                escape(path),
                numbers);
    }

    private static String coloured(byte[] diff) {
        if (diff.length == 0) return "";
        var cut = diff.length > MAX_DIFF_BYTES;
        var shown = new String(cut ? Arrays.copyOf(diff, MAX_DIFF_BYTES) : diff, UTF_8);
        // The last line is cut somewhere, perhaps within a character.
        if (cut && shown.indexOf('\n') >= 0) shown = shown.substring(0, shown.lastIndexOf('\n'));
        var html = new StringBuilder("<pre class=\"diff\">");
        // Within a file's header, --- and +++ are not lines that went and came.
        boolean inHunk = false;
        for (var line : shown.split("\n")) {
            if (line.startsWith("diff --git ")) inHunk = false;
            else if (line.startsWith("@@ ")) inHunk = true;
            html.append("<span class=\"%s\">%s</span>\n".formatted(kind(line, inHunk), escape(line)));
        }
        html.append("</pre>\n");
        if (cut) {
            html.append("<p class=\"note\">The rest is not shown: the page holds at most %d KB of changes.</p>\n"
                    .formatted(MAX_DIFF_BYTES / 1000));
        }
        return html.toString();
    }

    private static String kind(String line, boolean inHunk) {
        if (!inHunk) return line.startsWith("diff --git ") ? "file" : "header";
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "added";
            case '-' -> "deleted";
            case '@' -> "hunk";
            default -> "same";
        };
    }
}
