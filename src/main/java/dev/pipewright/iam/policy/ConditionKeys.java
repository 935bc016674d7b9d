package dev.pipewright.iam.policy;

import java.util.List;
import java.util.Set;

/**
 * The condition keys that policies may use. A policy with any other is refused, because a condition on something that
 * this server does not look at would seem to protect what it does not.
 */
final class ConditionKeys {
    /** What a request can have. */
    private static final Set<String> KNOWN = Set.of(
            "aws:currenttime", "aws:epochtime", "aws:principalaccount", "aws:principalarn",
            "aws:principalisawsservice", "aws:principaltype", "aws:referer", "aws:requestedregion",
            "aws:resourceaccount", "aws:securetransport", "aws:sourceip", "aws:tagkeys", "aws:useragent",
            "aws:userid", "aws:username", "aws:viaawsservice", "s3:delimiter", "s3:max-keys", "s3:prefix",
            "s3:versionid");
    /** What only requests have that come another way than any can come to this server. */
    private static final Set<String> ABSENT = Set.of(
            "aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "aws:federatedprovider",
            "aws:multifactorauthage", "aws:multifactorauthpresent", "aws:principalorgid", "aws:principalorgpaths",
            "aws:principalservicename", "aws:principalservicenameslist", "aws:resourceorgid", "aws:resourceorgpaths",
            "aws:sourceaccount", "aws:sourcearn", "aws:sourceidentity", "aws:sourceorgid", "aws:sourceorgpaths",
            "aws:sourcevpc", "aws:sourcevpce", "aws:tokenissuetime", "aws:vpcsourceip", "iam:passedtoservice");
    private static final List<String> PREFIXES = List.of("aws:principaltag/", "aws:requesttag/", "aws:resourcetag/");

    private ConditionKeys() {}

    /** Whether there is such a key, in lower case. */
    static boolean isKnown(String key) {
        return KNOWN.contains(key) || ABSENT.contains(key)
                || PREFIXES.stream().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
    }
}
