package io.drawbridge.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `logs/app.log`: what the program itself has to say. Log4j reads these properties when the first logger is made,
/// which is why they are
/// set before anything else is.
final class ApplicationLog {
    private ApplicationLog() {}

    static void begin(Path folder, System.Logger.Level level) throws IOException {
        Files.createDirectories(folder);
        System.setProperty("drawbridge.logs", folder.toString());
        System.setProperty(
                "drawbridge.log.level",
                switch (level) {
                    case ALL, TRACE -> "TRACE";
                    case DEBUG -> "DEBUG";
                    case INFO -> "INFO";
                    case WARNING -> "WARN";
                    case ERROR -> "ERROR";
                    case OFF -> "OFF";
                });
    }
}
