package io.drawbridge.telemetry.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretParametersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "token=hunter2",
                "a=1&access_token=hunter2&b=2",
                "ACCESS-TOKEN=hunter2",
                "refreshToken=hunter2",
                "api_key=hunter2",
                "apikey=hunter2",
                "X-Api-Key=hunter2",
                "key=hunter2",
                "password=hunter2",
                "new_password=hunter2",
                "user[password]=hunter2",
                "client_secret=hunter2",
                "code=hunter2",
                "to%6ben=hunter2",
                "%74%6f%6b%65%6e=hunter2",
                "to+ken=hunter2",
                "a=1;token=hunter2",
                "a=1?token=hunter2",
                "token=a=hunter2",
                "token==hunter2",
                "token=hunter2%zz",
                "next=%2Fcb%3Ftoken%3Dhunter2",
                "next=/cb?a=1%26token=hunter2",
                "next=%252Fcb%253Ftoken%253Dhunter2",
                "x-amz-signature=hunter2",
                "sig=hunter2",
                "anything=eyJhbGciOiJub25lIn0.hunter2.",
                "eyJhbGciOiJub25lIn0.hunter2.",
                "&&token=hunter2&&"
            })
    void a_secret_does_not_come_out(String query) {
        assertThat(SecretParameters.mask(query)).doesNotContain("hunter2").contains("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user_id=42",
                "monkey=1",
                "sort=key",
                "page=2&from=2026-01-01",
                "token=",
                "keyboard=x",
                "a=%zz",
                "next=%2Fhome%3Fpage%3D2",
                "eyJ=1",
                "&",
                "="
            })
    void a_query_without_a_secret_stays_as_it_is(String query) {
        assertThat(SecretParameters.mask(query)).isSameAs(query);
    }

    @Test
    void only_the_value_goes() {
        assertThat(SecretParameters.mask("a=1&token=x&b=2&key=y#z")).isEqualTo("a=1&token=***&b=2&key=***#z");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/list?page=2, https://app.example/list?page=2",
        "https://app.example/cb?code=abc&state=1, https://app.example/cb?code=***&state=1",
        "https://app.example/cb#access_token=abc, https://app.example/cb#access_token=***",
        "https://bob:pw@app.example/, https://***@app.example/",
        "https://app.example/reset/eyJh.eyJz.c2ln/now, https://app.example/reset/***/now",
        "/plain, /plain"
    })
    void a_url_loses_its_secrets_wherever_they_are(String url, String masked) {
        assertThat(SecretParameters.maskUrl(url)).isEqualTo(masked);
    }

    @Test
    void a_signed_token_in_a_path_is_masked() {
        assertThat(SecretParameters.maskPath("/verify/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"))
                .isEqualTo("/verify/***");
        assertThat(SecretParameters.maskPath("/eyJacket")).isEqualTo("/eyJacket");
    }

    @Test
    void a_token_is_masked_wherever_it_stands_in_a_text() {
        assertThat(SecretParameters.maskText("app/1.0 (Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln) x"))
                .isEqualTo("app/1.0 (Bearer ***) x");
        assertThat(SecretParameters.maskText("eyJhbGci.x")).isEqualTo("***");
        assertThat(SecretParameters.maskText("eyJ is no token")).isEqualTo("eyJ is no token");
        assertThat(SecretParameters.maskText("curl/8.0")).isSameAs("curl/8.0");
    }
}
