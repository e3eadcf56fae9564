package io.drawbridge.cli.mode;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import java.util.List;
import java.util.Optional;

/// Every policy's mode at one version.
///
/// @param document as the admin API gave it
record PolicyModes(Document document, long version, List<Line> lines) {
    PolicyModes {
        lines = List.copyOf(lines);
    }

    /// A policy's stance, everywhere or on one route.
    ///
    /// @param route absent for all routes that have no stance of their own
    /// @param mode the mode of the share
    /// @param rest the mode of the rest; absent where the share is everybody
    record Line(
            String policy,
            Optional<String> route,
            String mode,
            String share,
            Optional<String> rest,
            Optional<String> since,
            Optional<String> enforceAt) {
        private static Line read(String policy, Optional<String> route, Document stance) {
            String mode = stance.optionalText("ceiling").orElseGet(() -> stance.text("mode"));
            String share = stance.text("share");
            boolean everybody = share.equals("100%");
            return new Line(
                    policy,
                    route,
                    mode,
                    share,
                    everybody ? Optional.empty() : stance.optionalText("floor").filter(floor -> !floor.equals(mode)),
                    stance.optionalText("since"),
                    stance.optionalText("enforce_at"));
        }
    }

    static PolicyModes of(AdminApi api) {
        Document document = api.ask(Call.get("/v1/policies"));
        List<Line> lines = document.objects("policies").stream()
                .<Line>mapMulti((policy, sink) -> {
                    String name = policy.text("policy");
                    sink.accept(Line.read(name, Optional.empty(), policy));
                    policy.objects("routes")
                            .forEach(route -> sink.accept(Line.read(name, Optional.of(route.text("route")), route)));
                })
                .toList();
        return new PolicyModes(document, document.number("version"), lines);
    }

    List<String> policies() {
        return lines.stream().map(Line::policy).distinct().toList();
    }
}
