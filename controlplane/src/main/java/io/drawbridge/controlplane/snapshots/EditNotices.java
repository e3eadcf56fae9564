package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.verdict.EventName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells of edits, after they were written.
record EditNotices(EventSink events) {
    void tell(List<Edit> made, Actor actor) {
        for (Edit edit : made) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("actor", edit.actor());
            details.put("edit", Long.toString(edit.number()));
            details.put("version", Long.toString(edit.version()));
            details.put("change", edit.summary());
            edit.undoes().ifPresent(undone -> details.put("undoes", Long.toString(undone)));
            events.record(new Notice(EventName.CONFIG_CHANGED, edit.at(), details, actor.address()));
        }
    }
}
