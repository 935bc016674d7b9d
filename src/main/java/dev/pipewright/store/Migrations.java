package dev.pipewright.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables of a database to what this program expects. Only forward. */
final class Migrations {
    private Migrations() {}

    /** Throws {@link StoreUnavailable} when the tables are of a newer program, are not ours, or cannot be written. */
    static void run(Sqlite sqlite, Path file) {
        DataSource dataSource = sqlite.dataSource();
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration/sqlite")
                .load();
        MigrationInfoService info = flyway.info();
        newest(info, MigrationState.FUTURE_SUCCESS).ifPresent(version -> {
            throw new StoreUnavailable(
                    "The database %s was written by a newer version of Pipewright (its tables are of version %s); %s"
                            .formatted(file, version, "use that one."));
        });
        if (info.current() == null && !isEmpty(dataSource)) {
            throw new StoreUnavailable("The database " + file + " is that of another program.");
        }
        try {
            flyway.migrate();
        } catch (FlywayException failure) {
            throw sqlite.unavailable(failure).orElseGet(() -> new StoreUnavailable(
                    "The database %s cannot be brought up to date: %s"
                            .formatted(file, failure.getMessage().strip().replaceAll("\\s+", " ")),
                    failure));
        }
    }

    private static boolean isEmpty(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1")) {
            return !tables.next();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Optional<MigrationVersion> newest(MigrationInfoService info, MigrationState state) {
        return Arrays.stream(info.all())
                .filter(migration -> migration.getState() == state)
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo);
    }
}
