package io.drawbridge.controlplane.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class AccountsTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private Accounts accounts;

    @BeforeEach
    void open() {
        database = engine.open(folder.resolve("drawbridge.db"));
        accounts = accounts(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    static Accounts accounts(Database database, TestClock clock) {
        return new Accounts(
                database.jdbi(), clock, new PasswordHash.Cost(64, 1, 1), new HashingGate(4, Duration.ofSeconds(30)));
    }

    @Test
    void who_was_created_can_log_in() throws Exception {
        Account ann = create("ann", "admin", "user");

        assertThat(accounts.login("ann", PASSWORD)).isEqualTo(new Accounts.Login.Accepted(ann));
        assertThat(ann.roles()).containsExactly("admin", "user");
        assertThat(ann.createdAt()).isEqualTo(TestClock.START);
    }

    @Test
    void names_that_differ_in_case_or_width_alone_are_one_name() throws Exception {
        create("Ann");

        assertThat(accounts.create(new NewAccount("aNN", Set.of()), PASSWORD)).isEqualTo(new Accounts.Creation.Taken());
        assertThat(accounts.login("ANN", PASSWORD)).isInstanceOf(Accounts.Login.Accepted.class);
        assertThat(accounts.login("\uff41nn", PASSWORD)).isInstanceOf(Accounts.Login.Accepted.class);
    }

    @Test
    void an_id_belongs_to_one_user() throws Exception {
        NewAccount first = new NewAccount(Optional.of("user1"), "ann", Optional.empty(), Set.of());
        NewAccount second = new NewAccount(Optional.of("user1"), "bob", Optional.empty(), Set.of());

        assertThat(accounts.create(first, PASSWORD)).isInstanceOf(Accounts.Creation.Created.class);
        assertThat(accounts.create(second, PASSWORD)).isEqualTo(new Accounts.Creation.Taken());
        assertThat(accounts.find("user1").orElseThrow().username()).isEqualTo("ann");
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_told_apart_for_operators_alone() throws Exception {
        create("ann");

        assertThat(accounts.login("ann", "wrong horse battery"))
                .isEqualTo(new Accounts.Login.Rejected("wrong-password"));
        assertThat(accounts.login("bob", PASSWORD)).isEqualTo(new Accounts.Login.Rejected("unknown-user"));
    }

    @Test
    void a_login_is_remembered_by_its_time() throws Exception {
        Account ann = create("ann");
        assertThat(accounts.find(ann.id()).orElseThrow().lastLogin()).isEmpty();
        clock.pass(Duration.ofHours(3));

        accounts.login("ann", "wrong horse battery");
        assertThat(accounts.find(ann.id()).orElseThrow().lastLogin()).isEmpty();

        accounts.login("ann", PASSWORD);
        assertThat(accounts.find(ann.id()).orElseThrow().lastLogin())
                .contains(TestClock.START.plus(Duration.ofHours(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "elevenchars", "long-name-of-ann"})
    void a_weak_password_is_refused(String weak) throws Exception {
        assertThat(accounts.create(new NewAccount("long-name-of-ann", Set.of()), weak))
                .isInstanceOf(Accounts.Creation.WeakPassword.class);
        assertThat(accounts.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "a\u202eb", "<ann>", "a'b"})
    void a_name_that_could_be_mistaken_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NewAccount(name, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Admin", "a b", "a,b", "-a"})
    void a_role_is_one_plain_word(String role) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NewAccount("ann", Set.of(role)));
    }

    @Test
    void users_are_listed_by_name() throws Exception {
        create("bob");
        create("Ann");

        assertThat(accounts.list()).extracting(Account::username).containsExactly("Ann", "bob");
    }

    @Test
    void the_password_is_not_in_the_database() throws Exception {
        create("ann");

        String stored = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT password FROM account")
                        .mapTo(String.class)
                        .one());
        assertThat(stored).startsWith("$argon2id$").doesNotContain(PASSWORD);
    }

    private Account create(String name, String... roles) throws InterruptedException {
        return ((Accounts.Creation.Created) accounts.create(new NewAccount(name, Set.of(roles)), PASSWORD)).account();
    }
}
