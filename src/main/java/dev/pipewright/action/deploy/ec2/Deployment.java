package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.archive.Archive;
import dev.pipewright.action.deploy.ec2.Rollout.Script;
import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetEvent;
import dev.pipewright.model.DeployTargetStatus;
import dev.pipewright.model.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The deployment of one run to one machine, from the connection to its end. */
final class Deployment {
    private final ActionRequest request;
    private final Instance instance;
    private final Rollout rollout;
    private final Bundle bundle;
    private final TargetLog log;
    private final Watchdog watchdog;
    private final InstantSource clock;
    private final Consumer<DeployTarget> recorder;
    private final RemoteScript remote;
    private DeployTarget target;

    /** @param recorder keeps what it is told before it returns */
    Deployment(
            ActionRequest request,
            Instance instance,
            DeployTarget target,
            Rollout rollout,
            Bundle bundle,
            TargetLog log,
            Watchdog watchdog,
            InstantSource clock,
            Consumer<DeployTarget> recorder) {
        this.request = request;
        this.instance = instance;
        this.target = target;
        this.rollout = rollout;
        this.bundle = bundle;
        this.log = log;
        this.watchdog = watchdog;
        this.clock = clock;
        this.recorder = recorder;
        this.remote = new RemoteScript(request);
    }

    /** The server stops: what is recorded stays as it is. */
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the server stops", null, false, false);
        }
    }

    private static final class EventFailed extends Exception {
        private static final long serialVersionUID = 1L;

        EventFailed(String sentence) {
            super(sentence, null, false, false);
        }
    }

    private interface Part {
        void run() throws IOException, EventFailed, Stopped;
    }

    /** Does all of it and answers the target at its end. */
    DeployTarget carryOut(Ssh ssh, String identity) throws Stopped {
        note(target.begun(now()));
        var connection = new Machine[1];
        try {
            event("BEFORE_DEPLOY", () -> {
                connection[0] = ssh.open(instance, identity);
                checkUsers();
                upload(connection[0]);
                for (var script : rollout.before()) {
                    run(connection[0], script, Optional.empty());
                }
            });
            event("DEPLOY", () -> copy(connection[0]));
            event("AFTER_DEPLOY", () -> {
                for (var script : rollout.after()) {
                    run(connection[0], script, rollout.targetDirectory());
                }
            });
            note(target.ended(DeployTargetStatus.Succeeded, now()));
        } catch (EventFailed failed) {
            note(target.ended(DeployTargetStatus.Failed, now()));
        } finally {
            if (connection[0] != null) {
                clear(connection[0]);
                connection[0].close();
            }
        }
        return target;
    }

    private void note(DeployTarget changed) {
        target = changed;
        recorder.accept(changed);
    }

    private Instant now() {
        return clock.instant();
    }

    private void event(String name, Part part) throws EventFailed, Stopped {
        var begun = now();
        var command = UUID.nameUUIDFromBytes(
                        (request.run().id() + " " + instance.id() + " " + name).getBytes(StandardCharsets.UTF_8))
                .toString();
        note(target.with(
                new DeployTargetEvent(name, DeployTargetStatus.InProgress, begun, null, command, null)));
        try {
            log.say("%s %s begins as command %s.".formatted(instance.shown(), name, command));
            part.run();
            note(target.with(
                    new DeployTargetEvent(name, DeployTargetStatus.Succeeded, begun, now(), command, null)));
        } catch (IOException failure) {
            throw failed(name, begun, command, sentence(failure));
        } catch (EventFailed failure) {
            throw failed(name, begun, command, failure.getMessage());
        }
    }

    private EventFailed failed(String name, Instant begun, String command, String sentence) throws Stopped {
        if (watchdog.isStopping()) {
            // Most likely the end of the server in another shape; whoever comes next does it again.
            throw new Stopped();
        }
        target = target.with(
                new DeployTargetEvent(name, DeployTargetStatus.Failed, begun, now(), command, sentence));
        try {
            log.say("%s %s failed: %s".formatted(instance.shown(), name, sentence));
        } catch (IOException unwritable) {
            // The target's events say it too.
        }
        return new EventFailed(sentence);
    }

    private static String sentence(IOException failure) {
        var message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.endsWith(".") ? message : message + ".";
    }

    private void checkUsers() throws EventFailed {
        for (var script : rollout.scripts()) {
            if (script.runAs().filter(user -> !user.equals(instance.userName())).isPresent()) {
                throw new EventFailed(
                        "The script \"%s\" asks to be run as \"%s\": on this machine all is run as \"%s\"."
                                .formatted(
                                        Archive.shown(script.location()),
                                        Archive.shown(script.runAs().get()),
                                        instance.userName()));
            }
        }
    }

    private void upload(Machine machine) throws IOException, EventFailed, Stopped {
        try (var tar = Files.newInputStream(bundle.tar())) {
            var output = log.of(instance.name());
            check("The upload", done(machine, remote.upload(rollout.scripts()), tar, output, Optional.empty()), output);
        }
    }

    private void copy(Machine machine) throws IOException, EventFailed, Stopped {
        var output = log.of(instance.name());
        check(
                "Copying the files",
                done(machine, remote.copy(rollout.copies()), InputStream.nullInputStream(), output, Optional.empty()),
                output);
    }

    private void run(Machine machine, Script script, Optional<String> folder)
            throws IOException, EventFailed, Stopped {
        var output = log.of(instance.name());
        check(
                "The script \"%s\"".formatted(Archive.shown(script.location())),
                done(machine, remote.run(script, folder), InputStream.nullInputStream(), output, script.timeout()),
                output);
    }

    private Machine.End done(
            Machine machine,
            String script,
            InputStream input,
            TargetLog.Output output,
            Optional<Duration> timeout)
            throws IOException, EventFailed, Stopped {
        var until = timeout.map(now()::plus);
        BooleanSupplier patience = () -> watchdog.goesOn() && until.filter(end -> !now().isBefore(end)).isEmpty();
        var end = machine.run(script, input, output, patience);
        output.finish();
        if (!(end instanceof Machine.GivenUp)) {
            return end;
        }
        if (watchdog.isStopping()) {
            throw new Stopped();
        }
        tell(machine, remote.end());
        throw new EventFailed(watchdog.goesOn()
                ? "What ran for longer than its %,d seconds was ended.".formatted(timeout.orElseThrow().toSeconds())
                : "It was ended, because %s.".formatted(watchdog.reason()));
    }

    private static void check(String what, Machine.End end, TargetLog.Output output) throws EventFailed {
        var ending = switch (end) {
            case Machine.Exit(int status) when status == 0 -> null;
            case Machine.Exit(int status) -> "ended with the exit status " + status;
            case Machine.Signal(String name) -> "was ended by the signal " + name;
            case Machine.GivenUp() -> "was not waited for";
        };
        if (ending != null) {
            var tail = output.tail();
            throw new EventFailed("%s %s%s".formatted(what, ending, tail.isEmpty() ? "." : ": " + tail));
        }
    }

    /** Removes what was uploaded. Nothing depends on it: whoever comes next begins with that too. */
    private void clear(Machine machine) {
        if (!watchdog.isStopping()) {
            tell(machine, remote.clear());
        }
    }

    private static void tell(Machine machine, String script) {
        var until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        try {
            machine.run(
                    script,
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    () -> System.nanoTime() < until);
        } catch (IOException lost) {
            // The connection is gone, and with it the way to tell the machine anything.
        }
    }

    /** Ends and removes what an earlier attempt left on a machine; does what it can. */
    static void clearAway(ActionRequest request, Instance instance, String identity, Ssh ssh) throws IOException {
        try (var machine = ssh.open(instance, identity)) {
            tell(machine, new RemoteScript(request).clear());
        }
    }
}
