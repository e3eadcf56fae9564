package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.verdict.FieldBlock;
import java.util.List;
import java.util.Locale;

/// What an answer carries beside what its origin says.
///
/// @param obligations in place of the origin's fields of the same names
/// @param crossOrigin in place of every `Access-Control-*` field of the upstream
/// @param advice beside whatever else there is
/// @param ownCrossOrigin whether the gateway answers for CORS on this route
public record Additions(
        List<FieldBlock> obligations, FieldBlock crossOrigin, List<FieldBlock> advice, boolean ownCrossOrigin) {
    public static Additions only(FieldBlock block) {
        return new Additions(List.of(block), FieldBlock.EMPTY, List.of(), false);
    }

    /// Whether a field of the origin's gives way.
    public boolean replaces(Fields fields, int index) {
        if (obligations.isEmpty() && !ownCrossOrigin) {
            return false;
        }
        return replaces(fields.name(index).toLowerCase(Locale.ROOT));
    }

    /// Whether a field of this name, in lower case, gives way.
    public boolean replaces(String name) {
        if (ownCrossOrigin && name.startsWith("access-control-")) {
            return true;
        }
        for (int i = 0; i < obligations.size(); i++) {
            if (obligations.get(i).names(name)) {
                return true;
            }
        }
        return false;
    }
}
