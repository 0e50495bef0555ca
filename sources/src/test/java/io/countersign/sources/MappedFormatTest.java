package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A site describes a format of its own in a YAML file, and its records are read, recognised and
/// inspected like those of any other.
class MappedFormatTest {
    private static final String PORTAL =
            """
            name: ai-portal
            marks: [portalVersion, chat]
            timeIs: start
            timeFormat: yyyy/MM/dd HH:mm:ss
            timeZone: America/New_York
            userIs: idp
            fields:
              time: at
              user: [who.mail, who.id]
              url: target
              bytesUp: chat.sent
              prompt: [chat.turns.*.text, chat.system]
              response: chat.answer
            hints:
              org-id: chat.org
            pass: [portalVersion]
            """;

    private static final String LINES =
            """
            name: llm-relay
            syntax: key-value
            marks: [relay_id, upstream]
            fields:
              time: ts
              user: usr
              destinationHost: upstream
              path: uri
              status: code
              prompt: q
            """;

    @Test
    void aRecordIsReadByItsMapping() throws InvalidMappingException {
        String record =
                "{\"portalVersion\":3,\"at\":\"2026/11/22 04:31:12\",\"who\":{\"id\":\"u7\",\"mail\":\"j.okafor@hospital.example.org\"},"
                        + "\"target\":\"https://claude.ai/api/x?q=1\",\"chat\":{\"sent\":812,\"org\":\"org-1\",\"system\":\"Be short.\","
                        + "\"turns\":[{\"text\":\"Letter for Dana Quill\"},{\"text\":\"MRN 5550142\",\"extra\":\"born 1961\"}],\"answer\":\"Dear\"},\"note\":\"left over\"}";
        assertThat(EventText.of(parse(PORTAL, record)))
                .isEqualTo(
                        """
                        time: 2026-11-22T09:31:12Z START
                        user: j.okafor@hospital.example.org
                        identityBasis: IDP
                        destinationHost: claude.ai
                        path: /api/x
                        bytesUp: 812
                        hint: ORG_ID org-1
                        content: PROMPT chat.system = Be short.
                        content: PROMPT chat.turns.0.text = Letter for Dana Quill
                        content: PROMPT chat.turns.1.text = MRN 5550142
                        content: RESPONSE chat.answer = Dear
                        content: QUERY url.query = q=1
                        content: FIELD unlisted keys = chat.turns.1.extra=born 1961\\nnote=left over
                        """);
    }

    @Test
    void aLineOfPairsIsReadByItsMapping() throws InvalidMappingException {
        String line =
                "ts=1795339872 relay_id=77 usr=\"j okafor\" upstream=api.openai.com uri=/v1/chat code=200 q=\"Letter for Dana Quill\" colour=blue";
        assertThat(EventText.of(parse(LINES, line)))
                .isEqualTo(
                        """
                        time: 2026-11-22T09:31:12Z PUBLISHED
                        user: j okafor
                        identityBasis: APP_ASSERTED
                        destinationHost: api.openai.com
                        path: /v1/chat
                        status: 200
                        content: PROMPT q = Letter for Dana Quill
                        content: FIELD unlisted keys = relay_id=77\\ncolour=blue
                        """);
    }

    @Test
    void aMappedFormatIsDetectedByItsMarks() throws InvalidMappingException {
        InputFormats formats =
                InputFormats.builtIn()
                        .with(
                                List.of(
                                        MappingYaml.read("portal.yaml", PORTAL),
                                        MappingYaml.read("relay.yaml", LINES)));
        assertThat(detected(formats, "{\"portalVersion\":3,\"chat\":{}}")).isEqualTo("ai-portal");
        assertThat(detected(formats, "{\"portalVersion\":3}")).isEmpty();
        assertThat(detected(formats, "ts=1 relay_id=2 upstream=a.example.org"))
                .isEqualTo("llm-relay");
        assertThat(formats.named("ai-portal")).isPresent();
        assertThat(InputFormats.builtIn().named("ai-portal")).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        assertThatThrownBy(() ->
                        InputFormats.builtIn()
                                .with(
                                        List.of(
                                                MappingYaml.read(
                                                        "x.yaml",
                                                        PORTAL.replace("ai-portal", "squid")))))
                .isInstanceOf(InvalidMappingException.class)
                .hasMessageContaining("squid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour: blue | colour: unknown key",
                "name: A! | name: small letters",
                "timeZone: Mars/Olympus | timeZone: no time zone",
                "timeFormat: '{' | timeFormat: no pattern",
                "timeIs: whenever | timeIs: one of start, end, published",
                "fields: {colour: x} | fields.colour: unknown field; known are time",
                "fields: {url: {a: b}} | fields.url: neither a path nor a list",
                "hints: {colour: x} | hints.colour: unknown hint; known are",
                "marks: [] | marks: at least one name",
                "'fields: {user: x}' | one of destinationHost, url, application and provider",
                "'timeZone: \"UTC' | not YAML",
            })
    void aFaultIsNamedWithItsPlace(String line, String message) {
        String yaml = without(line.substring(0, line.indexOf(':'))) + line + "\n";
        assertThatThrownBy(() -> MappingYaml.read("portal.yaml", yaml))
                .isInstanceOf(InvalidMappingException.class)
                .hasMessageContaining("portal.yaml")
                .hasMessageContaining(message);
    }

    /// The mapping of the portal without one of its keys and what stands under it.
    private static String without(String key) {
        StringBuilder rest = new StringBuilder();
        boolean under = false;
        for (String line : PORTAL.lines().toList()) {
            under = line.startsWith("  ") ? under : line.startsWith(key + ":");
            if (!under) {
                rest.append(line).append('\n');
            }
        }
        return rest.toString();
    }

    private static Parsed parse(String mapping, String record) throws InvalidMappingException {
        Mapping read = MappingYaml.read("test.yaml", mapping);
        return InputFormats.builtIn()
                .with(List.of(read))
                .named(read.name())
                .orElseThrow()
                .parse(record.getBytes(StandardCharsets.UTF_8));
    }

    private static String detected(InputFormats formats, String record) {
        return formats.detect(record.getBytes(StandardCharsets.UTF_8))
                .map(InputFormat::name)
                .orElse("");
    }
}
