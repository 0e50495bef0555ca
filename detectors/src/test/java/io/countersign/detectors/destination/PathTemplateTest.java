package io.countersign.detectors.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {
    private static final String UUID = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";

    private static Optional<Map<String, String>> match(String template, String path) {
        return PathTemplate.parse(template).match(PathTemplate.split(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages,            /v1/messages,               true",
        "/v1/messages,            /v1/messages/,              true",
        "/v1/messages,            //v1//messages,             true",
        "/v1/messages,            /v1/messages/batches,       false",
        "/v1/messages,            /v1/Messages,               false",
        "/v1/messages,            /,                          false",
        "/a/**,                   /a,                         true",
        "/a/**,                   /a/b/c,                     true",
        "/a/**,                   /ab,                        false",
        "/**,                     /,                          true",
        "/rpc/x.*.Service/Do,     /rpc/x.y.z.Service/Do,      true",
        "/rpc/x.*.Service/Do,     /rpc/x.Service/Do,          false",
        "/rpc/x.*.Service/Do,     /rpc/x..Service/Do,         false",
        "/*/m:go,                 /v1/m:go,                   true",
        "/models/{model}:generate, /models/g-3:generate,      true",
        "/models/{model}:generate, /models/:generate,         false",
    })
    void segmentsMatchAsWritten(String template, String path, boolean matches) {
        assertThat(match(template, path).isPresent()).isEqualTo(matches);
    }

    @Test
    void capturesAreWhatStandsBetweenTheLiterals() {
        assertThat(match("/models/{model}:generate", "/models/g-3:generate"))
                .contains(Map.of("model", "g-3"));
        assertThat(match("/api/{account:uuid}/upload", "/api/" + UUID + "/upload"))
                .contains(Map.of("account", UUID));
        assertThat(match("/api/{account:uuid}/upload", "/api/organizations/upload")).isEmpty();
        assertThat(match("/hub/*@{account:uuid}", "/hub/some@one@" + UUID))
                .contains(Map.of("account", UUID));
        assertThat(match("/hub/*@{account:uuid}", "/hub/@" + UUID)).isEmpty();
    }

    @Test
    void longPathsMatchOnlyOpenEnds() {
        String path = "/a".repeat(5_000);

        assertThat(PathTemplate.split(path)).hasSize(PathTemplate.MAX_SEGMENTS + 1);
        assertThat(match("/a/a", path)).isEmpty();
        assertThat(match("/a/**", path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/*a*", "/**/a", "/{a", "/{a}{b}", "/{a}*", "/{a:x}", "/{}"})
    void whatIsNoTemplateIsRefused(String text) {
        assertThatThrownBy(() -> PathTemplate.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5b0c7e1a",
                "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b94g",
                "5b0c7e1a_2f4d-4c8e-9a61-d3e07f21b944"
            })
    void whatIsNoUuidIsNone(String text) {
        assertThat(PathTemplate.isUuid(text)).isFalse();
    }
}
