package io.drawbridge.controlplane.answers;

import io.drawbridge.domain.route.Answer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The control plane's JSON: members in snake_case, instants in ISO 8601, absent values as `null`. Reading is
/// strict: a
/// member that stands twice, text after the value and deep nesting are refused.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /// @throws tools.jackson.core.JacksonException when it is not JSON by the rules above
    public static JsonNode read(byte[] json) {
        return MAPPER.readTree(json);
    }

    /// @throws tools.jackson.core.JacksonException when it is not JSON by the rules above
    public static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    /// @param value a record, a map, a list or a plain value
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static Answer answer(int status, Object value) {
        return Answer.json(status, write(value));
    }
}
