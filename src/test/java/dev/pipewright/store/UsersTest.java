package dev.pipewright.store;

import static dev.pipewright.store.Samples.T;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Users, their policies and their keys. */
class UsersTest extends StoreTest {
    private static final Instant MILLIS = Instant.ofEpochMilli(T.toEpochMilli());
    private static final StoredUser ADA = new StoredUser("000000000000", "ada", "AIDA1", MILLIS);
    private static final StoredUser OTHER = new StoredUser("111111111111", "ada", "AIDA2", MILLIS);

    private boolean add(StoredUser user) {
        return write(tx -> tx.users().add(user));
    }

    private boolean said(Function<Tx, Boolean> work) {
        return write(work::apply);
    }

    private Optional<AccessKeys.WithSecret> enabled(String id) {
        return read(tables -> tables.accessKeys().enabled(id));
    }

    @Test
    void a_name_is_taken_in_any_case_and_in_its_account_only() {
        assertThat(add(ADA)).isTrue();
        assertThat(add(new StoredUser("000000000000", "ADA", "AIDA3", MILLIS))).isFalse();
        assertThat(add(OTHER)).isTrue();
        assertThat(this.<List<StoredUser>>read(tables -> tables.users().list("000000000000"))).containsExactly(ADA);
        assertThat(this.<Optional<StoredUser>>read(tables -> tables.users().find("111111111111", "ada")))
                .contains(OTHER);
        assertThat(this.<Optional<StoredUser>>read(tables -> tables.users().find("000000000000", "ADA"))).isEmpty();
    }

    @Test
    void a_user_goes_with_keys_and_policies_and_leaves_those_of_others() {
        add(ADA);
        add(OTHER);
        write(tx -> {
            for (var user : new StoredUser[] {ADA, OTHER}) {
                tx.users().putPolicy(user, "p", "{}");
                tx.accessKeys()
                        .add(new AccessKeys.WithSecret("AKIA" + user.id(), user.account(), "ada", "secret"), MILLIS);
            }
            return null;
        });
        assertThat(said(tx -> tx.users().remove("000000000000", "ada"))).isTrue();
        assertThat(said(tx -> tx.users().remove("000000000000", "ada"))).isFalse();
        assertThat(enabled("AKIAAIDA1")).isEmpty();
        assertThat(this.<Map<String, String>>read(tables -> tables.users().policies(ADA))).isEmpty();
        assertThat(this.<Map<String, String>>read(tables -> tables.users().policies(OTHER))).containsEntry("p", "{}");
        assertThat(enabled("AKIAAIDA2"))
                .contains(new AccessKeys.WithSecret("AKIAAIDA2", "111111111111", "ada", "secret"));
    }

    @Test
    void a_key_is_changed_only_with_the_user_whose_it_is() {
        add(ADA);
        write(tx -> {
            tx.accessKeys().add(new AccessKeys.WithSecret("AKIA1", "000000000000", "ada", "secret"), MILLIS);
            return null;
        });
        assertThat(said(tx -> tx.accessKeys().enable("111111111111", "ada", "AKIA1", false))).isFalse();
        assertThat(said(tx -> tx.accessKeys().remove("000000000000", "bob", "AKIA1"))).isFalse();
        assertThat(enabled("AKIA1")).isPresent();
        assertThat(said(tx -> tx.accessKeys().enable("000000000000", "ada", "AKIA1", false))).isTrue();
        assertThat(enabled("AKIA1")).isEmpty();
        assertThat(this.<List<AccessKeys.Listed>>read(tables -> tables.accessKeys().of("000000000000")))
                .containsExactly(new AccessKeys.Listed("AKIA1", "ada", false, MILLIS));
        assertThat(said(tx -> tx.accessKeys().remove("000000000000", "ada", "AKIA1"))).isTrue();
        assertThat(this.<List<AccessKeys.Listed>>read(tables -> tables.accessKeys().of("000000000000", "ada")))
                .isEmpty();
    }
}
