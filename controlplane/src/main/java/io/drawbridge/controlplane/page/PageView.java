package io.drawbridge.controlplane.page;

import java.util.List;

/// What the page's template shows; texts are ready for people, and not escaped yet.
///
/// @param isEmpty whether no policy has judged anything
public record PageView(
        long version, String generatedAt, boolean isEmpty, List<PolicyCard> policies, List<EditRow> edits) {
    public PageView {
        policies = List.copyOf(policies);
        edits = List.copyOf(edits);
    }

    /// @param note that it was undone, or undoes another one; else empty
    public record EditRow(long number, String at, String actor, String summary, String note) {}
}
