package io.drawbridge.cli.gateway;

import tools.jackson.databind.JsonNode;

/// What the admin API said to a call that it understood.
public sealed interface Reply {
    /// It was done.
    record Answered(Document document) implements Reply {}

    /// It was not done, for a reason that lies with the caller: the statuses from 400, without 401 and 403.
    ///
    /// @param body the problem as it came
    record Refused(Problem problem, JsonNode body) implements Reply {}
}
