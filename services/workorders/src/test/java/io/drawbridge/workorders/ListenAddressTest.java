package io.drawbridge.workorders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:8001, 127.0.0.1, 8001", "127.0.0.1:0, 127.0.0.1, 0", "[::1]:65535, 0:0:0:0:0:0:0:1, 65535"})
    void an_address_is_a_host_and_a_port(String text, String host, int port) {
        var address = new ListenAddress().convert(text);
        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(address.getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8001", ":8001", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:8001", "a b:1"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> new ListenAddress().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
