package dev.pipewright.action.rule;

import static dev.pipewright.action.rule.Texts.shown;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A rule that compares a variable's value with another: it passes when the comparison holds. */
public final class VariableCheck implements ActionProvider {
    private static final ActionType TYPE = RuleTypes.type(
            "VariableCheck",
            0,
            RuleTypes.required("Variable", "What is compared, as a rule a reference to a variable."),
            RuleTypes.required("Value", "What it is compared with; a Java regular expression for MATCHES."),
            RuleTypes.required("Operator", "EQ, NE, CONTAINS, or MATCHES, which looks at the whole value."));

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Optional<String> trouble(Map<String, String> literals) {
        var operator = Optional.ofNullable(literals.get("Operator"));
        if (operator.isPresent() && operator.flatMap(Operator::named).isEmpty()) {
            return Optional.of(unknown(operator.get()));
        }
        return operator.flatMap(Operator::named)
                .filter(known -> known == Operator.MATCHES && literals.containsKey("Value"))
                .flatMap(_ -> BoundedMatch.trouble(literals.get("Value")));
    }

    @Override
    public Progress advance(ActionRequest request) throws InterruptedException {
        var name = request.setting("Operator");
        var operator = Operator.named(name);
        if (operator.isEmpty()) {
            return Progress.failed(FailureType.ConfigurationError, "%s", unknown(name));
        }
        try {
            return compared(operator.get(), request.setting("Variable"), request.setting("Value"));
        } catch (PatternRefused refused) {
            return Progress.failed(FailureType.ConfigurationError, "%s", refused.getMessage());
        }
    }

    private static Progress compared(Operator operator, String variable, String value)
            throws PatternRefused, InterruptedException {
        var holds = operator.holds(variable, value);
        var sentence = "The variable's value %s %s %s.".formatted(shown(variable), operator.words(holds), shown(value));
        return holds
                ? Progress.succeeded(ExecutionDetails.summary(sentence), Map.of())
                : Progress.failed(FailureType.JobFailed, "%s", sentence);
    }

    private static String unknown(String operator) {
        return "The Operator %s is not known. It must be one of %s.".formatted(
                shown(operator), Arrays.toString(Operator.values()));
    }
}
