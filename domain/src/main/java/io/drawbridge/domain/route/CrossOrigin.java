package io.drawbridge.domain.route;

import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.verdict.FieldBlock;

/// What the Fetch standard (CORS) asks an answer to carry. These fields are facts for browsers, not a policy: they
/// stand on every
/// answer in every mode, refusals too, so that a browser can read the error.
public interface CrossOrigin {
    CrossOrigin NONE = new CrossOrigin() {
        @Override
        public FieldBlock fields(RequestHead head) {
            return FieldBlock.EMPTY;
        }

        @Override
        public FieldBlock preflightFields(RequestHead head) {
            return FieldBlock.EMPTY;
        }
    };

    /// The fields for any answer to this request.
    FieldBlock fields(RequestHead head);

    /// The fields for the answer to a preflight, in place of [#fields].
    FieldBlock preflightFields(RequestHead head);

    /// Whether a request is a preflight of the Fetch standard.
    static boolean isPreflight(RequestHead head) {
        return head.method().equals("OPTIONS")
                && head.fields().has("origin")
                && head.fields().has("access-control-request-method");
    }
}
