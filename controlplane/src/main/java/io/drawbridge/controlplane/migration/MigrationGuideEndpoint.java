package io.drawbridge.controlplane.migration;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.drawbridge.controlplane.templates.JteguideGenerated;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `GET /api/v1/security/migration-guide`: how a client moves from the legacy pattern to tokens. `Link` fields of
/// warned answers lead here where no other guide is configured.
public final class MigrationGuideEndpoint implements Endpoint {
    private final List<LegacyPattern> patterns;
    private final TokenSource tokens;
    private final Supplier<Optional<Instant>> enforceAt;

    /// Where clients get their tokens.
    public enum TokenSource {
        /// From this gateway's login.
        LOGIN,
        /// From an issuer that the guide does not know.
        ELSEWHERE
    }

    /// One legacy pattern, as a command line shows it.
    ///
    /// @param name for people: `the query parameter user_id`
    /// @param before a command that uses it
    public record LegacyPattern(String name, String before) {
        /// @param scheme as in [io.drawbridge.domain.identity.Identity.Legacy]: `query:user_id`,
        ///     `header:X-User-Id`
        /// @throws IllegalArgumentException for another kind of scheme
        public static LegacyPattern of(String scheme) {
            String field = scheme.substring(scheme.indexOf(':') + 1);
            return switch (scheme.substring(0, Math.max(0, scheme.indexOf(':')))) {
                case "query" ->
                    new LegacyPattern("the query parameter " + field, "curl \"$API/your/path?" + field + "=$ID\"");
                case "header" ->
                    new LegacyPattern("the header field " + field, "curl -H \"" + field + ": $ID\" \"$API/your/path\"");
                default -> throw new IllegalArgumentException("not a legacy scheme that a guide knows: " + scheme);
            };
        }
    }

    /// @param patterns what clients have to leave
    /// @param enforceAt the announced date, read anew for each request
    public MigrationGuideEndpoint(
            List<LegacyPattern> patterns, TokenSource tokens, Supplier<Optional<Instant>> enforceAt) {
        this.patterns = List.copyOf(patterns);
        this.tokens = tokens;
        this.enforceAt = enforceAt;
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        StringOutput output = new StringOutput();
        JteguideGenerated.render(
                new OwaspHtmlTemplateOutput(output),
                null,
                patterns,
                tokens == TokenSource.LOGIN,
                enforceAt.get().map(Instant::toString).orElse(""));
        return Answer.html(200, output.toString());
    }
}
