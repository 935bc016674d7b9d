package dev.pipewright.git;

import dev.pipewright.action.Repositories.Commit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Questions about the commits of one repository on disk, which its caller opens and closes. */
record History(Repository git) {
    /** How far back the place is looked for at which a merged branch had left the one it was merged into. */
    private static final int MOST_STEPS = 1000;

    /** The commit of that id or behind a tag of that id; empty for an id of nothing, or of something else. */
    static Optional<RevCommit> find(RevWalk walk, ObjectId id) throws IOException {
        try {
            return Optional.of(walk.parseCommit(id));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return Optional.empty();
        }
    }

    /** A commit in the words of the sources. A message comes without white space at its end. */
    static Commit describe(RevCommit commit, String url) {
        var author = commit.getAuthorIdent();
        return new Commit(
                commit.name(),
                commit.getFullMessage().stripTrailing(),
                author.getName().isEmpty() ? author.getEmailAddress() : author.getName(),
                author.getWhenAsInstant(),
                commit.getCommitterIdent().getWhenAsInstant(),
                url);
    }

    boolean has(String commitId) throws IOException {
        try (var walk = new RevWalk(git)) {
            return ObjectId.isId(commitId) && find(walk, ObjectId.fromString(commitId)).isPresent();
        }
    }

    Map<String, String> tips() throws IOException {
        var tips = new TreeMap<String, String>();
        for (var ref : git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS, Constants.R_TAGS)) {
            var peeled = git.getRefDatabase().peel(ref);
            var id = peeled.getPeeledObjectId() == null ? peeled.getObjectId() : peeled.getPeeledObjectId();
            tips.put(ref.getName(), id.name());
        }
        return tips;
    }

    List<String> changedFiles(String before, String after) throws IOException {
        try (var walk = new RevWalk(git)) {
            var newer = commit(walk, after);
            var older = ObjectId.isId(before)
                    ? find(walk, ObjectId.fromString(before))
                    : Optional.<RevCommit>empty();
            if (older.isEmpty() && newer.getParentCount() > 0) {
                older = Optional.of(walk.parseCommit(newer.getParent(0)));
            }
            return differences(walk, older, newer);
        }
    }

    List<String> requestedFiles(String targetBranch, String commitId) throws IOException {
        try (var walk = new RevWalk(git)) {
            var head = commit(walk, commitId);
            var ref = Repository.isValidRefName(Constants.R_HEADS + targetBranch)
                    ? git.exactRef(Constants.R_HEADS + targetBranch)
                    : null;
            var target = ref == null ? Optional.<RevCommit>empty() : find(walk, ref.getObjectId());
            if (target.isEmpty()) return differences(walk, Optional.empty(), head);
            var base = base(beforeMerge(walk, target.get(), head), head.getId());
            return differences(walk, base.isPresent() ? find(walk, base.get()) : Optional.empty(), head);
        }
    }

    /** The newest commit of the target, on its own line, that does not have the request in it yet. */
    private static ObjectId beforeMerge(RevWalk walk, RevCommit target, RevCommit head) throws IOException {
        var at = target;
        for (int steps = 0; steps < MOST_STEPS && walk.isMergedInto(head, at); steps++) {
            if (at.getParentCount() == 0) break;
            at = walk.parseCommit(at.getParent(0));
        }
        return at.getId();
    }

    private Optional<ObjectId> base(ObjectId one, ObjectId other) throws IOException {
        try (var walk = new RevWalk(git)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            return Optional.ofNullable(walk.next()).map(RevCommit::getId);
        }
    }

    Optional<String> fullCommitId(String beginning) throws IOException {
        if (ObjectId.isId(beginning)) {
            try (var walk = new RevWalk(git)) {
                return find(walk, ObjectId.fromString(beginning)).map(RevCommit::name);
            }
        }
        if (!AbbreviatedObjectId.isId(beginning)) return Optional.empty();
        try {
            return Optional.ofNullable(git.resolve(beginning + "^{commit}")).map(ObjectId::name);
        } catch (AmbiguousObjectException | IncorrectObjectTypeException _) {
            return Optional.empty();
        }
    }

    private RevCommit commit(RevWalk walk, String id) throws IOException {
        if (ObjectId.isId(id)) {
            var found = find(walk, ObjectId.fromString(id));
            if (found.isPresent()) return found.get();
        }
        throw new IOException("there is no commit " + id);
    }

    private static List<String> differences(RevWalk walk, Optional<RevCommit> older, RevCommit newer)
            throws IOException {
        var files = new ArrayList<String>();
        try (var tree = new TreeWalk(walk.getObjectReader())) {
            if (older.isPresent()) tree.addTree(older.get().getTree());
            else tree.addTree(new EmptyTreeIterator());
            tree.addTree(newer.getTree());
            tree.setRecursive(true);
            tree.setFilter(TreeFilter.ANY_DIFF);
            while (files.size() < WatchedRepositories.MOST_FILES && tree.next()) files.add(tree.getPathString());
        }
        return files;
    }
}
