package io.drawbridge.domain.readiness;

/// Whether a policy could be enforced now.
public enum Outlook {
    /// In the window there were enough requests, and no denial.
    READY("READY"),
    /// In the window there were denials.
    NOT_READY("NOT READY"),
    /// In the window there was no denial, but also too little traffic to conclude from.
    NOT_ENOUGH_DATA("NOT ENOUGH DATA");

    private final String words;

    Outlook(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
