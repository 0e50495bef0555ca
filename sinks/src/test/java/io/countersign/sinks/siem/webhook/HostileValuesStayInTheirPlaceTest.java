package io.countersign.sinks.siem.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a source wrote into an alert, the text of a template stays one JSON document of the
/// same shape, and the value comes out as it went in.
class HostileValuesStayInTheirPlaceTest {
    private static final Path GUIDE = Path.of("../docs/guides/siem.md");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\", \"severity\": \"LOW\", \"x\": \"",
                "\\\", \\u0022",
                "{{key}} {{alert.severity}}",
                "line\r\nX-Injected: 1",
                "\u0000\u0001\u001f",
                "\u2028</script>\u202e"
            })
    void aValueComesOutAsItWentIn(String hostile) throws Exception {
        for (String name : WebhookConfig.TEMPLATES) {
            JsonNode plain = filled(name, "about");
            JsonNode json = filled(name, hostile);
            assertThat(json.findValuesAsText("severity"))
                    .as(name)
                    .isEqualTo(plain.findValuesAsText("severity"));
            assertThat(shape(json)).isEqualTo(shape(plain));
        }
        assertThat(filled("generic", hostile).path("about").asText()).isEqualTo(hostile);
    }

    @Test
    void aTemplateThatIsNoJsonOrNamesNoFieldIsRefused() {
        assertThatThrownBy(() -> Template.of("{\"a\": {{alert.sentence}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inside a string");
        assertThatThrownBy(() -> Template.of("{\"a\": \"{{alert.sentense}}\"}"))
                .hasMessageContaining("{{alert.sentense}} is no field")
                .hasMessageContaining("alert.sentence");
        assertThatThrownBy(() -> Template.of("{\"a\": \"{{alert.sentence\"}"))
                .hasMessageContaining("is not closed");
        assertThatThrownBy(() -> Template.of("{\"a\": \"{{alert.severity|HIGH}}\"}"))
                .hasMessageContaining("VALUE=word");
    }

    @Test
    void theSignatureIsTheGuides() {
        // From another implementation: printf '1795339872.{}' | openssl dgst -sha256 -hmac secret
        assertThat(Signature.of("secret", 1_795_339_872L, "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(SIGNATURE);
    }

    private static final String SIGNATURE =
            "v1=466b305a127c7003476fcb6753cebf0bb6e09864b9309bb3e1134890c06f3efd";

    @Test
    void theGuideListsEveryField() throws Exception {
        String start = "<!-- fields: webhook -->\n";
        String list =
                "Fields: "
                        + Arrays.stream(AlertField.values())
                                .map(field -> "`" + field.word() + "`")
                                .collect(Collectors.joining(", "))
                        + ".\n";
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(start) + start.length();
        int to = guide.indexOf("<!-- end -->", from);
        if (Boolean.getBoolean("countersign.write-docs")) {
            Files.writeString(GUIDE, guide.substring(0, from) + list + guide.substring(to));
        } else {
            assertThat(guide.substring(from, to)).isEqualTo(list);
        }
    }

    /// Every field has the value, but for the severity.
    private static JsonNode filled(String template, String value) throws Exception {
        AlertField.Values values =
                new AlertField.Values(Map.of(AlertField.SEVERITY, "HIGH"), value);
        String text =
                Template.of(WebhookConfig.shipped(template))
                        .fill(values, WebhookEncoder.FULL_CHARS)
                        .replace(Template.KEY_MARK, 'k');
        return new ObjectMapper().readTree(text);
    }

    private static String shape(JsonNode json) {
        if (json.isObject()) {
            return json.properties().stream()
                    .map(field -> field.getKey() + ":" + shape(field.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        StringBuilder elements = new StringBuilder("[");
        if (json.isArray()) {
            json.forEach(element -> elements.append(shape(element)));
            return elements.append(']').toString();
        }
        return "v";
    }
}
