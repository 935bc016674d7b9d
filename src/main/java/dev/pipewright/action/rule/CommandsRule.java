package dev.pipewright.action.rule;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import java.time.Duration;

/** A rule that runs commands as an action does: it passes when all of them exit with 0. */
public final class CommandsRule implements ActionProvider {
    private final ActionProvider commands;
    private final ActionType type;

    /** A rule that has its commands run by the provider of the action type. */
    public CommandsRule(ActionProvider commands) {
        this.commands = commands;
        this.type = RuleTypes.type(
                "Commands",
                new ArtifactCount(0, 1),
                Duration.ofMinutes(55),
                commands.type().configurationProperties().toArray(ConfigurationProperty[]::new));
    }

    @Override
    public ActionType type() {
        return type;
    }

    @Override
    public Progress advance(ActionRequest request) throws InterruptedException {
        return commands.advance(request);
    }

    @Override
    public void settled(ActionRequest request) {
        commands.settled(request);
    }

    @Override
    public void abandon(ActionRequest request) {
        commands.abandon(request);
    }
}
