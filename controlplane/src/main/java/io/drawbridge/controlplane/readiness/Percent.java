package io.drawbridge.controlplane.readiness;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Shares for people and for programs.
public final class Percent {
    private Percent() {}

    /// The part that one number is of another, from 0 to 1; 0 of nothing.
    public static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /// A share in words: `12.5 %`, with two digits that count where it is under one percent.
    public static String text(double share) {
        BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
        BigDecimal rounded = percent.compareTo(BigDecimal.ONE) < 0
                ? percent.round(new MathContext(2, RoundingMode.HALF_UP))
                : percent.setScale(1, RoundingMode.HALF_UP);
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + " %";
    }
}
