package io.drawbridge.controlplane.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A user who is to be created.
///
/// @param id the subject of the user's tokens; absent for a random one
/// @param username 1 to 128 letters, digits and `. _ @ + -`
/// @param email absent where none is known
/// @param roles each of lower-case letters, digits, `:`, `_` and `-`
public record NewAccount(Optional<String> id, String username, Optional<String> email, Set<String> roles) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._@+-]{1,128}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s\\p{Cntrl}@]{1,64}@[^\\s\\p{Cntrl}@]{1,189}");
    private static final Pattern ROLE = Pattern.compile("[a-z0-9][a-z0-9:_-]{0,63}");
    private static final int MOST_ROLES = 32;

    /// @throws IllegalArgumentException with what is wrong, for people
    public NewAccount {
        roles = Set.copyOf(roles);
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new IllegalArgumentException("an id has 1 to 64 letters, digits and . _ -");
        }
        if (!USERNAME.matcher(username).matches()) {
            throw new IllegalArgumentException("a username has 1 to 128 letters, digits and . _ @ + -");
        }
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            throw new IllegalArgumentException("an email address is written as name@example.org");
        }
        if (roles.size() > MOST_ROLES
                || !roles.stream().allMatch(role -> ROLE.matcher(role).matches())) {
            throw new IllegalArgumentException("roles are at most " + MOST_ROLES
                    + " words of lower-case letters, digits and : _ -, such as admin");
        }
    }

    public NewAccount(String username, Set<String> roles) {
        this(Optional.empty(), username, Optional.empty(), roles);
    }

    /// The one form in which names are compared: `Ann`, `ANN` and `ann` in any width are one name.
    static String key(String username) {
        return Normalizer.normalize(username, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
