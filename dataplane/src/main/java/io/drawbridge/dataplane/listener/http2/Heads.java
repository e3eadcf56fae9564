package io.drawbridge.dataplane.listener.http2;

import io.drawbridge.dataplane.codec.Http2Head;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.listener.Additions;
import io.drawbridge.dataplane.listener.DateField;
import io.drawbridge.dataplane.listener.ResponseFields;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Puts heads from the form of Netty's codec into the gateway's own, and answers the other way.
final class Heads {
    private static final AsciiString DATE = AsciiString.cached("date");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

    private Heads() {}

    /// Has every field of a head read.
    static void read(Http2Headers headers, Http2Head head) throws MalformedMessage {
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            AsciiString name = AsciiString.of(field.getKey());
            AsciiString value = AsciiString.of(field.getValue());
            head.add(
                    name.array(),
                    name.arrayOffset(),
                    name.arrayOffset() + name.length(),
                    value.array(),
                    value.arrayOffset(),
                    value.arrayOffset() + value.length());
        }
    }

    /// An upstream's head.
    ///
    /// @param length of the body, or -1 where it is not said
    static Http2Headers answer(
            ParsedResponse response, boolean toHead, long length, Additions additions, DateField date) {
        Http2Headers headers = status(response.status(), response.fields().count() + 12);
        Fields fields = response.fields();
        boolean dated = false;
        for (int i = 0; i < fields.count(); i++) {
            if (ResponseFields.isPassed(response, toHead, i) && !additions.replaces(fields, i)) {
                headers.add(name(fields, i), value(fields, i));
                dated |= fields.hasName(i, "date");
            }
        }
        add(headers, additions);
        if (!dated) {
            headers.add(DATE, new AsciiString(date.value(), false));
        }
        if (length >= 0) {
            headers.add(CONTENT_LENGTH, AsciiString.of(Long.toString(length)));
        }
        return headers;
    }

    static Http2Headers interim(ParsedResponse response) {
        Http2Headers headers = status(response.status(), response.fields().count() + 1);
        Fields fields = response.fields();
        for (int i = 0; i < fields.count(); i++) {
            if (ResponseFields.isPassed(response, false, i)) {
                headers.add(name(fields, i), value(fields, i));
            }
        }
        return headers;
    }

    /// An answer of the gateway's own.
    static Http2Headers own(
            int status, String contentType, int length, List<HeaderField> fields, Additions additions, DateField date) {
        Http2Headers headers = status(status, fields.size() + 12);
        for (HeaderField field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!additions.replaces(name)) {
                headers.add(AsciiString.of(name), AsciiString.of(field.value()));
            }
        }
        add(headers, additions);
        headers.add(DATE, new AsciiString(date.value(), false));
        if (!contentType.isEmpty()) {
            headers.add(CONTENT_TYPE, AsciiString.of(contentType));
        }
        if (status != 204 && status != 304) {
            headers.add(CONTENT_LENGTH, AsciiString.of(Integer.toString(length)));
        }
        return headers;
    }

    static Http2Headers trailers(Fields fields) {
        Http2Headers headers = new DefaultHttp2Headers(false, fields.count());
        for (int i = 0; i < fields.count(); i++) {
            headers.add(name(fields, i), value(fields, i));
        }
        return headers;
    }

    static Http2Headers status(int status, int fields) {
        Http2Headers headers = new DefaultHttp2Headers(false, fields);
        headers.status(AsciiString.of(Integer.toString(status)));
        return headers;
    }

    private static void add(Http2Headers headers, Additions additions) {
        additions.obligations().forEach(block -> add(headers, block));
        add(headers, additions.crossOrigin());
        additions.advice().forEach(block -> add(headers, block));
    }

    private static void add(Http2Headers headers, FieldBlock block) {
        for (HeaderField field : block.fields()) {
            headers.add(AsciiString.of(field.name().toLowerCase(Locale.ROOT)), AsciiString.of(field.value()));
        }
    }

    private static AsciiString name(Fields fields, int index) {
        int start = fields.nameStart(index);
        return new AsciiString(fields.bytes(), start, fields.nameEnd(index) - start, false).toLowerCase();
    }

    private static AsciiString value(Fields fields, int index) {
        int start = fields.valueStart(index);
        return new AsciiString(fields.bytes(), start, fields.valueEnd(index) - start, false);
    }
}
