package dev.pipewright.iam;

import dev.pipewright.iam.policy.Policy;
import dev.pipewright.wire.Access;
import dev.pipewright.wire.Context;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Verdict;
import java.util.List;
import java.util.Map;

/** What a user may do: what the policies allow, on resources of the user's own account. */
final class UserGrants implements Principal.Grants {
    private final String account;
    private final List<Policy> policies;
    private final Context user;

    UserGrants(String account, String name, String arn, String userId, List<Policy> policies) {
        this.account = account;
        this.policies = List.copyOf(policies);
        this.user = Context.of(Map.of(
                "aws:username", name,
                "aws:userid", userId,
                "aws:principalarn", arn,
                "aws:principalaccount", account,
                "aws:principaltype", "User"));
    }

    @Override
    public Verdict decide(Access access) {
        var asked = new Access(access.action(), access.resource(), user.or(access.context()));
        var verdict = Policy.decide(policies, asked);
        return verdict == Verdict.ALLOWED && isForeign(access.resource()) ? Verdict.OF_ANOTHER_ACCOUNT : verdict;
    }

    private boolean isForeign(String resource) {
        var parts = resource.split(":", 6);
        return parts.length == 6 && !parts[4].isEmpty() && !parts[4].equals(account);
    }
}
