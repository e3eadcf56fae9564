package io.drawbridge.domain.route;

/// When an upstream counts as overloaded: it takes longer to answer the more requests it has.
///
/// @param floor so many requests in flight are always let through; from 1
/// @param tolerancePercent how much longer than usual its answers may take, from 110 (1.1 times) on
public record Overload(int floor, int tolerancePercent) {
    public static final Overload DEFAULT = new Overload(16, 200);

    public Overload {
        if (floor < 1 || tolerancePercent < 110) {
            throw new IllegalArgumentException(
                    "one request at least is let through, and answers may take 110 % at least"
                            + " of their usual time, not " + floor + " and " + tolerancePercent);
        }
    }
}
