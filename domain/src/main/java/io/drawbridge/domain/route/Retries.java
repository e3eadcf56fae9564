package io.drawbridge.domain.route;

/// How often a request is tried again.
///
/// @param attempts after the first; 0 for none
/// @param budgetPercent of the requests in flight may be second attempts; three may always
public record Retries(int attempts, int budgetPercent) {
    public static final Retries DEFAULT = new Retries(1, 20);

    public Retries {
        if (attempts < 0 || attempts > 5 || budgetPercent < 0 || budgetPercent > 100) {
            throw new IllegalArgumentException(
                    "a request is tried again 5 times at the most, within 0 to 100 per cent");
        }
    }
}
