package dev.pipewright.simulation;

/** What must hold after every step, whatever happens. docs/engine.md has the same list, and a test compares the two. */
enum Law {
    ONE_OCCUPANT("A stage holds at most one execution; those in PARALLEL mode do not count."),
    NOBODY_OVERTAKES("Executions enter a stage in the order of their starts, and none waits before a stage that a "
            + "younger one has come past; rollbacks and PARALLEL mode apart."),
    ONE_WAITS("In SUPERSEDED mode at most one execution waits before a stage."),
    SUPERSEDED_BETWEEN_STAGES("Only in SUPERSEDED mode, and only while it waits before a stage, an execution is "
            + "superseded."),
    FIVE_ACTIONS("An execution in PARALLEL mode has at most 5 actions in progress."),
    FIFTY_EXECUTIONS("In QUEUED and PARALLEL mode no execution starts or is resumed as the 51st."),
    CLOSED_DOORS("Nobody but a rollback enters a stage whose way in is disabled, and nobody goes on from a stage whose "
            + "way out is disabled."),
    LATEST_IS_KNOWN("For each stage it is known which execution entered it last."),
    TARGETS_ARE_KNOWN("A stage that rolls back by itself returns to the last execution that succeeded in it under the "
            + "newest definition, rollbacks apart."),
    CHANGES_ARE_TOLD("A decision names every execution that it changes, and keeps those that have not ended, oldest "
            + "first."),
    NOBODY_IS_FORGOTTEN("An execution under way has a run in progress, or waits for a disabled transition, an occupied "
            + "stage or an older execution."),

    RUN_ORDER("An action starts only when all actions of lower run orders have succeeded in the present round."),
    ENDED_RUNS_STAY("A run that has ended never changes, and no run is forgotten."),
    ATTEMPTS_COUNT("The attempts at an action count 1, 2, 3."),
    IDS_ONCE("No two runs have the same action execution id."),
    QUIET_AT_THE_END("Nothing starts while an execution is stopping, nor, PARALLEL mode apart, after its pipeline was "
            + "updated."),
    ENTRY_FIRST("Actions start only when the entry condition has succeeded or was overridden."),
    INPUTS_ARE_THERE("A run in progress has each of its input artifacts, as the last run that made it left it, or as "
            + "the target of the rollback had it."),
    RUNS_BELONG("Only the stage that a live execution is in has runs in progress."),

    SUCCESS_IS_EARNED("A stage succeeds only when each of its actions has, and each of its conditions at entry and "
            + "after success has succeeded or was overridden."),
    SKIPPED_IS_EMPTY("A skipped stage has a failed entry condition with the result SKIP, and no action runs."),
    CONDITIONS_FOLLOW_RULES("A condition has succeeded when all of its rules have, has failed when one of them has, "
            + "and leaves no rule in progress when it has ended."),
    RETRIES_COUNT("The attempt of an execution counts its stages' retries; that at a stage also counts overrides."),
    ENDED_STAYS("An execution that has ended changes only by a retry or an override; then it was Failed or, for a "
            + "retry, Stopped."),
    ROLLBACK_IS_ONE_STAGE("A rollback runs one stage, with what its target had, and ends; its target has succeeded in "
            + "that stage and is no rollback. The failure of a rollback leads to no other."),

    ONE_TIMER("A run in progress has exactly one timer, and a run that has ended has none."),
    ONE_JOB("A job is offered exactly once for each run that begins in progress, and none for approvals."),
    WITHDRAWN_ONCE("The job of a run that ended without an answer of its worker is withdrawn, once; no other is."),
    NOTIFIED_ONCE("Those whom an approval names are told once when it starts."),
    COMMITTED_FIRST("An effect is carried out only after what asked for it is committed."),

    ANNOUNCED_IN_ORDER("What is announced of an execution, a stage, an action is a path through its states."),
    ANNOUNCED_AS_IT_IS("What was announced last is the state that is committed."),

    SAME_ANSWER("The same question gets the same answer."),
    TOLD_TWICE("What is told twice has no effects the second time."),
    SETTLED("A decision leaves nothing that could move on by itself."),
    ALL_ENDS("When the world turns kind, every execution ends.");

    private final String sentence;

    Law(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /** Throws when the law does not hold. */
    void holds(boolean holds, Object about) {
        if (!holds) {
            throw new Broken(this, String.valueOf(about));
        }
    }

    /** A law that did not hold. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Law law;

        Broken(Law law, String about) {
            super(law + " (" + law.sentence + "): " + about);
            this.law = law;
        }

        Law law() {
            return law;
        }
    }
}
