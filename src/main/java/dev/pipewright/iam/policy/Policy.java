package dev.pipewright.iam.policy;

import dev.pipewright.wire.Access;
import dev.pipewright.wire.Verdict;
import java.util.List;

/** A policy of IAM: what it allows and what it forbids. Without clock, store or network. */
public final class Policy {
    private static final int LONGEST_RESOURCE = 2_048;

    private final List<Statement> statements;

    Policy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a policy.
     *
     * @throws MalformedPolicy when the text is not JSON, breaks the grammar of policies, is too long, or uses
     *     something that this server does not know
     */
    public static Policy parse(String document) {
        return PolicyReader.read(document);
    }

    /**
     * What the policies together say of an access: a statement that denies it beats all that allow it, and what no
     * statement allows is not allowed.
     */
    public static Verdict decide(List<Policy> policies, Access access) {
        // The input has not met its constraints yet: what is longer than any name of a resource is none.
        if (access.resource().length() > LONGEST_RESOURCE) return Verdict.NOT_ALLOWED;
        var asked = Asked.of(access);
        var allowed = false;
        for (var policy : policies) {
            for (var statement : policy.statements) {
                if (statement.allows() && allowed || !statement.covers(asked)) continue;
                if (!statement.allows()) return Verdict.DENIED;
                allowed = true;
            }
        }
        return allowed ? Verdict.ALLOWED : Verdict.NOT_ALLOWED;
    }
}
