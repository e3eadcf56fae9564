package io.drawbridge.cli.blocks;

import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// For how long somebody is blocked, and why.
final class BlockTerms {
    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How long: such as 30m, 24h, 7d, or permanent (default: ${DEFAULT-VALUE}).")
    String time = "24h";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read the list and the logs.")
    String reason = "";

    /// A wish that says so, and nothing else yet.
    ObjectNode wish() {
        ObjectNode wish = JsonMapper.shared().createObjectNode();
        wish.put("reason", reason);
        wish.put("for", time);
        return wish;
    }
}
