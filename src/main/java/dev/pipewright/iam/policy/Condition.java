package dev.pipewright.iam.policy;

import java.util.List;

/** One line of a statement's conditions. */
sealed interface Condition {
    /** Whether it holds for what is asked. */
    boolean holds(Asked asked);

    /** What the values of a key must be. */
    record Values(Operator operator, Quantifier quantifier, boolean ifExists, String key, List<Demand> demands)
            implements Condition {
        /** {@inheritDoc} A request without the key fits no value, which is what the negated operators ask for. */
        @Override
        public boolean holds(Asked asked) {
            var values = asked.values(key);
            if (values.isEmpty()) {
                return ifExists || switch (quantifier) {
                    case NONE -> operator.isNegated();
                    case FOR_ALL_VALUES -> true;
                    case FOR_ANY_VALUE -> false;
                };
            }
            return switch (quantifier) {
                // Of several values one that fits is enough, and to a negated operator already one too many.
                case NONE -> values.stream().anyMatch(value -> fits(value, asked)) != operator.isNegated();
                case FOR_ALL_VALUES ->
                    values.stream().allMatch(value -> fits(value, asked) != operator.isNegated());
                case FOR_ANY_VALUE ->
                    values.stream().anyMatch(value -> fits(value, asked) != operator.isNegated());
            };
        }

        private boolean fits(String value, Asked asked) {
            return demands.stream().anyMatch(demand -> demand.fits(value, asked));
        }
    }

    /** Whether the key must be there, or must not. */
    record Null(String key, List<Boolean> absent) implements Condition {
        @Override
        public boolean holds(Asked asked) {
            return absent.contains(asked.values(key).isEmpty());
        }
    }

    /** Of which of the values of a key an operator must hold. */
    enum Quantifier {
        NONE,
        FOR_ALL_VALUES,
        FOR_ANY_VALUE
    }
}
