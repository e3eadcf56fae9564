package io.drawbridge.workorders.caller;

import java.util.Locale;

/// What a request's identity token says.
public sealed interface Identification {
    /// The gateway says that this is the caller.
    record Known(Caller caller) implements Identification {}

    /// There is no token to be believed.
    record Refused(Reason reason) implements Identification {}

    /// Why a token is not believed. For the operator's log; the client is told no more than that it is so.
    enum Reason {
        /// The request has no such field: it did not come through the gateway.
        ABSENT,
        /// The request has several: one of them is not the gateway's.
        REPEATED,
        /// Not three parts of base64url, or not the JSON that the gateway writes.
        MALFORMED,
        /// The header names another algorithm or has members that the gateway does not use.
        WRONG_ALGORITHM,
        /// No key of that id is in the key file.
        UNKNOWN_KEY,
        /// The signature is not that key's.
        WRONG_SIGNATURE,
        /// Written by or for somebody else.
        WRONG_ISSUER_OR_AUDIENCE,
        /// No longer good, or not yet.
        OUT_OF_TIME,
        /// Good for longer than the gateway makes any.
        LIVES_TOO_LONG;

        /// In stable kebab-case.
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
