package io.drawbridge.controlplane.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Members;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.blocks.BlockExport;
import io.drawbridge.controlplane.blocks.BlockTime;
import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.readiness.SeenClient;
import io.drawbridge.domain.readiness.SeenSource;
import io.drawbridge.domain.route.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the admin API does with blocks: list, place, lift, import and export them.
final class BlockEndpoints {
    private static final Set<String> PLACE = Set.of("network", "reason", "for");
    private static final Set<String> IMPORT = Set.of("networks", "reason", "for");
    private static final int LONGEST_NETWORK = 64;
    private static final int MOST_CLIENTS = 100;

    private final Blocks blocks;
    private final SeenSource seen;
    private final BlockWarnings warnings;
    private final InstantSource clock;

    BlockEndpoints(Blocks blocks, SeenSource seen, BlockWarnings warnings, InstantSource clock) {
        this.blocks = blocks;
        this.seen = seen;
        this.warnings = warnings;
        this.clock = clock;
    }

    private record View(
            String network,
            String origin,
            String reason,
            String author,
            Instant placedAt,
            Optional<Instant> endsAt,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> offence) {
        static View of(Block block) {
            return new View(
                    block.network().toString(),
                    block.origin().word(),
                    block.reason(),
                    block.author(),
                    block.placedAt(),
                    block.endsAt(),
                    block.offence() == 0 ? Optional.empty() : Optional.of(block.offence()));
        }
    }

    private record Listed(long total, List<String> allowed, List<View> blocks, Optional<String> next) {}

    private record Step(boolean dryRun, View block, Affected affected, List<String> warnings) {}

    private record Lifted(boolean dryRun, View block) {}

    private record Imported(boolean dryRun, int networks, List<String> warnings) {}

    private record Affected(int clientsTotal, long requests, List<ClientView> clients) {}

    private record ClientView(String client, String address, String userAgent, Instant lastSeen, long requests) {}

    /// `GET /v1/blocks`
    Answer list(Identified exchange, byte[] body) throws BadRequest {
        int limit = Query.number(exchange, "limit", 100, 1, 1000);
        Optional<String> originText = Query.text(exchange, "origin");
        Optional<Block.Origin> origin = originText.flatMap(Block.Origin::of);
        if (originText.isPresent() && origin.isEmpty()) {
            throw Query.bad("The query's origin is not known.", "The origins are manual, imported and automatic.");
        }
        Optional<String> addressText = Query.text(exchange, "address");
        Optional<Address> address = addressText.flatMap(Address::parse);
        if (addressText.isPresent() && address.isEmpty()) {
            throw Query.bad("The query's address is not an IP address.", "Write it as 192.0.2.7 or 2001:db8::7.");
        }
        String after = Query.text(exchange, "after").orElse("");
        List<Block> found = blocks.list(origin, address, after, limit + 1);
        List<Block> page = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next =
                found.size() > limit ? Optional.of(page.getLast().network().toString()) : Optional.empty();
        return Json.answer(
                200,
                new Listed(
                        blocks.count(),
                        warnings.allowed().networks().stream()
                                .map(Network::toString)
                                .toList(),
                        page.stream().map(View::of).toList(),
                        next));
    }

    /// `POST /v1/blocks`
    Answer place(Identified exchange, byte[] body) throws BadRequest {
        Members members = Members.json(body).only(PLACE);
        Network network = network(members.requiredText("network", LONGEST_NETWORK));
        Actor actor = Actor.admin(exchange.address());
        Block block = blocks.draft(network, reason(members), time(members), actor);
        boolean dry = Query.flag(exchange, "dryRun");
        Affected affected = affected(network);
        List<String> remarks = warnings.of(network);
        if (!dry) {
            blocks.place(block, actor);
        }
        return Json.answer(dry ? 200 : 201, new Step(dry, View.of(block), affected, remarks));
    }

    /// `DELETE /v1/blocks?network=…`
    Answer lift(Identified exchange, byte[] body) throws BadRequest {
        Optional<String> text = Query.text(exchange, "network");
        if (text.isEmpty()) {
            throw Query.bad("The query has no network.", "Say which block is to be lifted, as it is listed.");
        }
        Network network = network(text.get());
        boolean dry = Query.flag(exchange, "dryRun");
        Optional<Block> lifted = dry
                ? blocks.list(Optional.empty(), Optional.of(network.first()), "", 1000).stream()
                        .filter(block -> block.network().equals(network))
                        .findFirst()
                : blocks.lift(network, Actor.admin(exchange.address()));
        return lifted.map(block -> Json.answer(200, new Lifted(dry, View.of(block))))
                .orElseGet(() -> unknown(network));
    }

    private Answer unknown(Network network) {
        List<Block> covering = blocks.list(Optional.empty(), Optional.of(network.first()), "", 10);
        return new Problem(
                        404,
                        "block-unknown",
                        "There is no such block",
                        network + " is not blocked as such.",
                        covering.isEmpty()
                                ? "GET /v1/blocks lists the blocks there are."
                                : "It lies in " + covering.getFirst().network() + ": lift that, or put the address on"
                                        + " the allow-list, which beats every block.")
                .answer();
    }

    /// `GET /v1/blocks/export`
    Answer export(Identified exchange, byte[] body) throws BadRequest {
        String format = Query.text(exchange, "format").orElse("plain");
        List<Block> all = new ArrayList<>();
        blocks.forEach(all::add);
        String text = switch (format) {
            case "plain" -> BlockExport.plain(all);
            case "nftables" -> BlockExport.nftables(all, warnings.allowed(), clock.instant());
            default -> throw Query.bad("The query's format is not known.", "The formats are plain and nftables.");
        };
        return new Answer(200, "text/plain; charset=utf-8", text, List.of(), List.of());
    }

    /// `POST /v1/blocks/import`
    Answer importAll(Identified exchange, byte[] body) throws BadRequest {
        Members members = Members.json(body).only(IMPORT);
        List<String> texts = members.texts("networks", LONGEST_NETWORK, Blocks.MOST_AT_ONCE);
        if (texts.isEmpty()) {
            throw Query.bad("There are no networks.", "Send networks, a list of addresses and ranges.");
        }
        Set<Network> networks = new LinkedHashSet<>();
        for (String text : texts) {
            networks.add(network(text));
        }
        String reason = reason(members);
        BlockTime time = time(members);
        List<String> remarks = new ArrayList<>();
        networks.forEach(network -> remarks.addAll(warnings.ofListed(network)));
        boolean dry = Query.flag(exchange, "dryRun");
        if (!dry) {
            blocks.placeAll(networks, reason, time, Actor.admin(exchange.address()));
        }
        return Json.answer(dry ? 200 : 201, new Imported(dry, networks.size(), remarks));
    }

    private Affected affected(Network network) {
        List<SeenClient> clients = seen.seenFrom(network);
        return new Affected(
                clients.size(),
                clients.stream().mapToLong(SeenClient::requests).sum(),
                clients.stream()
                        .limit(MOST_CLIENTS)
                        .map(client -> new ClientView(
                                client.client().label(),
                                client.address(),
                                client.userAgent(),
                                client.lastSeen(),
                                client.requests()))
                        .toList());
    }

    private static Network network(String text) throws BadRequest {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequest(new Problem(
                    400,
                    "network-invalid",
                    "This is not an address or a range",
                    String.valueOf(wrong.getMessage()),
                    "Write it as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32."));
        }
    }

    private static String reason(Members members) throws BadRequest {
        return members.text("reason", Block.LONGEST_TEXT).orElse("");
    }

    private static BlockTime time(Members members) throws BadRequest {
        Optional<String> text = members.text("for", 32);
        if (text.isEmpty()) {
            return BlockTime.USUAL;
        }
        try {
            return BlockTime.parse(text.get());
        } catch (IllegalArgumentException wrong) {
            throw Query.bad("The member for is not a time: " + wrong.getMessage() + ".", "Send such a time.");
        }
    }
}
