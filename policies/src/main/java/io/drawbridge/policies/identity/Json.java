package io.drawbridge.policies.identity;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// A JSON value (RFC 8259) read without leniency: UTF-8 that is well-formed, no byte order mark, no member twice at
/// any depth, nothing after the value.
sealed interface Json {
    record Text(String value) implements Json {}

    record Numeral(BigDecimal value) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Members(Map<String, Json> values) implements Json {
        public Members {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        boolean has(String name) {
            return values.containsKey(name);
        }

        Optional<Json> member(String name) {
            return Optional.ofNullable(values.get(name));
        }
    }

    /// Reads an object.
    ///
    /// @param part what is read, for the message
    static Members members(byte[] utf8, String part) throws RejectedToken {
        try (JsonParser parser = Reading.FACTORY.createParser(
                ObjectReadContext.empty(), Reading.text(utf8, part).toCharArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedToken("malformed-token", "its " + part + " is not a JSON object");
            }
            Members members = Reading.members(parser);
            if (parser.nextToken() != null) {
                throw new RejectedToken("malformed-token", "something follows the JSON object of its " + part);
            }
            return members;
        } catch (JacksonException malformed) {
            // The library's message quotes the token's text, so it stays behind.
            throw new RejectedToken(
                    "malformed-token", "its " + part + " is not well-formed JSON, or has a member twice");
        }
    }

    /// The reading itself.
    final class Reading {
        /// Names come from clients who have proven nothing yet, so none is kept in a shared table of symbols.
        static final JsonFactory FACTORY = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        .maxNumberLength(64)
                        .build())
                .build();

        private Reading() {}

        static String text(byte[] utf8, String part) throws RejectedToken {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(utf8))
                        .toString();
            } catch (CharacterCodingException malformed) {
                throw new RejectedToken("malformed-token", "its " + part + " is not UTF-8");
            }
        }

        static Members members(JsonParser parser) throws RejectedToken {
            Map<String, Json> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                members.put(name, value(parser, parser.nextToken()));
            }
            return new Members(members);
        }

        private static Json value(JsonParser parser, JsonToken token) throws RejectedToken {
            return switch (token) {
                case VALUE_STRING -> new Text(parser.getString());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getDecimalValue());
                case VALUE_TRUE -> new Flag(true);
                case VALUE_FALSE -> new Flag(false);
                case VALUE_NULL -> new Nothing();
                case START_OBJECT -> members(parser);
                case START_ARRAY -> {
                    List<Json> items = new ArrayList<>();
                    for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                        items.add(value(parser, next));
                    }
                    yield new Items(items);
                }
                case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new RejectedToken("malformed-token", "a JSON value ends before it is complete");
            };
        }
    }
}
