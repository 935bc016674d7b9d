package dev.pipewright.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables of a database to what this program expects. Only forward. */
final class Migrations {
    private Migrations() {}

    /** Throws {@link StoreUnavailable} when the tables are of a newer program, or are not ours. */
    static void run(DataSource dataSource, Path file) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration/sqlite")
                .load();
        newest(flyway, MigrationState.FUTURE_SUCCESS).ifPresent(version -> {
            throw new StoreUnavailable(
                    "The database %s was written by a newer version of Pipewright (its tables are of version %s); use that one."
                            .formatted(file, version));
        });
        try {
            flyway.migrate();
        } catch (FlywayException failure) {
            throw new StoreUnavailable(
                    "The database %s cannot be brought up to date: %s"
                            .formatted(file, failure.getMessage().strip().replaceAll("\\s+", " ")),
                    failure);
        }
    }

    private static Optional<MigrationVersion> newest(Flyway flyway, MigrationState state) {
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState() == state)
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo);
    }
}
