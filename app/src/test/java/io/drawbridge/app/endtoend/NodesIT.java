package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Three real gateways on one PostgreSQL and one Redis. What happens to them while things die is in
/// `NodesFaults`.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesIT {
    @TempDir
    private static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @Test
    @Order(1)
    void an_edit_on_one_node_holds_on_all() {
        cluster.setMode(0, "legacy-auth", "warn");
        for (int i = 0; i < Cluster.NODES; i++) {
            Running node = cluster.node(i);
            Eventually.holds("warn on every node", () -> {
                try {
                    return node.mode("legacy-auth").equals("warn");
                } catch (IOException failure) {
                    return false;
                }
            });
        }
        assertThat(cluster.status(2).path("node").asString()).isEqualTo("node-2");
    }

    @Test
    @Order(2)
    void sixty_a_minute_are_sixty_over_three_nodes() throws IOException {
        assertThat(cluster.admitted("ann", 150)).isBetween(57, 63);
    }

    @Test
    @Order(3)
    void every_node_explains_what_another_one_refused_and_reports_the_sum() throws IOException {
        for (int i = 0; i < Cluster.NODES; i++) {
            Reply refused = cluster.node(i).get("/load/1?user_id=somebody-else", Cluster.bearer("bob"));
            assertThat(refused.status()).isEqualTo(403);
            String decision = refused.json().path("decision_id").asString();
            Running other = cluster.node((i + 1) % Cluster.NODES);
            Eventually.holds("it is explained elsewhere", () -> {
                try {
                    return other.admin("GET", "/v1/decisions/" + decision, "").status() == 200;
                } catch (IOException failure) {
                    return false;
                }
            });
        }
        Eventually.holds("the report has all three", () -> {
            try {
                JsonNode report = cluster.node(0)
                        .admin("GET", "/v1/readiness?policy=ownership&route=load", "")
                        .json();
                return report.path("policies").path(0).path("refused").asLong() == Cluster.NODES;
            } catch (IOException failure) {
                return false;
            }
        });
    }

    @Test
    @Order(4)
    void a_block_on_one_node_holds_on_all_and_so_does_lifting_it() throws IOException {
        String body = "{\"network\":\"127.0.0.77\",\"reason\":\"test\",\"for\":\"1h\"}";
        assertThat(cluster.node(1).admin("POST", "/v1/blocks", body).status()).isBetween(200, 201);
        for (int i = 0; i < Cluster.NODES; i++) {
            Running node = cluster.node(i);
            Eventually.holds("blocked on every node", () -> status(node, "127.0.0.77") == 403);
        }
        assertThat(cluster.node(2)
                        .admin("DELETE", "/v1/blocks?network=127.0.0.77", "")
                        .status())
                .isBetween(200, 204);
        for (int i = 0; i < Cluster.NODES; i++) {
            Running node = cluster.node(i);
            Eventually.holds("let in on every node", () -> status(node, "127.0.0.77") == 200);
        }
        assertThat(cluster.node(0)
                        .admin("POST", "/v1/blocks", body.replace("0.77", "0.78"))
                        .status())
                .isBetween(200, 201);
    }

    private static int status(Running node, String from) {
        try (Wire wire = node.from(from)) {
            return wire.send("GET", "/load/1", Cluster.bearer("ann")).status();
        } catch (IOException failure) {
            return 0;
        }
    }

    @Test
    @Order(5)
    void without_its_database_a_node_goes_on_starts_again_and_says_so() throws IOException {
        long version = cluster.status(0).path("snapshot_version").asLong();
        Path copy = cluster.data(1).resolve("last-blocks.txt");
        Eventually.holds("the blocks are copied to the node's disk", () -> {
            try {
                return Files.exists(copy) && Files.readString(copy).contains("127.0.0.78");
            } catch (IOException failure) {
                return false;
            }
        });
        cluster.toPostgres.cut();
        assertThat(cluster.node(0).get("/load/1", Cluster.bearer("ann")).status())
                .isEqualTo(200);
        Reply edit = cluster.node(0).admin("PUT", "/v1/policies/legacy-auth/mode", "{\"mode\":\"monitor\"}");
        assertThat(edit.status()).isEqualTo(503);
        assertThat(edit.json().path("code").asString()).isEqualTo("database-away");
        cluster.kill(1);
        cluster.startAgain(1);
        assertThat(cluster.node(1).get("/load/1", Cluster.bearer("ann")).status())
                .isEqualTo(200);
        // It begins with the blocks on its disk.
        assertThat(status(cluster.node(1), "127.0.0.78")).isEqualTo(403);
        JsonNode status = cluster.status(1);
        assertThat(status.path("snapshot_version").asLong()).isEqualTo(version);
        assertThat(status.path("snapshot_from").asString()).startsWith("disk");
        assertThat(status.path("database").path("state").asString()).isEqualTo("away");
        cluster.toPostgres.mend();
        cluster.awaitWhole();
        assertThat(cluster.setMode(1, "legacy-auth", "monitor")).isEqualTo(version + 1);
    }

    @Test
    @Order(6)
    void without_redis_each_node_limits_for_itself_and_together_again_after_it() throws Exception {
        cluster.redis.kill();
        Eventually.holds(
                "it is noticed",
                () -> cluster.status(0).path("redis").path("state").asString().equals("away"));
        assertThat(cluster.node(0).get("/probe", Cluster.bearer("cid")).status())
                .isEqualTo(200);
        cluster.redis.startAgain();
        cluster.awaitWhole();
        assertThat(cluster.admitted("dan", 150)).isBetween(57, 63);
    }
}
