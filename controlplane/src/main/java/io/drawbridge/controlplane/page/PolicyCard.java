package io.drawbridge.controlplane.page;

import io.drawbridge.controlplane.readiness.Percent;
import io.drawbridge.controlplane.readiness.ReadinessView;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Stances;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// One policy on the page.
///
/// @param outlookClass the outlook as a class of the style sheet
/// @param shareText what share of traffic would break
/// @param enforceAt empty where no date is announced
/// @param commands what to type next
/// @param bars the trend; empty where nothing was denied
/// @param more what the table of clients leaves out; empty where it leaves out nothing
public record PolicyCard(
        String name,
        String mode,
        List<Rung> ladder,
        String since,
        String enforceAt,
        String outlook,
        String outlookClass,
        String shareText,
        List<RouteRow> routes,
        String recommendation,
        List<String> commands,
        List<Bar> bars,
        String trendText,
        List<ClientRow> clients,
        String more) {
    /// In the units of the drawing.
    public static final int CHART_WIDTH = 672;

    /// In the units of the drawing.
    public static final int CHART_HEIGHT = 64;

    private static final int HOURS = 168;
    private static final int BAR_WIDTH = CHART_WIDTH / HOURS;
    private static final int CLIENTS = 50;
    private static final int LONGEST_TEXT = 120;

    /// One mode on the ladder.
    ///
    /// @param style `here` for a mode that some client is in, else empty
    /// @param who which clients are in it, where that is not all or none
    public record Rung(String mode, String style, String who) {}

    public record RouteRow(String route, String mode) {}

    public record Bar(int x, int y, int width, int height) {}

    public record ClientRow(
            String client, String address, String userAgent, long denials, String lastSeen, String routes) {}

    static PolicyCard of(PolicyName policy, Stances stances, PolicyReadiness readiness, Instant now) {
        StanceSetting setting = stances.set(Place.everywhere(policy));
        ReadinessView view = ReadinessView.of(Place.everywhere(policy), stances, readiness);
        List<String> commands = new ArrayList<>();
        view.command().ifPresent(command -> {
            commands.add(command + " --dry-run");
            commands.add(command);
        });
        if (!view.clients().isEmpty()) {
            commands.add("drawbridge report migration --policy " + policy);
        }
        // Of a policy that is enforced for everybody nothing is left to foresee.
        String outlook = isEnforced(setting.stance()) ? "ENFORCED" : view.outlook();
        return new PolicyCard(
                policy.text(),
                view.mode(),
                ladder(setting.stance()),
                second(setting.since()),
                setting.enforceAt().map(PolicyCard::second).orElse(""),
                outlook,
                outlook.toLowerCase(Locale.ROOT).replace(' ', '-'),
                isEnforced(setting.stance()) ? refusedText(view) : shareText(view),
                stances.exceptions(policy).stream()
                        .map(route -> new RouteRow(
                                route.text(),
                                stances.stance(policy, route).stance().toString()))
                        .toList(),
                view.recommendation(),
                commands,
                bars(readiness.trend(), now),
                trendText(readiness.trend(), now),
                view.clients().stream().limit(CLIENTS).map(PolicyCard::row).toList(),
                more(view));
    }

    /// Whether a policy has come to the top of the ladder.
    static boolean isEnforced(Stance stance) {
        return stance.ceiling() == Mode.ENFORCE
                && (stance.floor() == Mode.ENFORCE || stance.share().isAll());
    }

    private static String refusedText(ReadinessView view) {
        return view.refused() + " of " + view.requests() + (view.requests() == 1 ? " request was" : " requests were")
                + " refused.";
    }

    private static List<Rung> ladder(Stance stance) {
        boolean uniform = stance.floor() == stance.ceiling() || stance.share().isAll();
        return Arrays.stream(Mode.values())
                .map(mode -> {
                    if (mode == stance.ceiling()) {
                        return new Rung(mode.word(), "here", uniform ? "all clients" : stance.share() + " of clients");
                    }
                    return mode == stance.floor() && !uniform
                            ? new Rung(mode.word(), "here", "the rest")
                            : new Rung(mode.word(), "", "");
                })
                .toList();
    }

    private static String shareText(ReadinessView view) {
        if (view.requests() == 0) {
            return "No request has been judged.";
        }
        long denials = view.wouldRefuse() + view.refused();
        return denials == 0
                ? "None of " + view.requests() + " requests was denied; up to " + Percent.text(view.bound())
                        + " may be all the same, at 95 % confidence."
                : Percent.text(view.shareOfRequests()) + " of traffic (" + denials + " of " + view.requests()
                        + " requests) breaks when it is enforced; " + view.refused() + " were refused already.";
    }

    private static List<Bar> bars(List<PolicyReadiness.Hour> trend, Instant now) {
        long most =
                trend.stream().mapToLong(PolicyReadiness.Hour::denials).max().orElse(0);
        if (most == 0) {
            return List.of();
        }
        List<Bar> bars = new ArrayList<>();
        for (PolicyReadiness.Hour hour : trend) {
            long ago = hoursAgo(hour, now);
            if (hour.denials() > 0 && ago >= 0 && ago < HOURS) {
                // An hour with a single denial is seen beside one with thousands.
                int height = Math.max(2, (int) Math.round((double) CHART_HEIGHT * hour.denials() / most));
                bars.add(new Bar(CHART_WIDTH - ((int) ago + 1) * BAR_WIDTH, CHART_HEIGHT - height, BAR_WIDTH, height));
            }
        }
        return bars;
    }

    private static String trendText(List<PolicyReadiness.Hour> trend, Instant now) {
        long denials = 0;
        long today = 0;
        for (PolicyReadiness.Hour hour : trend) {
            denials += hour.denials();
            today += hoursAgo(hour, now) < 24 ? hour.denials() : 0;
        }
        return denials + " denials in the last 7 days, " + today
                + " of them in the last 24 hours; the newest hour is on the" + " right.";
    }

    private static long hoursAgo(PolicyReadiness.Hour hour, Instant now) {
        return Duration.between(hour.start(), now.truncatedTo(ChronoUnit.HOURS)).toHours();
    }

    private static ClientRow row(ReadinessView.ClientView client) {
        return new ClientRow(
                shown(client.client()),
                client.address(),
                client.userAgent().isEmpty() ? "none" : shown(client.userAgent()),
                client.wouldRefuse() + client.refused(),
                second(client.lastSeen()),
                client.routes().stream().map(ReadinessView.RouteView::route).collect(Collectors.joining(", ")));
    }

    private static String more(ReadinessView view) {
        List<String> parts = new ArrayList<>();
        if (view.clients().size() > CLIENTS) {
            parts.add((view.clients().size() - CLIENTS) + " more clients are in the report.");
        }
        long others = view.others().wouldRefuse() + view.others().refused();
        if (others > 0) {
            parts.add(others + " denials came from clients that are not told apart any more.");
        }
        return String.join(" ", parts);
    }

    /// A client's text, cut where it is long; characters that show nothing or turn the line around become
    /// visible.
    private static String shown(String text) {
        String visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]", "\uFFFD");
        return visible.codePointCount(0, visible.length()) > LONGEST_TEXT
                ? visible.substring(0, visible.offsetByCodePoints(0, LONGEST_TEXT)) + "…"
                : visible;
    }

    private static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
