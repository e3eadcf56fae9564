package io.drawbridge.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

class MigrationsTest {
    private static final Migration FIRST = new Migration(1, "first", """
            -- a comment; with a semicolon
            CREATE TABLE one (name TEXT);
            CREATE TRIGGER no_two BEFORE INSERT ON one WHEN (SELECT count(*) FROM one) > 0
            BEGIN
                SELECT RAISE(ABORT, 'one; and no more');
            END;
            """, "DROP TABLE one;");
    private static final Migration SECOND =
            new Migration(2, "second", "CREATE TABLE two (name TEXT);", "DROP TABLE two;");

    @TempDir
    Path folder;

    SQLiteDataSource source;

    @BeforeEach
    void emptyDatabase() {
        source = SqliteFile.source(folder.resolve("some.db"));
    }

    @Test
    void every_script_of_the_program_goes_up_down_and_up_again() throws SQLException {
        Migrations migrations = new Migrations(Dialect.SQLITE, InstantSource.system());
        List<Integer> ran = migrations.up(source);
        assertThat(ran).isNotEmpty().isSorted();
        List<String> schema = schema();
        assertThat(migrations.down(source, ran.size())).isEqualTo(ran.reversed());
        assertThat(schema()).containsExactly("changelog");
        assertThat(migrations.up(source)).isEqualTo(ran);
        assertThat(schema()).isEqualTo(schema);
    }

    @Test
    void every_script_goes_up_down_and_up_again_on_postgresql_too() throws SQLException {
        DatabaseUrl url = Engine.POSTGRESQL.url(folder.resolve("some.db"));
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(((DatabaseUrl.Postgresql) url).jdbc());
        server.setUser("postgres");
        server.setCurrentSchema("drawbridge");
        Migrations migrations = new Migrations(Dialect.POSTGRESQL, InstantSource.system());
        List<Integer> ran = migrations.up(server);
        assertThat(ran).isEqualTo(new Migrations(Dialect.SQLITE, InstantSource.system()).up(source));
        assertThat(tables(server)).containsAll(List.of("edit", "security_event", "decision", "account"));
        assertThat(migrations.down(server, ran.size())).isEqualTo(ran.reversed());
        assertThat(tables(server)).containsExactly("changelog");
        assertThat(migrations.up(server)).isEqualTo(ran);
    }

    private static List<String> tables(PGSimpleDataSource server) {
        return Jdbi.create(server)
                .withHandle(handle -> handle.createQuery(
                                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'drawbridge'")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void a_second_run_does_nothing() throws SQLException {
        Migrations migrations = new Migrations(Dialect.SQLITE, List.of(FIRST, SECOND), InstantSource.system());
        assertThat(migrations.up(source)).containsExactly(1, 2);
        assertThat(migrations.up(source)).isEmpty();
    }

    @Test
    void one_that_comes_late_runs_too_whatever_its_number() throws SQLException {
        new Migrations(Dialect.SQLITE, List.of(SECOND), InstantSource.system()).up(source);
        assertThat(new Migrations(Dialect.SQLITE, List.of(FIRST, SECOND), InstantSource.system()).up(source))
                .containsExactly(1);
    }

    @Test
    void a_run_that_fails_changes_nothing() throws SQLException {
        Migration broken = new Migration(3, "broken", "CREATE TABLE three (name TEXT); SELECT nonsense;", "");
        new Migrations(Dialect.SQLITE, List.of(FIRST), InstantSource.system()).up(source);
        List<String> before = schema();
        assertThatThrownBy(() -> new Migrations(Dialect.SQLITE, List.of(FIRST, SECOND, broken), InstantSource.system())
                        .up(source))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("3 (broken)")
                .hasMessageContaining("nothing was changed");
        assertThat(schema()).isEqualTo(before);
    }

    @Test
    void a_database_of_a_newer_version_is_refused() throws SQLException {
        new Migrations(Dialect.SQLITE, List.of(FIRST, SECOND), InstantSource.system()).up(source);
        assertThatThrownBy(() -> new Migrations(Dialect.SQLITE, List.of(FIRST), InstantSource.system()).up(source))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("[2]");
    }

    @Test
    void a_script_without_a_way_down_is_refused() throws IOException {
        Files.writeString(folder.resolve("001_oneway.sql"), "CREATE TABLE one (name TEXT);");
        assertThatThrownBy(() -> Migration.in(folder))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no way down");
    }

    @Test
    void two_scripts_of_one_number_are_refused() throws IOException {
        Files.writeString(folder.resolve("001_mine.sql"), Migration.UNDO);
        Files.writeString(folder.resolve("001_yours.sql"), Migration.UNDO);
        assertThatThrownBy(() -> Migration.in(folder))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("number 1");
    }

    @Test
    void they_are_found_inside_a_jar_too() throws Exception {
        Path jar = folder.resolve("storage with spaces.jar");
        Path classes = Path.of(Migration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        pack(classes, jar);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, new OnlyLibraries())) {
            var all = loader.loadClass(Migration.class.getName()).getDeclaredMethod("all");
            all.setAccessible(true);
            assertThat(all.invoke(null)).hasToString(Migration.all().toString());
        }
    }

    /// Hides this module's own classes, so that those in the jar are taken.
    private static final class OnlyLibraries extends ClassLoader {
        OnlyLibraries() {
            super(MigrationsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.drawbridge.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(one -> !one.equals(classes)).toList()) {
                String name = classes.relativize(file).toString();
                if (Files.isDirectory(file)) {
                    out.putNextEntry(new JarEntry(name + "/"));
                } else {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                }
                out.closeEntry();
            }
        }
    }

    private List<String> schema() {
        return new ArrayList<>(Jdbi.create(source)
                .withHandle(handle -> handle.createQuery(
                                "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
                        .mapTo(String.class)
                        .list()));
    }
}
