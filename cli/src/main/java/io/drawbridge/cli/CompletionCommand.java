package io.drawbridge.cli;

import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `drawbridge completion`.
@Command(
        name = "completion",
        description = "Print a script that completes drawbridge's commands and options in a shell.",
        footer = {
            "Examples:",
            "  source <(drawbridge completion bash)",
            "  drawbridge completion bash > ~/.local/share/bash-completion/completions/drawbridge",
            "  source <(drawbridge completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    Shell shell = Shell.BASH;

    @Mixin
    final HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final Session session;

    CompletionCommand(Session session) {
        this.session = session;
    }

    /// The shells that there are scripts for.
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        // picocli's script looks itself which of the two shells runs it.
        session.out()
                .print(
                        switch (shell) {
                            case BASH, ZSH ->
                                AutoComplete.bash("drawbridge", spec.root().commandLine());
                        });
        session.out().flush();
        return ExitCode.OK.number();
    }
}
