package dev.pipewright.store;

import java.time.Instant;

/**
 * A user.
 *
 * @param name as it was given; no other of the account has it in whatever case
 * @param id stays with the user and is never given to another, such as {@code AIDA...}
 */
public record StoredUser(String account, String name, String id, Instant created) {
    /** {@code arn:aws:iam::ACCOUNT:user/NAME}. */
    public String arn() {
        return "arn:aws:iam::" + account + ":user/" + name;
    }
}
