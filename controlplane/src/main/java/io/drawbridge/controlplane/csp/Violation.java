package io.drawbridge.controlplane.csp;

/// One thing that a page could not do, or could not do were the policy enforced.
///
/// @param page origin and path of the page; at most 256 characters, like the others
/// @param directive which part of the policy forbids it, such as `script-src`
/// @param blocked origin and path of what was not loaded, or a word such as `inline`
/// @param disposition `enforce`, or `report` where the policy was only tried
public record Violation(String page, String directive, String blocked, String disposition) {
    static final int LONGEST = 256;

    public Violation {
        if (page.length() > LONGEST
                || directive.length() > LONGEST
                || blocked.length() > LONGEST
                || disposition.length() > LONGEST) {
            throw new IllegalArgumentException("a violation's texts have at most " + LONGEST + " characters");
        }
    }

    /// All that found no room of their own.
    static final Violation OTHERS = new Violation("", "", "", "");
}
