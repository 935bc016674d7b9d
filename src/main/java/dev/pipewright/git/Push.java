package dev.pipewright.git;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One push: checks what comes in, moves the refs, and tells the listener before the client is answered. */
final class Push extends ReceivePack {
    private static final Logger LOG = LoggerFactory.getLogger(Push.class);

    private final String name;
    private final PushListener listener;

    Push(Repository repository, String name, PushListener listener, long maxBytes) {
        super(repository);
        this.name = name;
        this.listener = listener;
        setMaxObjectSizeLimit(maxBytes);
        setMaxPackSizeLimit(maxBytes);
        setPreReceiveHook((push, commands) -> refuseBranchesOfOtherThings(commands));
    }

    // JGit's own hook for telling runs after the answer has gone out, and JGit's own way of moving the refs shows its
    // progress to everybody, however short it is and however quiet the client asked to be.
    @Override
    protected void executeCommands() {
        moveRefs(filterCommands(Result.NOT_ATTEMPTED));
        var done = filterCommands(Result.OK);
        adoptDefaultBranch(done);
        done.forEach(this::tell);
    }

    private void moveRefs(List<ReceiveCommand> commands) {
        if (commands.isEmpty()) return;
        var refs = getRepository().getRefDatabase().newBatchUpdate();
        refs.setAllowNonFastForwards(isAllowNonFastForwards());
        refs.setAtomic(isAtomic());
        refs.setRefLogIdent(getRefLogIdent());
        refs.setRefLogMessage("push", true);
        refs.addCommand(commands);
        try {
            refs.execute(getRevWalk(), NullProgressMonitor.INSTANCE);
        } catch (IOException e) {
            LOG.error("Cannot write the refs of the repository {}.", name, e);
            for (var command : commands) {
                if (command.getResult() != Result.NOT_ATTEMPTED) continue;
                command.setResult(Result.REJECTED_OTHER_REASON, "the server cannot write the ref");
            }
        }
    }

    private void refuseBranchesOfOtherThings(Collection<ReceiveCommand> commands) {
        for (var command : commands) {
            if (command.getType() == ReceiveCommand.Type.DELETE) continue;
            if (!command.getRefName().startsWith(Constants.R_HEADS)) continue;
            try {
                if (!(getRevWalk().parseAny(command.getNewId()) instanceof RevCommit)) {
                    command.setResult(Result.REJECTED_OTHER_REASON, "a branch can only point to a commit");
                }
            } catch (IOException e) {
                LOG.error("Cannot read {} of the repository {}.", command.getNewId().name(), name, e);
                command.setResult(Result.REJECTED_OTHER_REASON, "the server cannot read the commit");
            }
        }
    }

    /** Makes the first branch that is pushed the default one, as the service does, so that a clone has files. */
    private void adoptDefaultBranch(List<ReceiveCommand> done) {
        try {
            var repository = getRepository();
            if (repository.exactRef(Constants.HEAD).getObjectId() != null) return;
            for (var command : done) {
                var ref = command.getRefName();
                if (command.getType() == ReceiveCommand.Type.CREATE && ref.startsWith(Constants.R_HEADS)) {
                    repository.updateRef(Constants.HEAD).link(ref);
                    return;
                }
            }
        } catch (IOException e) {
            LOG.error("Cannot set the default branch of the repository {}.", name, e);
        }
    }

    private void tell(ReceiveCommand command) {
        try {
            listener.pushed(name, command.getRefName(), command.getOldId().name(), command.getNewId().name());
        } catch (RuntimeException e) {
            LOG.error("The push of {} to the repository {} has not been passed on.", command.getRefName(), name, e);
        }
    }
}
