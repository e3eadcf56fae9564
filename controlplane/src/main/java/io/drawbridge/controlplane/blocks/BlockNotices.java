package io.drawbridge.controlplane.blocks;

import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.verdict.EventName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is told of blocks. The address of such an event is the blocked one, so that it ends the line in
/// `logs/security.log`; where from an operator did it is a detail.
final class BlockNotices {
    private final EventSink events;

    BlockNotices(EventSink events) {
        this.events = events;
    }

    void placed(Block block, Actor actor) {
        Map<String, String> details = details("placed", block, actor);
        details.put("until", until(block));
        events.record(new Notice(EventName.IP_BLOCKED, block.placedAt(), details, address(block.network())));
    }

    /// One event for the whole list: what is on it is in the list.
    void imported(List<Block> blocks, Actor actor) {
        Block first = blocks.getFirst();
        Map<String, String> details = details("imported", first, actor);
        details.put("network", blocks.size() == 1 ? first.network().toString() : blocks.size() + " networks");
        details.put("until", until(first));
        events.record(new Notice(EventName.IP_BLOCKED, first.placedAt(), details, Optional.empty()));
    }

    void lifted(Block block, Actor actor, Instant now) {
        events.record(
                new Notice(EventName.IP_UNBLOCKED, now, details("lifted", block, actor), address(block.network())));
    }

    void ended(int many, Instant now) {
        if (many > 0) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("action", "ended");
            details.put("blocks", String.valueOf(many));
            events.record(new Notice(EventName.IP_UNBLOCKED, now, details, Optional.empty()));
        }
    }

    private static Map<String, String> details(String action, Block block, Actor actor) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("action", action);
        details.put("network", block.network().toString());
        details.put("origin", block.origin().word());
        details.put("author", actor.name());
        actor.address().ifPresent(from -> details.put("from", from.text()));
        details.put("reason", block.reason().isEmpty() ? "-" : block.reason());
        if (block.offence() > 0) {
            details.put("offence", String.valueOf(block.offence()));
        }
        return details;
    }

    private static String until(Block block) {
        return block.endsAt().map(Instant::toString).orElse("lifted");
    }

    /// The address of a block of one client; a wider one has none.
    private static Optional<ClientAddress> address(Network network) {
        ClientAddress first = network.first().client();
        return network.isSingle() || Network.counted(first).equals(network) ? Optional.of(first) : Optional.empty();
    }
}
