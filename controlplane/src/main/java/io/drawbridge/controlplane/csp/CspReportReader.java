package io.drawbridge.controlplane.csp;

import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads what browsers send: one `{"csp-report": {…}}` of type `application/csp-report` (CSP level 2, `report-uri`), or
/// a list of reports of type `application/reports+json` (Reporting API), of which those of type `csp-violation` count.
final class CspReportReader {
    /// More in one body are not read.
    static final int MOST = 100;

    private static final Problem MEDIA_TYPE = new Problem(
            415,
            "media-type-unsupported",
            "Only reports of browsers are taken",
            "The body is neither application/csp-report nor application/reports+json.",
            "Name this address in report-uri or Reporting-Endpoints, and let the browser send the report.");

    private CspReportReader() {}

    static List<Violation> read(String contentType, byte[] body) throws BadRequest {
        String essence = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (essence) {
            case "application/csp-report", "application/json" -> List.of(single(json(body)));
            case "application/reports+json" -> several(json(body));
            default -> throw new BadRequest(MEDIA_TYPE);
        };
    }

    private static JsonNode json(byte[] body) throws BadRequest {
        try {
            return Json.read(body);
        } catch (JacksonException notJson) {
            throw malformed();
        }
    }

    private static BadRequest malformed() {
        return new BadRequest(new Problem(
                400,
                "request-invalid",
                "The request cannot be understood",
                "The body is no report of a violation.",
                "Send {\"csp-report\": {…}}, or a list of reports as the Reporting API has them."));
    }

    private static Violation single(JsonNode root) throws BadRequest {
        JsonNode report = root.path("csp-report");
        if (!report.isObject()) {
            throw malformed();
        }
        String directive = text(report, "effective-directive");
        return violation(
                text(report, "document-uri"),
                directive.isEmpty() ? text(report, "violated-directive") : directive,
                text(report, "blocked-uri"),
                text(report, "disposition"));
    }

    private static List<Violation> several(JsonNode root) throws BadRequest {
        if (!root.isArray()) {
            throw malformed();
        }
        List<Violation> violations = new ArrayList<>();
        for (JsonNode report : root) {
            if (violations.size() < MOST && text(report, "type").equals("csp-violation")) {
                JsonNode body = report.path("body");
                violations.add(violation(
                        text(body, "documentURL"),
                        text(body, "effectiveDirective"),
                        text(body, "blockedURL"),
                        text(body, "disposition")));
            }
        }
        return violations;
    }

    private static Violation violation(String page, String directive, String blocked, String disposition)
            throws BadRequest {
        if (directive.isBlank()) {
            throw malformed();
        }
        // Older browsers send the directive with its sources behind it.
        String name = directive.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        return new Violation(
                shortened(place(page)),
                shortened(name),
                shortened(place(blocked)),
                disposition.equals("report") ? "report" : "enforce");
    }

    /// An address without its user, query and fragment; a word as it is.
    private static String place(String address) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null) {
                String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
                String path = uri.getRawPath() == null ? "" : uri.getRawPath();
                return uri.getScheme() + "://" + uri.getHost() + port + path;
            }
            // data:, blob: and the like: what follows is content, not an address.
            return uri.getScheme() != null ? uri.getScheme() : plain(address);
        } catch (URISyntaxException _) {
            return plain(address);
        }
    }

    /// A word such as `inline` or `eval`. What is no word is not kept: it might hold anything.
    private static String plain(String text) {
        return text.matches("[A-Za-z][A-Za-z-]{0,31}") ? text : "unreadable";
    }

    private static String shortened(String text) {
        return text.length() <= Violation.LONGEST ? text : text.substring(0, Violation.LONGEST);
    }

    private static String text(JsonNode object, String member) {
        JsonNode node = object.path(member);
        return node.isString() ? node.stringValue() : "";
    }
}
