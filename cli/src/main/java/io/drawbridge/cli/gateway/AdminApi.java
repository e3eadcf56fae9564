package io.drawbridge.cli.gateway;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The admin API of one gateway.
public final class AdminApi implements AutoCloseable {
    /// Numbers are kept as they are written, so that JSON output shows what the gateway said.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /// A reload compiles a whole snapshot, and a dry run goes through all that has been seen.
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final long LARGEST_ANSWER = 64L << 20;

    private final Gateway gateway;
    private final HttpClient client;

    AdminApi(Gateway gateway) {
        this.gateway = gateway;
        // No proxy and no redirects: the key goes to the address that was asked for and nowhere else.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /// Where the gateway is, and how that is known.
    public String description() {
        return gateway.url() + " (from " + gateway.urlSource() + ")";
    }

    /// Sends a call that is only good when it is done.
    ///
    /// @throws CommandStopped when it was not
    public Document ask(Call call) {
        return switch (send(call)) {
            case Reply.Answered(Document document) -> document;
            case Reply.Refused(Problem problem, JsonNode _) -> throw problem.stop();
        };
    }

    /// Sends a call whose refusal the command has something to say to.
    ///
    /// @throws CommandStopped when nobody answers, the key is not accepted, or the gateway fails
    public Reply send(Call call) {
        HttpResponse<String> response = exchange(request(call));
        int status = response.statusCode();
        // 429 is what somebody gets who tries one wrong key after another.
        if (status == 401 || status == 403 || status == 429) {
            throw new CommandStopped(
                    ExitCode.UNREACHABLE,
                    "The gateway at " + gateway.url() + " does not accept the admin key from " + gateway.keySource()
                            + " (" + status + ").",
                    "It has to be the ADMIN_API_KEY that the gateway was started with.");
        }
        JsonNode body = parse(response.body());
        if (status >= 500) {
            throw new CommandStopped(
                    ExitCode.UNREACHABLE,
                    "The gateway at " + gateway.url() + " failed (" + status + "): "
                            + Problem.read(status, body).sentence(),
                    "Its app.log says more.");
        }
        if (status >= 400) {
            return new Reply.Refused(Problem.read(status, body), body);
        }
        if (status >= 300 || !body.isObject()) {
            throw new CommandStopped(
                    ExitCode.UNREACHABLE,
                    "What answers at " + description() + " is not a Drawbridge admin listener (" + status + ").",
                    "The admin listener has a port of its own, 9090 unless configured otherwise.");
        }
        return new Reply.Answered(new Document(body, call.method() + " " + call.path()));
    }

    /// Sends a call that is answered with plain text.
    ///
    /// @throws CommandStopped when it was not
    public String text(Call call) {
        HttpResponse<String> response = exchange(request(call));
        if (response.statusCode() == 200
                && response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain")) {
            return response.body();
        }
        if (send(call) instanceof Reply.Refused(Problem problem, JsonNode _)) {
            throw problem.stop();
        }
        throw new CommandStopped(
                ExitCode.UNREACHABLE,
                "The gateway at " + gateway.url() + " does not answer " + call.path() + " with text.");
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + call.target()))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json, application/problem+json, text/plain")
                .header("X-Admin-Key", new String(gateway.key().reveal(), StandardCharsets.UTF_8));
        call.expectedVersion().ifPresent(version -> request.header("If-Match", "\"" + version + "\""));
        call.body().ifPresent(_ -> request.header("Content-Type", "application/json"));
        return request.method(
                        call.method(),
                        call.body()
                                .map(body -> HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                                .orElseGet(HttpRequest.BodyPublishers::noBody))
                .build();
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(
                    request,
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST_ANSWER));
        } catch (HttpTimeoutException _) {
            throw unreachable("it did not answer in time");
        } catch (ConnectException _) {
            throw unreachable("the connection was refused");
        } catch (IOException failure) {
            String message = Objects.requireNonNullElse(failure.getMessage(), "");
            throw unreachable(message.isEmpty() ? failure.getClass().getSimpleName() : message);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unreachable("the command was interrupted");
        }
    }

    private CommandStopped unreachable(String why) {
        return new CommandStopped(
                ExitCode.UNREACHABLE,
                "No gateway answers at " + description() + ": " + why + ".",
                "Is it running? 'drawbridge demo' starts one; --admin-url or ADMIN_URL says where another one is.");
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
