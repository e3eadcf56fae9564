package io.drawbridge.workorders.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class MigrationsTest {
    private final Engine engine;

    @TempDir
    private Path folder;

    private DatabaseUrl url;
    private Database database;
    private Migrations migrations;

    MigrationsTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void open() {
        url = engine.fresh(folder);
        database = Database.open(url);
        migrations = new Migrations(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> tables() {
        String query = switch (database.kind()) {
            case SQLITE -> "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
            case POSTGRESQL -> "SELECT table_name FROM information_schema.tables WHERE table_schema = 'workorders'";
        };
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private List<String> indexes() {
        String query = switch (database.kind()) {
            case SQLITE -> "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'work_orders_by%'";
            case POSTGRESQL -> "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'work_orders_by%'";
        };
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    @Test
    void up_makes_everything_and_a_second_time_changes_nothing() {
        migrations.up();
        migrations.up();
        assertThat(migrations.version()).isEqualTo(Migrations.LATEST);
        assertThat(tables()).containsExactlyInAnyOrder("schema_version", "work_orders", "dispensers");
        assertThat(indexes()).containsExactlyInAnyOrder("work_orders_by_date", "work_orders_by_status");
    }

    @Test
    void down_takes_back_step_by_step_and_up_comes_back() {
        migrations.up();
        migrations.to(1);
        assertThat(migrations.version()).isEqualTo(1);
        assertThat(tables()).contains("work_orders", "dispensers");
        assertThat(indexes()).isEmpty();
        migrations.to(0);
        assertThat(migrations.version()).isZero();
        assertThat(tables()).containsExactly("schema_version");
        migrations.up();
        assertThat(tables()).contains("work_orders", "dispensers");
        assertThat(indexes()).hasSize(2);
    }

    @Test
    void a_database_of_a_newer_program_is_left_alone() {
        migrations.up();
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO schema_version (version) VALUES (99)"));
        assertThatThrownBy(migrations::up)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("newer program");
    }

    @Test
    void there_is_no_version_before_the_first_or_after_the_last() {
        assertThatThrownBy(() -> migrations.to(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> migrations.to(Migrations.LATEST + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_step_that_fails_leaves_nothing_of_itself() {
        database.jdbi().useHandle(handle -> {
            if (database.kind() == Database.Kind.POSTGRESQL) {
                handle.execute("CREATE SCHEMA workorders");
            }
            // In the way of the first step's second table.
            handle.execute("CREATE TABLE dispensers (id TEXT)");
        });
        assertThatThrownBy(migrations::up).isInstanceOf(RuntimeException.class);
        assertThat(tables()).containsExactly("dispensers");
    }

    @Test
    void programs_that_start_at_once_do_it_once() throws Exception {
        int starters = 4;
        var barrier = new CyclicBarrier(starters);
        Callable<Integer> starter = () -> {
            try (var own = Database.open(url)) {
                barrier.await();
                new Migrations(own).up();
                return new Migrations(own).version();
            }
        };
        try (var threads = Executors.newFixedThreadPool(starters)) {
            var results = new ArrayList<Future<Integer>>();
            for (int count = 0; count < starters; count++) {
                results.add(threads.submit(starter));
            }
            for (var result : results) {
                assertThat(result.get()).isEqualTo(Migrations.LATEST);
            }
        }
        assertThat(tables()).hasSize(3);
    }
}
