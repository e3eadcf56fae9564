package io.drawbridge.cli.session;

import picocli.CommandLine.Option;

/// The help option that every command has; a picocli mixin.
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean wanted;
}
