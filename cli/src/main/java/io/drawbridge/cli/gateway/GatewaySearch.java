package io.drawbridge.cli.gateway;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.Session;
import io.drawbridge.domain.identity.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Looks for the gateway: command line, environment, the demo's file. It keeps what it tried, to say so when it finds
/// nothing.
final class GatewaySearch {
    static final String URL_VARIABLE = "ADMIN_URL";
    static final String KEY_VARIABLE = "ADMIN_API_KEY";

    private final Session session;
    private final Optional<String> urlOption;
    private final Optional<Path> keyFileOption;
    private final List<String> tried = new ArrayList<>();

    GatewaySearch(Session session, Optional<String> urlOption, Optional<Path> keyFileOption) {
        this.session = session;
        this.urlOption = urlOption;
        this.keyFileOption = keyFileOption;
    }

    Gateway gateway() {
        Found url = url();
        URI parsed = parse(url);
        Found key = key(parsed);
        // Exactly what a field value may hold: anything else would fail later, with a message that shows the key.
        if (!key.value().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CommandStopped(
                    ExitCode.USAGE,
                    "The admin key from " + key.source() + " holds a space, or a character beyond ASCII.",
                    "It has to be the gateway's ADMIN_API_KEY and nothing else.");
        }
        return new Gateway(parsed, url.source(), new Secret(key.value()), key.source());
    }

    private Found url() {
        if (urlOption.isPresent()) {
            return new Found(urlOption.get(), "--admin-url");
        }
        tried.add("--admin-url: not given");
        Optional<String> variable = session.variable(URL_VARIABLE);
        if (variable.isPresent()) {
            return new Found(variable.get(), URL_VARIABLE);
        }
        tried.add(URL_VARIABLE + ": not set");
        Optional<DemoEnv> demo = demo();
        Optional<String> demoUrl = demo.flatMap(file -> file.value(URL_VARIABLE));
        if (demoUrl.isPresent()) {
            return new Found(demoUrl.get(), DemoEnv.SHOWN_PATH);
        }
        if (demo.isPresent()) {
            tried.add(DemoEnv.SHOWN_PATH + ": has no " + URL_VARIABLE);
        }
        throw notFound(
                "No gateway found.",
                "Start one with 'drawbridge demo', or say where its admin listener is, for example"
                        + " --admin-url http://127.0.0.1:9090");
    }

    private Found key(URI url) {
        tried.clear();
        if (keyFileOption.isPresent()) {
            return new Found(read(keyFileOption.get()), "--admin-key-file");
        }
        tried.add("--admin-key-file: not given");
        Optional<String> variable = session.variable(KEY_VARIABLE);
        if (variable.isPresent()) {
            return new Found(variable.get(), KEY_VARIABLE);
        }
        tried.add(KEY_VARIABLE + ": not set");
        Optional<DemoEnv> demo = demo();
        if (demo.isPresent()) {
            Optional<URI> demoUrl = demo.get().value(URL_VARIABLE).map(this::parseDemoUrl);
            Optional<String> demoKey = demo.get().value(KEY_VARIABLE);
            // The demo's key is for the demo: it is not shown to whoever listens at another address.
            if (demoUrl.isPresent() && !demoUrl.get().equals(url)) {
                tried.add(DemoEnv.SHOWN_PATH + ": its key is for " + demoUrl.get());
            } else if (demoUrl.isEmpty() || demoKey.isEmpty()) {
                tried.add(DemoEnv.SHOWN_PATH + ": lacks " + URL_VARIABLE + " or " + KEY_VARIABLE);
            } else {
                return new Found(demoKey.get(), DemoEnv.SHOWN_PATH);
            }
        }
        throw notFound(
                "No admin key found for the gateway at " + url + ".",
                "Set " + KEY_VARIABLE + " to the gateway's admin key, or give a file that holds it with"
                        + " --admin-key-file.");
    }

    private Optional<DemoEnv> demo() {
        return switch (DemoEnv.read(session.directory())) {
            case DemoEnv.Lookup.Present(DemoEnv file) -> Optional.of(file);
            case DemoEnv.Lookup.Absent() -> {
                tried.add(DemoEnv.SHOWN_PATH + ": no such file");
                yield Optional.empty();
            }
            case DemoEnv.Lookup.Unreadable(String why) -> {
                tried.add(DemoEnv.SHOWN_PATH + ": " + why);
                yield Optional.empty();
            }
        };
    }

    private URI parse(Found url) {
        try {
            URI uri = new URI(url.value());
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
            boolean complete = (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (complete) {
                String path = Objects.requireNonNullElse(uri.getRawPath(), "").replaceFirst("/+$", "");
                return new URI(scheme + "://" + uri.getRawAuthority() + path);
            }
        } catch (URISyntaxException _) {
            // Falls through to the same message.
        }
        throw new CommandStopped(
                ExitCode.USAGE,
                "The gateway's address from " + url.source() + " is no http or https URL: '" + url.value() + "'.",
                "It looks like http://127.0.0.1:9090");
    }

    private URI parseDemoUrl(String demoUrl) {
        return parse(new Found(demoUrl, DemoEnv.SHOWN_PATH));
    }

    private String read(Path file) {
        try {
            String key = Files.readString(session.directory().resolve(file), StandardCharsets.UTF_8)
                    .strip();
            if (!key.isEmpty()) {
                return key;
            }
            throw new CommandStopped(ExitCode.USAGE, "The admin key file " + file + " is empty.");
        } catch (IOException unreadable) {
            throw new CommandStopped(
                    ExitCode.USAGE,
                    "The admin key file " + file + " cannot be read: "
                            + unreadable.getClass().getSimpleName() + ".");
        }
    }

    private CommandStopped notFound(String message, String remedy) {
        List<String> hints = new ArrayList<>(tried);
        hints.add(remedy);
        return new CommandStopped(ExitCode.UNREACHABLE, message, hints);
    }

    private record Found(String value, String source) {
        Found {
            value = value.strip();
        }
    }
}
