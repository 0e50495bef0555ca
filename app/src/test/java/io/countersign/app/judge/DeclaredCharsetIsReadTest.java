package io.countersign.app.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.policy.PolicyYaml;
import io.countersign.detectors.destination.Inspected;
import io.countersign.schemas.Hash;
import io.countersign.sources.Content;
import io.countersign.sources.Event;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.ContentFinding;
import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Locate;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.RawRecord;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A body is read in the charset that its content type declares, and where nobody knows that
/// charset, the entry says so instead of calling it clean.
class DeclaredCharsetIsReadTest {
    private static final String PROMPT =
            "Patient: Zoë Roe, MRN: 00123456, diagnosed with diabetes. ".repeat(4);

    private final PolicyInForce policy =
            new PolicyInForce(new Hash(new byte[32]), PolicyReader.read(PolicyYaml.demo()));
    private final Inspect inspect = new Inspect();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UTF-16LE|text/plain; charset=utf-16le",
                "UTF-16BE|text/plain;charset=\"UTF-16BE\"",
                "UTF-16|text/plain; format=flowed; Charset = utf-16",
                "windows-1252|text/plain; charset=windows-1252",
                "UTF-8|text/plain; charset=UTF-16LE"
            })
    void aBodyInADeclaredCharsetIsInspectedInFull(String charset, String contentType) {
        ContentFinding found = inspected(PROMPT.getBytes(Charset.forName(charset)), contentType);
        assertThat(found.inspected()).isEqualTo(Inspected.FULL);
        assertThat(found.phi()).contains(true);
        assertThat(found.inspection().orElseThrow().findings())
                .filteredOn(one -> one.type().name().equals("MRN"))
                .hasSize(4);
    }

    @Test
    void anUnknownCharsetIsNotInspectedOrPartialWithItsReason() {
        ContentFinding binary =
                inspected(
                        PROMPT.getBytes(StandardCharsets.UTF_16LE), "text/plain; charset=klingon");
        assertThat(binary.inspected()).isEqualTo(Inspected.NOT_INSPECTED);
        assertThat(binary.reason()).isEqualTo("CHARSET_UNKNOWN");
        assertThat(binary.phi()).isEmpty();
        ContentFinding partial =
                inspected(
                        "Zo\u00eb has asthma".getBytes(StandardCharsets.ISO_8859_1),
                        "text/plain; charset=klingon");
        assertThat(partial.inspected()).isEqualTo(Inspected.PARTIAL);
        assertThat(partial.reason()).isEqualTo("CHARSET_UNKNOWN");
    }

    @Test
    void halfACharacterIsPartial() {
        byte[] body = PROMPT.getBytes(StandardCharsets.UTF_16LE);
        ContentFinding cut =
                inspected(Arrays.copyOf(body, body.length - 1), "text/plain; charset=utf-16le");
        assertThat(cut.inspected()).isEqualTo(Inspected.PARTIAL);
        assertThat(cut.reason()).isEqualTo("INVALID_UTF8");
        assertThat(cut.phi()).contains(true);
        byte[] marked = ("\uFEFF" + PROMPT).getBytes(StandardCharsets.UTF_16LE);
        marked[marked.length - 1] = (byte) 0xD8; // half of a pair
        assertThat(inspected(marked, "").inspected()).isEqualTo(Inspected.PARTIAL);
    }

    private ContentFinding inspected(byte[] body, String contentType) {
        Event event =
                Event.builder("test")
                        .destinationHost("chatgpt.com")
                        .path("/backend-api/conversation")
                        .method("POST")
                        .contentType(contentType)
                        .content(new Content(Content.Role.PROMPT, "body", body))
                        .build();
        RawRecord raw =
                new RawRecord(
                        "test", 0, 1, 1_764_000_000_000L, "test", "", OptionalLong.empty(), body);
        Passage located =
                Locate.locate(
                        new Passage.Received(
                                raw, event, Instant.ofEpochMilli(1_764_000_000_000L), false),
                        policy);
        assertThat(located).isInstanceOf(Passage.Located.class);
        return inspect.inspect((Passage.Located) located).content();
    }
}
