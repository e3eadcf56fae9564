package io.drawbridge.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void it_is_made_with_its_folder_and_comes_back_with_its_data(Engine engine) {
        Path file = folder.resolve("data/gateway.db");
        try (Database database = engine.open(file)) {
            database.jdbi().useHandle(DatabaseTest::insertDecision);
        }
        try (Database database = engine.open(file)) {
            assertThat(decisions(database)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_committed_is_there_without_a_close(Engine engine) {
        Path file = folder.resolve("gateway.db");
        Database abandoned = engine.open(file);
        abandoned.jdbi().useTransaction(DatabaseTest::insertDecision);
        try (Database database = engine.open(file)) {
            assertThat(decisions(database)).isEqualTo(1);
        } finally {
            abandoned.close();
        }
    }

    @Test
    void only_its_owner_can_read_any_of_its_files() throws IOException {
        Path file = folder.resolve("gateway.db");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try (Database database = Database.open(file)) {
            database.jdbi().useTransaction(DatabaseTest::insertDecision);
            try (var files = Files.list(folder)) {
                List<Path> all = files.toList();
                assertThat(all)
                        .hasSizeGreaterThan(1)
                        .allSatisfy(one -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void it_has_the_settings_that_it_promises() {
        try (Database database = Database.open(folder.resolve("gateway.db"))) {
            assertThat(setting(database, "journal_mode")).isEqualTo("wal");
            assertThat(setting(database, "synchronous")).isEqualTo("2");
            assertThat(setting(database, "foreign_keys")).isEqualTo("1");
            assertThat(setting(database, "busy_timeout")).isEqualTo("10000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_writers_wait_for_one_another(Engine engine) throws Exception {
        try (Database database = engine.open(folder.resolve("gateway.db"));
                var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String prefix = writer + ":";
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        String id = prefix + i;
                        database.jdbi().useTransaction(handle -> {
                            handle.createQuery("SELECT count(*) FROM decision")
                                    .mapTo(Integer.class)
                                    .one();
                            handle.execute("INSERT INTO decision (id, document) VALUES (?, '{}')", id);
                        });
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(decisions(database)).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void many_can_open_a_new_one_at_the_same_time(Engine engine) throws Exception {
        for (int round = 0; round < 5; round++) {
            Path file = folder.resolve("gateway-" + round + ".db");
            CountDownLatch start = new CountDownLatch(1);
            try (var threads = Executors.newFixedThreadPool(6)) {
                List<Future<Integer>> openings = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    openings.add(threads.submit(() -> {
                        start.await();
                        try (Database database = engine.open(file)) {
                            return decisions(database);
                        }
                    }));
                }
                start.countDown();
                for (Future<Integer> opening : openings) {
                    assertThat(opening.get()).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_one_node_does_exclusively_no_other_does_at_the_same_time(Engine engine) throws Exception {
        Path file = folder.resolve("gateway.db");
        try (Database one = engine.open(file);
                Database other = engine.open(file);
                var threads = Executors.newFixedThreadPool(4)) {
            one.jdbi().useHandle(handle -> handle.execute("INSERT INTO decision (id, document) VALUES ('a', '0')"));
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                Database database = writer % 2 == 0 ? one : other;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        database.exclusively(Lock.BLOCKS, handle -> {
                            int count = handle.createQuery("SELECT document FROM decision WHERE id = 'a'")
                                    .mapTo(Integer.class)
                                    .one();
                            return handle.execute(
                                    "UPDATE decision SET document = ? WHERE id = 'a'", Integer.toString(count + 1));
                        });
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            String count = one.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT document FROM decision WHERE id = 'a'")
                            .mapTo(String.class)
                            .one());
            assertThat(count).isEqualTo("100");
        }
    }

    @Test
    void several_processes_can_open_a_new_one_at_the_same_time() throws Exception {
        Path file = folder.resolve("gateway.db");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OpeningProcess.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }
        try (Database database = Database.open(file)) {
            assertThat(decisions(database)).isZero();
        }
    }

    /// What one of several processes does.
    static final class OpeningProcess {
        public static void main(String[] arguments) {
            try (Database database = Database.open(Path.of(arguments[0]))) {
                decisions(database);
            }
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_left_alone() throws IOException {
        Path file = folder.resolve("gateway.db");
        String text = "These are the minutes of the meeting. ".repeat(200);
        Files.writeString(file, text);
        assertThatThrownBy(() -> Database.open(file).close())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("check that it is a file of this gateway");
        assertThat(file).hasContent(text);
    }

    private static void insertDecision(Handle handle) {
        handle.execute("INSERT INTO decision (id, document) VALUES ('a', '{}')");
    }

    private static int decisions(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM decision")
                        .mapTo(Integer.class)
                        .one());
    }

    private static String setting(Database database, String name) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }
}
