package io.drawbridge.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.identity.Client;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    private static final PolicyName LEGACY_AUTH = new PolicyName("legacy-auth");
    private static final PolicyName OWNERSHIP = new PolicyName("ownership");
    private static final byte[] KEY = "a fixed key for the tests".getBytes(StandardCharsets.US_ASCII);
    private static final Buckets BUCKETS = new Buckets(KEY);
    /// The 99.9th percentile of chi-square with 99 degrees of freedom.
    private static final double CHI_SQUARE_99 = 148.23;

    /// Of all three kinds, many of them alike but for one digit, as real ones are.
    private static List<Client> clients(int number) {
        Random random = new Random(20250727);
        List<Client> clients = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            clients.add(
                    switch (i % 3) {
                        case 0 -> new Client.Subject("user" + i);
                        case 1 -> new Client.Claimed(Integer.toString(i), "127.0.0." + random.nextInt(255));
                        default -> new Client.Network("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
                    });
        }
        return clients;
    }

    @Test
    void shares_are_sticky_a_client_keeps_its_bucket_with_the_same_key() {
        Buckets afterRestart = new Buckets(KEY.clone());
        for (Client client : clients(5_000)) {
            assertThat(afterRestart.bucket(LEGACY_AUTH, client)).isEqualTo(BUCKETS.bucket(LEGACY_AUTH, client));
        }
    }

    @Test
    void shares_are_nested_who_is_in_at_one_percentage_is_in_at_every_greater_one() {
        List<Share> shares = new ArrayList<>();
        for (int percent = 0; percent <= 100; percent++) {
            shares.add(Share.parse(percent + "%"));
        }
        int[] members = new int[101];
        for (Client client : clients(100_000)) {
            int bucket = BUCKETS.bucket(LEGACY_AUTH, client);
            boolean wasIn = false;
            for (int percent = 0; percent <= 100; percent++) {
                boolean isIn = shares.get(percent).includes(bucket);
                assertThat(isIn || !wasIn)
                        .as("%s left between %d %% and %d %%", client, percent - 1, percent)
                        .isTrue();
                members[percent] += isIn ? 1 : 0;
                wasIn = isIn;
            }
        }
        assertThat(members[0]).isZero();
        assertThat(members[100]).isEqualTo(100_000);
        assertThat(members).isSorted();
    }

    @Test
    void a_raised_share_raises_the_mode_of_clients_and_lowers_nobodys() {
        List<Client> clients = clients(300);
        for (int percent = 1; percent <= 100; percent++) {
            Stance before = new Stance(Mode.WARN, Mode.ENFORCE, new Share(100 * (percent - 1)));
            Stance after = new Stance(Mode.WARN, Mode.ENFORCE, new Share(100 * percent));
            for (Client client : clients) {
                assertThat(after.modeFor(LEGACY_AUTH, client, BUCKETS))
                        .isGreaterThanOrEqualTo(before.modeFor(LEGACY_AUTH, client, BUCKETS));
            }
        }
    }

    @Test
    void shares_are_even_clients_fall_into_all_hundredths_alike() {
        int[] cells = new int[100];
        for (Client client : clients(100_000)) {
            cells[BUCKETS.bucket(LEGACY_AUTH, client) / 100]++;
        }
        assertThat(chiSquare(cells, 1_000)).isLessThan(CHI_SQUARE_99);
    }

    @Test
    void policies_deal_apart_the_bucket_for_one_says_nothing_about_the_bucket_for_another() {
        int[] cells = new int[100];
        int same = 0;
        for (Client client : clients(100_000)) {
            int one = BUCKETS.bucket(LEGACY_AUTH, client);
            int other = BUCKETS.bucket(OWNERSHIP, client);
            cells[one / 1_000 * 10 + other / 1_000]++;
            same += one == other ? 1 : 0;
        }
        assertThat(chiSquare(cells, 1_000)).isLessThan(CHI_SQUARE_99);
        // Ten are expected.
        assertThat(same).isLessThan(40);
    }

    @Test
    void another_key_deals_otherwise() {
        Buckets others = new Buckets("another key of the tests".getBytes(StandardCharsets.US_ASCII));
        List<Client> clients = clients(2_000);
        assertThat(clients.stream()
                        .filter(c -> others.bucket(LEGACY_AUTH, c) == BUCKETS.bucket(LEGACY_AUTH, c))
                        .count())
                .isLessThan(10);
    }

    @Test
    void a_bucket_cannot_be_shifted_from_the_policy_name_into_the_client() {
        Client client = new Client.Subject("b");
        assertThat(BUCKETS.bucket(new PolicyName("a"), new Client.Subject("b")))
                .isEqualTo(BUCKETS.bucket(new PolicyName("a"), client));
        assertThat(BUCKETS.bucket(new PolicyName("as"), client))
                .isNotEqualTo(BUCKETS.bucket(new PolicyName("a"), client));
    }

    private static double chiSquare(int[] cells, double expected) {
        double sum = 0;
        for (int cell : cells) {
            sum += (cell - expected) * (cell - expected) / expected;
        }
        return sum;
    }

    @Test
    void a_bucket_key_is_at_least_sixteen_bytes() {
        assertThatThrownBy(() -> new Buckets(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
        assertThat(new Buckets(new byte[16]).bucket(LEGACY_AUTH, new Client.Subject("a")))
                .isBetween(0, 9_999);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0%",
        "0%, 0, 0%",
        "25%, 2500, 25%",
        "25, 2500, 25%",
        "' 25% ', 2500, 25%",
        "0.5%, 50, 0.5%",
        "0.05%, 5, 0.05%",
        "0.01%, 1, 0.01%",
        "12.34%, 1234, 12.34%",
        "12.30%, 1230, 12.3%",
        "099.99%, 9999, 99.99%",
        "100, 10000, 100%",
        "100.00%, 10000, 100%"
    })
    void a_share_is_read_as_people_write_it_and_written_shortly(String text, int basisPoints, String written) {
        Share share = Share.parse(text);
        assertThat(share.basisPoints()).isEqualTo(basisPoints);
        assertThat(share).hasToString(written);
        assertThat(Share.parse(share.toString())).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "%", "a", "-1%", "+5%", "101%", "100.01%", "1e2", "0.001%", "25%%", "25 %", ".5", "5.", "1000",
                "٢٥%"
            })
    void what_is_no_share_is_refused_with_the_text_that_was_given(String text) {
        assertThatThrownBy(() -> Share.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void a_share_is_never_less_than_none_nor_more_than_all(int basisPoints) {
        assertThatThrownBy(() -> new Share(basisPoints)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_edges_of_a_share_are_exact() {
        assertThat(new Share(0).includes(0)).isFalse();
        assertThat(new Share(1).includes(0)).isTrue();
        assertThat(new Share(1).includes(1)).isFalse();
        assertThat(Share.ALL.includes(9_999)).isTrue();
        assertThat(Share.ALL.isAll()).isTrue();
        assertThat(new Share(9_999).isAll()).isFalse();
    }
}
