package dev.pipewright.connection;

import dev.pipewright.connection.News.Gone;
import dev.pipewright.connection.News.Happened;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.GitEvent.TagPush;
import dev.pipewright.store.GitRefs;
import dev.pipewright.store.GitRefs.Known;
import dev.pipewright.store.Tx;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether what a host tells is new. It is not when a look at the repository was faster: then the branch points there
 * already, or the event tells of a part of the way that the look has seen the branch go at once.
 */
record Telling(Instant at) implements Dispatch.Moves {
    /** Where a branch that is new pointed before. */
    static final String NOWHERE = "0".repeat(40);

    @Override
    public boolean moved(Tx tx, GitRefs.Repository repository, News news) {
        return switch (news) {
            case Gone(_, var ref) -> {
                tx.gitRefs().remove(repository, ref);
                yield false;
            }
            case Happened(var event, _) -> switch (event) {
                case BranchPush push -> moved(
                        tx, repository, "refs/heads/" + push.branch(), push.before().orElse(NOWHERE), push.commitId());
                case TagPush push -> moved(tx, repository, "refs/tags/" + push.tag(), "", push.commitId());
                case PullRequest _ -> true;
            };
        };
    }

    private boolean moved(Tx tx, GitRefs.Repository repository, String ref, String before, String after) {
        var known = tx.gitRefs().find(repository, ref);
        var there = known.filter(it -> it.tip().equals(after));
        var onTheWay = known.filter(it -> it.behind().equals(Optional.of(before)));
        var now = there.isPresent() || onTheWay.isEmpty()
                ? new Known(ref, after, Optional.empty(), Optional.of(at))
                : new Known(ref, onTheWay.get().tip(), Optional.of(after), Optional.of(at));
        tx.gitRefs().put(repository, now);
        return there.isEmpty() && onTheWay.isEmpty();
    }
}
