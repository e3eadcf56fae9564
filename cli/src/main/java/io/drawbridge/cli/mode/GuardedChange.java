package io.drawbridge.cli.mode;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.output.OutputFormat;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.Session;
import io.drawbridge.cli.session.Terminal;
import java.io.PrintWriter;
import java.util.Locale;

/// Shows who is affected, asks, and only then changes, and only what was shown.
record GuardedChange(Session session, OutputOption output, Consent consent) {
    /// Makes a change.
    ///
    /// @param call the change itself; it names the version that it is meant for
    ExitCode make(AdminApi api, Call call) {
        Document document = api.ask(call.with("dryRun", "true"));
        Preview preview = new Preview(document);
        switch (consent.choice()) {
            case DRY_RUN -> {
                output.print(
                        session.out(),
                        document.node(),
                        () -> preview.render(session.ink()) + "\nDry run: nothing was changed.\n");
                return ExitCode.OK;
            }
            case ASK -> {
                show(preview);
                if (preview.changesSomething() && !isConfirmed()) {
                    session.err().println("Nothing was changed.");
                    session.err().flush();
                    return ExitCode.FINDINGS;
                }
            }
            case GIVEN -> show(preview);
        }
        Document done = api.ask(call);
        output.print(session.out(), done.node(), () -> told(done));
        return ExitCode.OK;
    }

    /// The preview is part of the answer for people; for a script it is not, and goes beside it.
    private void show(Preview preview) {
        PrintWriter out = output.format() == OutputFormat.TABLE ? session.out() : session.err();
        out.print(preview.render(session.ink()));
        out.flush();
    }

    private boolean isConfirmed() {
        Terminal terminal = session.terminal()
                .orElseThrow(() -> new CommandStopped(
                        ExitCode.USAGE,
                        "Nothing was changed: there is no terminal to ask on.",
                        "Say --yes to change it, or --dry-run to see only who is affected."));
        return terminal.ask("\nChange it? [y/N] ")
                .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                .filter(answer -> answer.equals("y") || answer.equals("yes"))
                .isPresent();
    }

    private static String told(Document done) {
        long version = done.number("version");
        return done.optionalText("edit")
                .map(SafeText::of)
                .map(edit -> "\nChanged: version " + version + ", edit " + edit
                        + ".\nTake it back with: drawbridge mode undo " + edit + "\n")
                .orElse("Nothing had to be changed: version " + version + " stays.\n");
    }
}
