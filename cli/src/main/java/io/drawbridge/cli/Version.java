package io.drawbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The program's version, as the build wrote it.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Version.class.getResourceAsStream("build.properties"), "build.properties")) {
            built.load(in);
        }
        return new String[] {
            "drawbridge " + built.getProperty("version"),
            "on Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
