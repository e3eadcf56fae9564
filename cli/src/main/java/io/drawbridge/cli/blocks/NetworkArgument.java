package io.drawbridge.cli.blocks;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.domain.network.Network;

/// An address or a range, as the command line says it.
final class NetworkArgument {
    private NetworkArgument() {}

    /// @throws CommandStopped where it is none
    static Network of(String text) {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandStopped(ExitCode.USAGE, "NETWORK: " + wrong.getMessage() + ".");
        }
    }
}
