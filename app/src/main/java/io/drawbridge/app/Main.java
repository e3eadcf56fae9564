package io.drawbridge.app;

import io.drawbridge.app.demo.DemoCommand;
import io.drawbridge.cli.Drawbridge;
import io.drawbridge.cli.session.Session;
import java.nio.file.Path;
import java.util.Optional;

/// The program.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Programs programs = new Programs(Path.of(System.getProperty("drawbridge.home", ".")));
        programs.stopWithProcess();
        Session session = Session.ofProcess();
        int code = Drawbridge.commandLine(
                        session, new DemoCommand(session, programs), new RunCommand(session, programs))
                .execute(arguments);
        programs.finished();
        if (!programs.isStopping()) {
            System.exit(code);
        }
    }

    /// The version that the build gave, or `development` outside of a build.
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
