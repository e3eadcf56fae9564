package io.drawbridge.app;

import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.policy.Effect;
import io.drawbridge.domain.policy.Judgement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Passes on what is worth knowing of the admin listener. Its requests are no traffic of the API: they stand in no
/// access log and count
/// for no readiness; a refusal there is a security event like any other.
final class AdminEvents implements EventSink {
    private final EventSink events;

    AdminEvents(EventSink events) {
        this.events = events;
    }

    @Override
    public Recorder recorder() {
        return event -> pass(event, events::record);
    }

    @Override
    public void record(Event event) {
        pass(event, events::record);
    }

    private static void pass(Event event, Recorder recorder) {
        switch (event) {
            case Notice notice -> recorder.record(notice);
            case Exchanged exchanged -> {
                for (Judgement judgement : exchanged.judgements()) {
                    if (judgement.effect() instanceof Effect.Refuse refuse) {
                        Map<String, String> details = new LinkedHashMap<>();
                        details.put("listener", "admin");
                        details.put("reason", refuse.reason().code());
                        details.put("method", exchanged.method());
                        details.put("path", exchanged.path());
                        details.put("status", String.valueOf(exchanged.status()));
                        recorder.record(new Notice(
                                refuse.reason().event(), exchanged.at(), details, Optional.of(exchanged.address())));
                    }
                }
            }
        }
    }
}
