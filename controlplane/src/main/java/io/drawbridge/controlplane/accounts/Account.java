package io.drawbridge.controlplane.accounts;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A user, without the password.
///
/// @param id the subject of the user's tokens; never given to another user
/// @param username as its owner writes it; no other user's name equals it in any case
/// @param email absent where none was given
public record Account(
        String id,
        String username,
        Optional<String> email,
        SortedSet<String> roles,
        Instant createdAt,
        Optional<Instant> lastLogin) {
    public Account {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }
}
