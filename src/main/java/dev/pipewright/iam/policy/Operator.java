package dev.pipewright.iam.policy;

import java.util.Arrays;
import java.util.Optional;

/** The operators of conditions, by the names that policies have for them. */
enum Operator {
    StringEquals(Demands::equal, false),
    StringNotEquals(Demands::equal, true),
    StringEqualsIgnoreCase(Demands::equalIgnoringCase, false),
    StringNotEqualsIgnoreCase(Demands::equalIgnoringCase, true),
    StringLike(Demands::like, false),
    StringNotLike(Demands::like, true),
    NumericEquals((text, _) -> Demands.number(text, it -> it == 0), false),
    NumericNotEquals((text, _) -> Demands.number(text, it -> it == 0), true),
    NumericLessThan((text, _) -> Demands.number(text, it -> it < 0), false),
    NumericLessThanEquals((text, _) -> Demands.number(text, it -> it <= 0), false),
    NumericGreaterThan((text, _) -> Demands.number(text, it -> it > 0), false),
    NumericGreaterThanEquals((text, _) -> Demands.number(text, it -> it >= 0), false),
    DateEquals((text, _) -> Demands.date(text, it -> it == 0), false),
    DateNotEquals((text, _) -> Demands.date(text, it -> it == 0), true),
    DateLessThan((text, _) -> Demands.date(text, it -> it < 0), false),
    DateLessThanEquals((text, _) -> Demands.date(text, it -> it <= 0), false),
    DateGreaterThan((text, _) -> Demands.date(text, it -> it > 0), false),
    DateGreaterThanEquals((text, _) -> Demands.date(text, it -> it >= 0), false),
    Bool((text, _) -> Demands.flag(text), false),
    IpAddress((text, _) -> Demands.address(text), false),
    NotIpAddress((text, _) -> Demands.address(text), true),
    ArnEquals(Demands::arn, false),
    ArnLike(Demands::arn, false),
    ArnNotEquals(Demands::arn, true),
    ArnNotLike(Demands::arn, true);

    private interface Reader {
        Demand read(String text, boolean variables);
    }

    private final Reader reader;
    private final boolean negated;

    Operator(Reader reader, boolean negated) {
        this.reader = reader;
        this.negated = negated;
    }

    static Optional<Operator> named(String name) {
        return Arrays.stream(values()).filter(operator -> operator.name().equals(name)).findFirst();
    }

    /** Whether it asks that no value fits. */
    boolean isNegated() {
        return negated;
    }

    /**
     * What a value of a policy demands.
     *
     * @param variables whether <code>${}</code> stands for a variable
     * @throws MalformedPolicy when the value is none that the operator can compare with
     */
    Demand demand(String value, boolean variables) {
        return reader.read(value, variables);
    }
}
