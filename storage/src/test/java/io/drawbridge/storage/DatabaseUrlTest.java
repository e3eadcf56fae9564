package io.drawbridge.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.storage.DatabaseUrl.Postgresql;
import io.drawbridge.storage.DatabaseUrl.Sqlite;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "sqlite:///data/gateway.db, data/gateway.db",
        "sqlite:////var/lib/gateway.db, /var/lib/gateway.db",
        "jdbc:sqlite:/var/lib/gateway.db, /var/lib/gateway.db",
    })
    void three_slashes_are_relative_and_four_absolute(String url, String file) {
        assertThat(DatabaseUrl.parse(url)).isEqualTo(new Sqlite(Path.of(file)));
    }

    @Test
    void a_server_is_named_with_its_user_and_password() {
        Postgresql url =
                (Postgresql) DatabaseUrl.parse("postgresql://ann:p%40ss+w%2Frd@db.example:6432/own?sslmode=require");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/own?sslmode=require");
        assertThat(url.user()).contains("ann");
        assertThat(url.password())
                .hasValueSatisfying(
                        secret -> assertThat(secret.matches("p@ss+w/rd")).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db.example/own, ?sslmode=verify-full",
        "postgresql://10.0.0.5/own?ApplicationName=x, &sslmode=verify-full",
        "jdbc:postgresql://db.example:5432/own, ?sslmode=verify-full",
        "postgresql://localhost.example/own, ?sslmode=verify-full",
        "postgresql://db.example/own?sslmode=disable, ?sslmode=disable",
        "postgresql://127.0.0.1/own, /own",
        "postgresql://[::1]/own, /own",
        "postgresql://localhost/own, /own",
        "jdbc:postgresql://127.0.0.1:5433/own, /own",
    })
    void a_server_elsewhere_is_verified_unless_somebody_says_otherwise(String url, String end) {
        assertThat(((Postgresql) DatabaseUrl.parse(url)).jdbc()).endsWith(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:hunter2@db.example/own",
                "jdbc:postgresql://db.example/own?user=ann&password=hunter2",
            })
    void as_a_text_it_has_no_password(String url) {
        assertThat(DatabaseUrl.parse(url).toString()).contains("db.example").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gateway.db",
                "mysql://ann:hunter2@db.example/own",
                "sqlite:///",
                "sqlite:///:memory:",
                "jdbc:sqlite:file:gateway.db?mode=ro",
                "postgresql:///own",
                "postgresql://ann:hunter2@db.example/",
                "postgresql://ann:hun^ter2@db.example/own",
            })
    void what_is_no_database_is_refused_without_repeating_it(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("URL")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("hun^ter2")
                .hasNoCause();
    }
}
