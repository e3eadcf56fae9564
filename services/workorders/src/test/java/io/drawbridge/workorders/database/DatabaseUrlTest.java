package io.drawbridge.workorders.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.workorders.database.DatabaseUrl.Postgresql;
import io.drawbridge.workorders.database.DatabaseUrl.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "sqlite:///data/orders.db, data/orders.db",
        "sqlite:////var/lib/orders.db, /var/lib/orders.db",
        "jdbc:sqlite:/var/lib/orders.db, /var/lib/orders.db",
        "jdbc:sqlite:orders.db, orders.db",
    })
    void three_slashes_are_relative_and_four_absolute(String url, String file) {
        assertThat(DatabaseUrl.parse(url)).isEqualTo(new Sqlite(Path.of(file)));
    }

    @Test
    void a_server_is_named_with_its_user() {
        var url = (Postgresql)
                DatabaseUrl.parse("postgresql://tech:p%40ss+w%2Frd@db.example:6432/orders?sslmode=verify-full");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/orders?sslmode=verify-full");
        assertThat(url.credentials()).hasValueSatisfying(credentials -> {
            assertThat(credentials.user()).isEqualTo("tech");
            assertThat(credentials.reveal()).isEqualTo("p@ss+w/rd");
        });
    }

    @Test
    void the_port_and_the_user_may_be_left_out() {
        var url = (Postgresql) DatabaseUrl.parse("postgres://[::1]/orders");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://[::1]:5432/orders");
        assertThat(url.credentials()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://tech:hunter2@db.example/orders",
                "jdbc:postgresql://db.example/orders?user=tech&password=hunter2",
            })
    void a_url_as_text_has_no_password(String url) {
        assertThat(DatabaseUrl.parse(url).toString()).contains("db.example").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders.db",
                "mysql://tech:hunter2@db.example/orders",
                "sqlite:///",
                "sqlite:///:memory:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:file:orders.db?mode=ro",
                "postgresql:///orders",
                "postgresql://tech:hunter2@db.example",
                "postgresql://tech:hunter2@db.example/",
                "postgresql://tech:hunter2@bad host/orders",
                "postgresql://tech:hun^ter2@db.example/orders",
            })
    void what_is_no_database_is_refused_without_repeating_it(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("URL")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("hun^ter2")
                .hasNoCause();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_new_file_is_for_its_owner_alone(@TempDir Path folder) throws IOException {
        var file = folder.resolve("deeper/orders.db");
        try (var database = Database.open(new Sqlite(file))) {
            new Migrations(database).up();
            database.check();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_database_that_cannot_be_opened_says_which(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("letters.txt"), "no database, but a letter long enough to look like one");
        assertThatThrownBy(() -> Database.open(new Sqlite(file)))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("letters.txt");
    }
}
