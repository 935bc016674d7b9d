package dev.pipewright.template;

import dev.pipewright.api.Rehearsal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What came of looking at some files. */
public final class Inspection {
    private final List<Inspector.Reading> readings;
    private final Rehearsal rehearsal;
    private final Optional<Live> live;
    private final Hidden hidden;
    private final Set<String> unknownParameters;

    Inspection(
            List<Inspector.Reading> readings,
            Rehearsal rehearsal,
            Optional<Live> live,
            Hidden hidden,
            Set<String> unknownParameters) {
        this.readings = readings;
        this.rehearsal = rehearsal;
        this.live = live;
        this.hidden = hidden;
        this.unknownParameters = unknownParameters;
    }

    /** What was found, file by file, in the order of each. */
    public List<Finding> findings() {
        return readings.stream().flatMap(reading -> reading.findings().all().stream()).toList();
    }

    /** Whether something among it is more than a warning. */
    public boolean isRefused() {
        return findings().stream().anyMatch(Finding::isProblem);
    }

    /** Parameters that were given and that no template has. */
    public Set<String> unknownParameters() {
        return unknownParameters;
    }

    /**
     * What would have to be done to have on the server what the files declare; it is asked, and nothing is changed.
     *
     * @param secrets whether secrets are to be sent although nobody can tell whether they have changed
     * @throws IllegalStateException when there was no server, or something is refused
     */
    public Rollout rollout(boolean secrets) {
        if (isRefused()) throw new IllegalStateException("what is refused cannot be rolled out");
        var server = live.orElseThrow(() -> new IllegalStateException("no server was given"));
        return Rollout.plan(ordered(), rehearsal, server, hidden, secrets);
    }

    /** What pipelines need comes before them, and what needs them after. */
    private List<Declared> ordered() {
        return Stream.of(Declared.OfActionType.class, Declared.OfPipeline.class, Declared.OfWebhook.class)
                .flatMap(kind -> readings.stream()
                        .flatMap(reading -> reading.declared().stream())
                        .filter(kind::isInstance))
                .toList();
    }
}
