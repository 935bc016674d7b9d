package dev.pipewright.iam.policy;

import java.util.List;

/** One statement of a policy: what it says, and what it says it of. */
record Statement(boolean allows, Actions actions, Resources resources, List<Condition> conditions) {
    /** @param others whether it is about all actions but these, which are in lower case */
    record Actions(List<Pattern> patterns, boolean others) {
        boolean cover(Asked asked) {
            return patterns.stream().anyMatch(pattern -> pattern.matches(asked.action(), asked)) != others;
        }
    }

    /** @param others whether it is about all resources but these */
    record Resources(List<Pattern> patterns, boolean others) {
        boolean cover(Asked asked) {
            return patterns.stream().anyMatch(pattern -> pattern.matches(asked.resource(), asked)) != others;
        }
    }

    /** Whether the statement is about what is asked. */
    boolean covers(Asked asked) {
        return actions.cover(asked) && resources.cover(asked)
                && conditions.stream().allMatch(condition -> condition.holds(asked));
    }
}
