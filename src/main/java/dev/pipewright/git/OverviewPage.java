package dev.pipewright.git;

import static dev.pipewright.git.Html.escape;

import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** The page of a repository: where to clone it, its branches, and its last commits. */
final class OverviewPage {
    private static final int COMMITS = 20;
    private static final int BRANCHES = 100;

    private final String name;
    private final String cloneUrl;
    private final Repository git;

    OverviewPage(String name, String cloneUrl, Repository git) {
        this.name = name;
        this.cloneUrl = cloneUrl;
        this.git = git;
    }

    String html() throws IOException {
        var head = git.exactRef(Constants.HEAD);
        var defaultBranch = Repository.shortenRefName(head.getLeaf().getName());
        var body = new StringBuilder("""
                <p class="crumb">Repository</p>
                <h1>%s</h1>
                <p class="clone"><code>git clone %s</code></p>
                """.formatted(escape(name), escape(cloneUrl)));
        var branches = git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS);
        if (branches.isEmpty()) {
            return Html.page(name, body.append(howToBegin(defaultBranch)).toString());
        }
        body.append("<h2>Branches</h2>\n<ul class=\"branches\">\n");
        try (var walk = new RevWalk(git)) {
            for (var branch : branches.stream().limit(BRANCHES).toList()) {
                var shown = Repository.shortenRefName(branch.getName());
                body.append("<li>%s%s <a class=\"id\" href=\"%s\">%s</a></li>\n".formatted(
                        escape(shown),
                        shown.equals(defaultBranch) ? " <span class=\"badge\">default</span>" : "",
                        link(name, branch.getObjectId().name()),
                        branch.getObjectId().name().substring(0, 8)));
            }
            body.append("</ul>\n");
            if (branches.size() > BRANCHES) {
                body.append("<p class=\"note\">The first %d of %d branches.</p>\n"
                        .formatted(BRANCHES, branches.size()));
            }
            var tip = head.getObjectId();
            if (tip == null) {
                body.append("<p class=\"note\">The default branch <b>%s</b> has no commits.</p>\n"
                        .formatted(escape(defaultBranch)));
            } else {
                walk.markStart(walk.parseCommit(tip));
                body.append(commits(walk, defaultBranch));
            }
        }
        return Html.page(name, body.toString());
    }

    private String commits(RevWalk walk, String branch) throws IOException {
        var html = new StringBuilder("<h2>Last commits on %s</h2>\n<ol class=\"commits\">\n".formatted(escape(branch)));
        for (int i = 0; i < COMMITS; i++) {
            var commit = walk.next();
            if (commit == null) break;
            var author = commit.getAuthorIdent();
            html.append("""
                    <li>
                    <a class="subject" href="%s">%s</a>
                    <span class="meta">%s · %s · <span class="id">%s</span></span>
                    </li>
                    """.formatted(
                            link(name, commit.name()),
                            escape(subject(commit.getShortMessage())),
                            escape(author.getName()),
                            Html.time(commit.getCommitterIdent().getWhenAsInstant()),
                            commit.name().substring(0, 8)));
        }
        return html.append("</ol>\n").toString();
    }

    private String howToBegin(String branch) {
        return """
                <p class="lead">Nothing has been pushed yet.</p>
                <pre class="howto">git remote add origin %s
                git push origin %s</pre>
                """.formatted(escape(cloneUrl), escape(branch));
    }

    /** The first line of a message, never so empty that a link on it could not be clicked, nor endless. */
    static String subject(String shortMessage) {
        if (shortMessage.isBlank()) return "(no message)";
        return shortMessage.length() > 200 ? shortMessage.substring(0, 200) + "…" : shortMessage;
    }

    static String link(String repository, String commitId) {
        return "/git/" + repository + "/commit/" + commitId;
    }
}
