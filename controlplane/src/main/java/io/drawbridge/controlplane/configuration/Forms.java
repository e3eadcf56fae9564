package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.route.PathTemplate;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The forms of single values. Each parser's message says what is wrong and how it is right.
final class Forms {
    static final Form<String> TEXT = Form.open("a text", Function.identity());

    static final Form<Boolean> FLAG = Form.closed("true or false", Forms::flag);

    static final Form<Rate> RATE = Form.closed("a rate, such as 5/minute", Rate::parse);

    static final Form<Share> SHARE = Form.closed("a percentage, such as 25%", Share::parse);

    static final Form<Mode> MODE = Form.closed("off, monitor, warn or enforce", Forms::mode);

    static final Form<RateLimitSpec.Key> LIMIT_KEY = Form.closed("client or address", Forms::limitKey);

    static final Form<ListenSpec> LISTEN =
            Form.closed("an address to listen on, such as 127.0.0.1:8080", ListenSpec::parse);

    static final Form<PathTemplate> TEMPLATE = Form.open("a path", PathTemplate::parse);

    static final Form<RouteName> ROUTE_NAME = Form.open("a route's name", RouteName::new);

    static final Form<RequestField> REQUEST_FIELD =
            Form.open("query:NAME, path:NAME or header:NAME", RequestField::parse);

    static final Form<String> METHOD = Form.open("an HTTP method in capitals, such as GET", Forms::method);

    static final Form<String> FIELD_NAME = Form.open("an HTTP field name, such as X-User-Id", Forms::fieldName);

    static final Form<String> ROLE = Form.open("a role's name", Forms::role);

    static final Form<Path> DIRECTORY = Form.open("a directory", Forms::directory);

    static final Form<Authority> UPSTREAM_URL = Form.open("a URL of the form http://host:port", Forms::upstreamUrl);

    static final Form<UpstreamUrl> UPSTREAM =
            Form.open("a URL of the form http://host:port or https://host:port", Forms::upstream);

    static final Form<String> ORIGIN = Form.open("an origin, such as https://app.example.com", Forms::origin);

    static final Form<URI> PAGE = Form.open("the URL of a page, such as https://docs.example.com/migrate", Forms::page);

    static final Form<String> CSP =
            Form.open("a Content-Security-Policy, such as \"default-src 'self'\"", Forms::contentSecurityPolicy);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?(B|KiB|MiB)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private Forms() {}

    private static String contentSecurityPolicy(String text) {
        if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "a Content-Security-Policy is one line of ASCII, such as \"default-src 'self'\", unlike "
                            + Problem.quoted(text));
        }
        return text.strip();
    }

    static Form<Duration> duration(Duration least, Duration most) {
        String range = "from " + Amounts.text(least) + " to " + Amounts.text(most);
        return Form.closed("a duration " + range + ", such as 30s or 5m", text -> {
            Matcher match = DURATION.matcher(text);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "a duration is a number and ms, s, m, h or d, such as 30s or 5m, not " + Problem.quoted(text));
            }
            long number = Long.parseLong(match.group(1));
            Duration duration = switch (match.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException("this is " + range + ", not " + text);
            }
            return duration;
        });
    }

    /// Sizes in bytes.
    static Form<Integer> size(int least, int most) {
        String range = "from " + Amounts.size(least) + " to " + Amounts.size(most);
        return Form.closed("a size " + range + ", such as 16KiB", text -> {
            Matcher match = SIZE.matcher(text);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "a size is a number and B, KiB or MiB, such as 16KiB, not " + Problem.quoted(text));
            }
            long number = Long.parseLong(match.group(1));
            long bytes = switch (match.group(2)) {
                case "B" -> number;
                case "KiB" -> number << 10;
                default -> number << 20;
            };
            if (bytes < least || bytes > most) {
                throw new IllegalArgumentException("this is " + range + ", not " + text);
            }
            return (int) bytes;
        });
    }

    static Form<Integer> number(int least, int most) {
        String range = "a number from " + least + " to " + most;
        return Form.closed(range, text -> {
            if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException("this is " + range + ", not " + Problem.quoted(text));
            }
            return Integer.parseInt(text);
        });
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("this is true or false, not " + Problem.quoted(text));
        };
    }

    private static Mode mode(String text) {
        List<String> words = Arrays.stream(Mode.values()).map(Mode::word).toList();
        return Mode.of(text)
                .orElseThrow(() -> new IllegalArgumentException("there is no mode " + Problem.quoted(text)
                        + DidYouMean.question(text, words) + Reading.among(words)));
    }

    private static RateLimitSpec.Key limitKey(String text) {
        return Arrays.stream(RateLimitSpec.Key.values())
                .filter(key -> key.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "clients are counted by client or by address, not by " + Problem.quoted(text)));
    }

    private static String method(String text) {
        if (!Tokens.isToken(text)) {
            throw new IllegalArgumentException(Problem.quoted(text) + " is not an HTTP method");
        }
        if (!text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("methods are written in capitals: "
                    + Problem.quoted(text.toUpperCase(Locale.ROOT)) + " and not " + Problem.quoted(text));
        }
        if (text.equals("CONNECT")) {
            throw new IllegalArgumentException("the gateway makes no tunnels: remove CONNECT");
        }
        return text;
    }

    private static String fieldName(String text) {
        if (!Tokens.isToken(text)) {
            throw new IllegalArgumentException(Problem.quoted(text) + " is not an HTTP field name, such as X-User-Id");
        }
        return text;
    }

    private static String role(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a role is letters, digits and . _ : / -, 64 at the most, unlike " + Problem.quoted(text));
        }
        return text;
    }

    private static Path directory(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw new IllegalArgumentException(Problem.quoted(text) + " is not a path");
        }
    }

    private static UpstreamUrl upstream(String text) {
        return text.startsWith("https://")
                ? new UpstreamUrl(UpstreamUrl.Scheme.HTTPS, upstreamUrl("http" + text.substring("https".length())))
                : new UpstreamUrl(UpstreamUrl.Scheme.HTTP, upstreamUrl(text));
    }

    private static Authority upstreamUrl(String text) {
        String right = ": write http://host:port or https://host:port, such as http://127.0.0.1:8001";
        if (text.indexOf('@') >= 0) {
            // What stands before the @ may be a password.
            throw new IllegalArgumentException("an upstream's URL holds no user or password" + right);
        }
        if (!text.startsWith("http://")) {
            throw new IllegalArgumentException(Problem.quoted(text) + " is not a URL of an upstream" + right);
        }
        String rest = text.substring("http://".length());
        int end = rest.replaceAll("[/?#].*", "").length();
        if (end < rest.length() && !rest.substring(end).equals("/")) {
            throw new IllegalArgumentException(
                    "an upstream's URL has no path or query, because requests keep their own" + right);
        }
        Authority authority = Authority.parse(rest.substring(0, end));
        if (authority.port().isPresent() && authority.port().getAsInt() == 0) {
            throw new IllegalArgumentException("an upstream has a port from 1 to 65535, not 0");
        }
        return authority;
    }

    /// In the one form in which browsers send it, so that it can be compared as text.
    static String origin(String text) {
        if (text.equals("*") || text.contains("*")) {
            throw new IllegalArgumentException(
                    "origins are exact: list each of them in place of " + Problem.quoted(text));
        }
        int scheme = text.indexOf("://");
        if (!text.matches("https?://.*")) {
            throw new IllegalArgumentException(
                    "an origin begins with https:// or http://, such as https://app.example.com, unlike "
                            + Problem.quoted(text));
        }
        if (text.substring(scheme + 3).matches(".*[/?#@].*")) {
            throw new IllegalArgumentException("an origin is scheme, host and port, without a slash or anything behind"
                    + " it, unlike " + Problem.quoted(text));
        }
        Authority authority = Authority.parse(text.substring(scheme + 3));
        int standard = text.startsWith("https") ? 443 : 80;
        if (authority.port().isPresent() && authority.port().getAsInt() == standard) {
            throw new IllegalArgumentException(
                    "browsers leave the port " + standard + " out: remove it from " + Problem.quoted(text));
        }
        String sent = text.substring(0, scheme + 3) + authority.toString().toLowerCase(Locale.ROOT);
        if (!text.equals(sent)) {
            throw new IllegalArgumentException(
                    "browsers write this origin as " + Problem.quoted(sent) + ": write it so");
        }
        return text;
    }

    private static URI page(String text) {
        try {
            URI uri = new URI(text);
            if (text.matches("https?://.*")
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && text.equals(uri.toASCIIString())) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Said below, in the same words.
        }
        throw new IllegalArgumentException(
                "a page has a URL such as https://docs.example.com/migrate, unlike " + Problem.quoted(text));
    }
}
