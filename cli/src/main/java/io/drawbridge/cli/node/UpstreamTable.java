package io.drawbridge.cli.node;

import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.output.Table;
import tools.jackson.databind.JsonNode;

/// The services behind the gateway, one line for each address, and what was turned away before them.
final class UpstreamTable {
    static final String FIELD = "upstreams";

    private UpstreamTable() {}

    /// Empty where there is nothing to show.
    static String render(JsonNode status, Ink ink) {
        JsonNode upstreams = status.path(FIELD);
        if (upstreams.isEmpty()) {
            return "";
        }
        Table targets = Table.of(
                Table.text("UPSTREAM"),
                Table.text("TARGET"),
                Table.text("ADDRESS"),
                Table.text("STATE"),
                Table.number("IN FLIGHT"),
                Table.number("REQUESTS"),
                Table.number("FAILURES"));
        Table upstreamRows = Table.of(
                Table.text("UPSTREAM"),
                Table.number("CONNECTIONS"),
                Table.number("LIMIT"),
                Table.number("QUEUED"),
                Table.number("RETRIED"),
                Table.number("SHED"),
                Table.number("BUSY"),
                Table.number("NO TARGET"));
        for (JsonNode upstream : upstreams) {
            String name = upstream.path("name").asString("");
            for (JsonNode target : upstream.path("targets")) {
                targets.row(
                        name,
                        target.path("url").asString(""),
                        target.path("address").asString(""),
                        target.path("state").asString(""),
                        figure(target, "in_flight"),
                        figure(target, "requests"),
                        figure(target, "failures"));
            }
            upstreamRows.row(
                    name,
                    figure(upstream, "connections") + "/" + figure(upstream, "max_connections"),
                    figure(upstream, "concurrency_limit"),
                    figure(upstream, "queued"),
                    figure(upstream, "retried"),
                    figure(upstream, "shed"),
                    Long.toString(upstream.path("queue_full").asLong(0)
                            + upstream.path("queue_timeouts").asLong(0)),
                    figure(upstream, "without_target"));
        }
        return "\n" + targets.render(ink) + "\n" + upstreamRows.render(ink);
    }

    private static String figure(JsonNode node, String field) {
        return Long.toString(node.path(field).asLong(0));
    }
}
