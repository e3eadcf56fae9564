package io.drawbridge.app;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.logging.log4j.core.config.Configurator;

/// `logs/app.log`: what the program itself has to say. The JDK makes loggers of its own before anybody knows where
/// the
/// log lies, when a process or an HTTP client is started, say; so Log4j begins with a configuration that writes
/// nothing
/// and is given this one later.
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
        URL configuration =
                Objects.requireNonNull(ApplicationLog.class.getResource("/app-log.xml"), "the log's configuration");
        try {
            Configurator.reconfigure(configuration.toURI());
        } catch (URISyntaxException wrong) {
            throw new IOException("the log's configuration cannot be read: " + configuration, wrong);
        }
    }
}
