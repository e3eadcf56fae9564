package io.drawbridge.cli.words;

import java.util.Iterator;
import java.util.List;

/// The policies that this version knows, for completion: a shell cannot ask the gateway at every key.
public final class KnownPolicies implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return List.of("authentication", "ownership", "legacy-auth", "rate-limit", "origin", "security-headers")
                .iterator();
    }
}
