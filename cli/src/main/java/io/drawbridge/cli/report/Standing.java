package io.drawbridge.cli.report;

import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.output.Ink;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.readiness.Outlook;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How one policy stands, as the gateway reports it.
///
/// @param modeText in words, for example `enforce for 25%, warn for the rest`
/// @param shareOfRequests of all requests judged, the part that was denied; from 0 to 1
/// @param bound the part that may be denied all the same when no denial was seen; from 0 to 1
/// @param command what to type next; absent where there is nothing to type
record Standing(
        String policy,
        String modeText,
        Outlook outlook,
        long requests,
        long wouldRefuse,
        long refused,
        double shareOfRequests,
        double bound,
        Optional<String> since,
        Optional<String> enforceAt,
        Optional<String> recommendation,
        Optional<String> command,
        List<Document> clients,
        long othersDenials) {
    Standing {
        clients = List.copyOf(clients);
    }

    static Standing read(Document policy) {
        long othersDenials = policy.object("others")
                .map(others -> others.number("would_refuse") + others.number("refused"))
                .orElse(0L);
        return new Standing(
                policy.text("policy"),
                policy.text("mode"),
                outlook(policy.text("outlook")),
                policy.number("requests"),
                policy.number("would_refuse"),
                policy.number("refused"),
                policy.fraction("share_of_requests"),
                policy.fraction("bound"),
                policy.optionalText("since"),
                policy.optionalText("enforce_at"),
                policy.optionalText("recommendation"),
                policy.optionalText("command"),
                policy.objects("clients"),
                othersDenials);
    }

    /// The outlook of a word. One that this version does not know is not taken for good news.
    private static Outlook outlook(String word) {
        String words = word.toUpperCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
        return Arrays.stream(Outlook.values())
                .filter(outlook -> outlook.words().equals(words))
                .findFirst()
                .orElse(Outlook.NOT_ENOUGH_DATA);
    }

    /// Whether some client at least is in monitor or warn.
    boolean isStaged() {
        return modeText.contains(Mode.MONITOR.word()) || modeText.contains(Mode.WARN.word());
    }

    long denials() {
        return wouldRefuse + refused;
    }

    String outlook(Ink ink) {
        return switch (outlook) {
            case READY -> ink.good(outlook.words());
            case NOT_READY -> ink.bad(outlook.words());
            case NOT_ENOUGH_DATA -> ink.doubtful(outlook.words());
        };
    }
}
