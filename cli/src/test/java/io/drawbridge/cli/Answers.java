package io.drawbridge.cli;

/// What an admin listener says.
final class Answers {
    static final String ID = "019a2b3c4d5e0011223344556677";

    static final String POLICIES = """
            {"version": 7, "policies": [
              {"policy": "authentication", "mode": "enforce", "floor": "enforce", "ceiling": "enforce",
               "share": "100%", "text": "enforce", "since": "2026-06-01T08:00:00Z", "enforce_at": null, "routes": []},
              {"policy": "ownership", "mode": "enforce", "floor": "enforce", "ceiling": "enforce",
               "share": "100%", "text": "enforce", "since": "2026-06-01T08:00:00Z", "enforce_at": null, "routes": []},
              {"policy": "legacy-auth", "mode": "enforce", "floor": "warn", "ceiling": "enforce",
               "share": "25%", "text": "enforce for 25%, warn for the rest", "since": "2026-07-01T09:30:00.250Z",
               "enforce_at": "2026-07-08T09:30:00.250Z", "routes": [
                 {"route": "work-order", "mode": "monitor", "floor": "monitor", "ceiling": "monitor",
                  "share": "100%", "text": "monitor", "since": "2026-06-15T00:00:00Z", "enforce_at": null}]}
            ]}
            """;

    static final String DRY_RUN = """
            {"version": 7, "edit": null, "policy": "legacy-auth", "route": null,
             "before": {"mode": "monitor", "text": "monitor"},
             "after": {"mode": "warn", "text": "warn"}, "dry_run": true,
             "affected": {"clients_total": 2, "clients_denied": 3, "requests": 4310, "denials": 1230,
               "share_of_requests": 0.2854,
               "clients": [
                 {"client": "claimed:user1@127.0.0.2", "address": "127.0.0.2", "user_agent": "FossaSync/1.4 (Windows NT 10.0)",
                  "denials": 1200, "last_seen": "2026-07-02T10:15:30Z", "routes": ["work-orders", "work-order"],
                  "before": "monitor", "after": "warn"},
                 {"client": "claimed:user2@127.0.0.3", "address": "127.0.0.3", "user_agent": "curl/8.14.1",
                  "denials": 30, "last_seen": "2026-07-01T23:59:59Z", "routes": ["work-orders"],
                  "before": "monitor", "after": "warn"}],
               "others": {"denials": 4}},
             "warnings": ["2 clients will get deprecation headers; they are to have moved by 2026-07-09."]}
            """;

    static final String DONE = """
            {"version": 8, "edit": 12, "policy": "legacy-auth", "route": null,
             "before": {"mode": "monitor", "text": "monitor"},
             "after": {"mode": "warn", "text": "warn"}, "dry_run": false,
             "affected": {"clients_total": 2, "clients_denied": 3, "requests": 4310, "denials": 1230,
               "share_of_requests": 0.2854,
               "clients": [], "others": {"denials": 4}}, "warnings": []}
            """;

    static final String EDITS = """
            {"edits": [
              {"number": 13, "version": 9, "at": "2026-07-02T10:20:00Z", "actor": "admin", "kind": "set-stance",
               "summary": "legacy-auth on all routes: warn -> monitor", "undone_by": null, "undoes": 12},
              {"number": 12, "version": 8, "at": "2026-07-02T10:16:00Z", "actor": "admin", "kind": "set-stance",
               "summary": "legacy-auth on all routes: monitor -> warn", "undone_by": 13, "undoes": null},
              {"number": 11, "version": 7, "at": "2026-07-01T09:30:00Z", "actor": "file", "kind": "reconfigure",
               "summary": "drawbridge.yaml: 2 routes added", "undone_by": null, "undoes": null}]}
            """;

    static final String LEGACY = """
            {"policy": "legacy-auth", "mode": "warn", "enforce_at": "2026-07-09T00:00:00Z", "outlook": "NOT_READY",
             "requests": 4310, "would_refuse": 1230, "refused": 4, "share_of_requests": 0.28631090487238979,
             "bound": 0.000696, "since": "2026-06-15T00:00:00Z",
             "recommendation": "Do not enforce yet: 3 clients still use the legacy pattern.",
             "command": "drawbridge mode set legacy-auth warn",
             "clients": [
               {"client": "claimed:user1@127.0.0.2", "address": "127.0.0.2", "user_agent": "FossaSync/1.4 (Windows NT 10.0)",
                "requests": 1500, "would_refuse": 1196, "refused": 4, "first_seen": "2026-06-15T00:00:01Z",
                "last_seen": "2026-07-02T10:15:30Z", "routes": [
                  {"route": "work-orders", "would_refuse": 1000, "refused": 4,
                   "first_seen": "2026-06-15T00:00:01Z", "last_seen": "2026-07-02T10:15:30Z"},
                  {"route": "work-order", "would_refuse": 196, "refused": 0,
                   "first_seen": "2026-06-16T00:00:01Z", "last_seen": "2026-07-01T10:15:30Z"}]},
               {"client": "claimed:user2@127.0.0.3", "address": "127.0.0.3", "user_agent": "curl/8.14.1",
                "requests": 30, "would_refuse": 30, "refused": 0, "first_seen": "2026-07-01T23:00:00Z",
                "last_seen": "2026-07-01T23:59:59Z", "routes": [
                  {"route": "work-orders", "would_refuse": 30, "refused": 0,
                   "first_seen": "2026-07-01T23:00:00Z", "last_seen": "2026-07-01T23:59:59Z"}]}],
             "others": {"requests": 9, "would_refuse": 4, "refused": 0}, "trend": []}
            """;

    static final String RATE_LIMIT = """
            {"policy": "rate-limit", "mode": "monitor", "enforce_at": null, "outlook": "READY",
             "requests": 4310, "would_refuse": 0, "refused": 0, "share_of_requests": 0.0,
             "bound": 0.000696, "since": "2026-06-15T00:00:00Z", "recommendation": "It can be enforced.",
             "clients": [], "others": {"requests": 0, "would_refuse": 0, "refused": 0}, "trend": []}
            """;

    static final String OWNERSHIP = """
            {"policy": "ownership", "mode": "enforce", "enforce_at": null, "outlook": "NOT_ENOUGH_DATA",
             "requests": 0, "would_refuse": 0, "refused": 0, "share_of_requests": 0.0,
             "bound": 1.0, "since": null, "recommendation": "Wait for traffic.",
             "clients": [], "others": {"requests": 0, "would_refuse": 0, "refused": 0}, "trend": []}
            """;

    static final String DECISION = """
            {"id": "019a2b3c4d5e0011223344556677", "at": "2026-07-02T10:15:30.123Z", "snapshot_version": 8,
             "route": "work-orders", "method": "GET", "path": "/api/v1/work-orders", "address": "127.0.0.2",
             "client": "claimed:user1@127.0.0.2", "identity": "legacy subject user1 (query)",
             "user_agent": "FossaSync/1.4 (Windows NT 10.0)", "status": 401, "ending": "refused", "findings": [
               {"policy": "authentication", "mode": "enforce", "effect": "proceed", "status": 0, "reason": "",
                "detail": "", "remediation": ""},
               {"policy": "legacy-auth", "mode": "enforce", "effect": "refuse", "status": 401,
                "reason": "legacy-pattern", "detail": "The query names user_id and there is no token.",
                "remediation": "Log in and send the token in the Authorization field."}]}
            """;

    static final String STATUS = """
            {"version": "0.1.0", "snapshot_version": 8, "started_at": "2026-07-01T09:30:00Z", "uptime_seconds": 93784,
             "events_dropped": 0, "connections": {"open": 3, "largest": 17}, "ready": true,
             "upstreams": [
               {"name": "api", "connections": 12, "max_connections": 512, "queued": 0, "concurrency_limit": 40,
                "retried": 5, "retries_over_budget": 1, "shed": 17, "queue_full": 2, "queue_timeouts": 1,
                "without_target": 0, "targets": [
                  {"url": "http://api.internal:8001", "address": "10.0.0.1", "weight": 2, "state": "healthy",
                   "in_flight": 12, "requests": 90210, "failures": 4},
                  {"url": "http://api.internal:8001", "address": "10.0.0.2", "weight": 2, "state": "ejected",
                   "in_flight": 0, "requests": 411, "failures": 11}]},
               {"name": "site", "connections": 0, "max_connections": 64, "queued": 0, "concurrency_limit": 64,
                "retried": 0, "retries_over_budget": 0, "shed": 0, "queue_full": 0, "queue_timeouts": 0,
                "without_target": 0, "targets": [
                  {"url": "http://127.0.0.1:3000", "address": "127.0.0.1", "weight": 1, "state": "unhealthy",
                   "in_flight": 0, "requests": 0, "failures": 0}]}]}
            """;

    static final String USERS = """
            {"users": [
              {"id": "u-1", "username": "anna", "roles": ["admin"], "email": "anna@example.com",
               "created_at": "2026-07-01T09:30:00Z", "last_login": "2026-07-02T07:00:00Z"},
              {"id": "user2", "username": "berta", "roles": [], "email": null,
               "created_at": "2026-07-01T09:31:00Z", "last_login": null}]}
            """;

    private Answers() {}

    static String readiness(String... policies) {
        return "{\"generated_at\": \"2026-07-02T10:20:00Z\", \"policies\": [" + String.join(",", policies) + "]}";
    }
}
