package io.drawbridge.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadTest {
    @ParameterizedTest
    @CsvSource({
        "GET, true, true",
        "HEAD, true, true",
        "OPTIONS, true, true",
        "TRACE, true, true",
        "PUT, false, true",
        "DELETE, false, true",
        "POST, false, false",
        "PATCH, false, false",
        "CONNECT, false, false",
        "get, false, false",
        "PROPFIND, false, false"
    })
    void methods_are_safe_and_idempotent_as_rfc_9110_says_and_others_are_neither(
            String method, boolean safe, boolean idempotent) {
        RequestHead head = new RequestHead(method, new Target("/", ""), "", Fields.NONE);
        assertThat(head.isSafe()).isEqualTo(safe);
        assertThat(head.isIdempotent()).isEqualTo(idempotent);
    }
}
