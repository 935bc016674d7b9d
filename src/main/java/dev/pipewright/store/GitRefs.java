package dev.pipewright.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What branches and tags pointed to when they were seen last, so that each move of one is acted upon once, whether an
 * event tells of it or a look finds it.
 */
public final class GitRefs {
    private final Handle handle;

    GitRefs(Handle handle) {
        this.handle = handle;
    }

    /**
     * A repository, as one connection reaches it.
     *
     * @param connection the connection's id
     */
    public record Repository(String connection, String name) {}

    /**
     * What is known of a branch or tag.
     *
     * @param tip the commit it was seen to point to last
     * @param behind where it pointed before a look found it moved, while the events of that move may still come
     * @param toldAt when an event last told of it; empty when a look found it so
     */
    public record Known(String ref, String tip, Optional<String> behind, Optional<Instant> toldAt) {}

    /** The repositories of which anything is known. */
    public List<Repository> repositories() {
        return handle.createQuery("""
                        SELECT connection, repository FROM git_repository
                         UNION
                        SELECT connection, repository FROM git_ref""")
                .map((row, _) -> new Repository(row.getString("connection"), row.getString("repository")))
                .list();
    }

    /** Whether the repository is known as a whole, so that a branch that is not in the list is new. */
    public boolean isKnown(Repository repository) {
        return handle.createQuery(
                        "SELECT 1 FROM git_repository WHERE connection = :connection AND repository = :repository")
                .bind("connection", repository.connection())
                .bind("repository", repository.name())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** From now on the repository is known as a whole. */
    public void learn(Repository repository) {
        handle.createUpdate("""
                        INSERT INTO git_repository (connection, repository) VALUES (:connection, :repository)
                            ON CONFLICT DO NOTHING""")
                .bind("connection", repository.connection())
                .bind("repository", repository.name())
                .execute();
    }

    /** Forgets a repository and all its branches and tags. */
    public void forget(Repository repository) {
        for (var table : List.of("git_repository", "git_ref")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE connection = :connection AND repository = :repository")
                    .bind("connection", repository.connection())
                    .bind("repository", repository.name())
                    .execute();
        }
    }

    /** All that is known of the repository's branches and tags, by their full names. */
    public Map<String, Known> all(Repository repository) {
        return handle.createQuery("""
                        SELECT ref, tip, behind, told_at
                          FROM git_ref
                         WHERE connection = :connection AND repository = :repository""")
                .bind("connection", repository.connection())
                .bind("repository", repository.name())
                .map((row, _) -> known(row))
                .stream()
                .collect(Collectors.toMap(Known::ref, known -> known));
    }

    /** What is known of one branch or tag. */
    public Optional<Known> find(Repository repository, String ref) {
        return handle.createQuery("""
                        SELECT ref, tip, behind, told_at
                          FROM git_ref
                         WHERE connection = :connection AND repository = :repository AND ref = :ref""")
                .bind("connection", repository.connection())
                .bind("repository", repository.name())
                .bind("ref", ref)
                .map((row, _) -> known(row))
                .findOne();
    }

    /** Keeps what is known of a branch or tag. */
    public void put(Repository repository, Known known) {
        handle.createUpdate("""
                        INSERT INTO git_ref (connection, repository, ref, tip, behind, told_at)
                        VALUES (:connection, :repository, :ref, :tip, :behind, :told)
                            ON CONFLICT (connection, repository, ref)
                            DO UPDATE SET tip = excluded.tip, behind = excluded.behind, told_at = excluded.told_at""")
                .bind("connection", repository.connection())
                .bind("repository", repository.name())
                .bind("ref", known.ref())
                .bind("tip", known.tip())
                .bind("behind", known.behind().orElse(null))
                .bind("told", known.toldAt().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    /** Forgets a branch or tag, which is gone. */
    public void remove(Repository repository, String ref) {
        handle.createUpdate("""
                        DELETE FROM git_ref
                         WHERE connection = :connection AND repository = :repository AND ref = :ref""")
                .bind("connection", repository.connection())
                .bind("repository", repository.name())
                .bind("ref", ref)
                .execute();
    }

    private static Known known(ResultSet row) throws SQLException {
        var told = row.getObject("told_at");
        return new Known(
                row.getString("ref"),
                row.getString("tip"),
                Optional.ofNullable(row.getString("behind")),
                told == null ? Optional.empty() : Optional.of(Instant.ofEpochMilli(((Number) told).longValue())));
    }
}
