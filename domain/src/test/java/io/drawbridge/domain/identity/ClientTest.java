package io.drawbridge.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientTest {
    private static final ClientAddress HERE = new ClientAddress("2001:db8::7", "2001:db8::/64");
    private static final Reason REASON = new Reason(EventName.AUTH_FAILED, "bad-signature", "");
    private static final Client NETWORK = new Client.Network("2001:db8::/64");

    record Row(Identity identity, Client client, Client limited) {}

    static List<Row> rows() {
        return List.of(
                new Row(Identity.ANONYMOUS, NETWORK, NETWORK),
                new Row(
                        new Identity.Verified("user1", Set.of("admin"), Instant.MAX),
                        new Client.Subject("user1"),
                        new Client.Subject("user1")),
                new Row(
                        new Identity.Legacy("user1", "query:user_id"),
                        new Client.Claimed("user1", "2001:db8::/64"),
                        NETWORK),
                new Row(new Identity.Rejected(REASON), NETWORK, NETWORK),
                new Row(new Identity.Unknown(REASON), NETWORK, NETWORK));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_identity_has_its_client(Row row) {
        assertThat(Client.of(row.identity(), HERE)).isEqualTo(row.client());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_limit_counts_only_what_is_proven(Row row) {
        assertThat(Client.limited(row.identity(), HERE)).isEqualTo(row.limited());
    }

    @Test
    void every_kind_of_identity_is_in_the_table() {
        assertThat(rows().stream().map(row -> row.identity().getClass()).distinct())
                .hasSize(Identity.class.getPermittedSubclasses().length);
    }

    @Test
    void a_claim_is_never_the_client_of_the_one_that_it_claims_to_be() {
        Client real = Client.of(new Identity.Verified("user1", Set.of(), Instant.MAX), HERE);
        Client claimed = Client.of(new Identity.Legacy("user1", "query:user_id"), HERE);
        assertThat(claimed).isNotEqualTo(real);
        assertThat(claimed.label()).isNotEqualTo(real.label());
    }

    @Test
    void labels_of_different_clients_differ_also_when_a_subject_imitates_another_label() {
        List<Client> clients = List.of(
                new Client.Subject("a"),
                new Client.Claimed("a", "10.0.0.1"),
                new Client.Network("10.0.0.1"),
                new Client.Subject("a@10.0.0.1"),
                new Client.Claimed("a@10.0.0.1", "10.0.0.2"),
                new Client.Claimed("a", "10.0.0.2"),
                new Client.Subject("claimed:a@10.0.0.1"),
                new Client.Claimed("subject:a", "10.0.0.1"),
                new Client.Subject("address:10.0.0.1"),
                new Client.Claimed("", "10.0.0.1"),
                new Client.Subject(""));
        Set<String> labels = new HashSet<>();
        clients.forEach(client -> labels.add(client.label()));
        assertThat(labels).hasSameSizeAs(clients);
    }

    @Test
    void the_same_claim_from_two_networks_is_two_clients() {
        Identity claim = new Identity.Legacy("user1", "query:user_id");
        assertThat(Client.of(claim, HERE)).isNotEqualTo(Client.of(claim, new ClientAddress("10.0.0.1", "10.0.0.1")));
    }

    @Test
    void a_verified_identity_has_a_subject() {
        assertThatThrownBy(() -> new Identity.Verified("", Set.of(), Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
