package io.drawbridge.policies.origin;

import io.drawbridge.domain.verdict.HeaderField;
import java.time.Duration;
import java.util.List;

/// What an operator sets about cross-origin requests.
///
/// @param origins whose pages may read answers and change things
/// @param methods that they may use
/// @param headers request fields that they may set
/// @param expose answer fields that they may read beside the usual ones
/// @param credentials whether browsers may send cookies and the like along
/// @param maxAge for how long a browser may remember a preflight's answer, in whole seconds
public record CorsSettings(
        List<Origin> origins,
        List<String> methods,
        List<String> headers,
        List<String> expose,
        boolean credentials,
        Duration maxAge) {
    public CorsSettings {
        origins = List.copyOf(origins);
        methods = names(methods, "method");
        headers = names(headers, "request header");
        expose = names(expose, "exposed header");
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("the preflight cache's age is not negative, unlike " + maxAge);
        }
    }

    private static List<String> names(List<String> names, String kind) {
        for (String name : names) {
            if (name.equals("*")) {
                throw new IllegalArgumentException("'*' is no " + kind + " that can be allowed: list each one");
            }
            try {
                new HeaderField(name, "");
            } catch (IllegalArgumentException notAToken) {
                throw new IllegalArgumentException("not the name of a " + kind + ": '" + name + "'", notAToken);
            }
        }
        return List.copyOf(names);
    }
}
