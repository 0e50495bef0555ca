package io.countersign.detectors.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.PhiDetector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A value that a stream sent in pieces, or with escapes, is redacted in all its pieces or not at
/// all: whoever joins the pieces again reads what the redaction of the whole text says.
class PiecesAreRedactedWholeTest {
    private static final String TEXT =
            "Patient Harold Finch, MRN 00482913, phone (212) 555-0142, mail hf@example.org, has \"asthma\" \u2013 see note.";
    private static final Pattern DELTA =
            Pattern.compile("\"(?:content|text|partial_json)\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// Members whose values are text.
    private static final String VALUES = "\"[a-z_]+\":\"(?:[^\"\\\\]|\\\\.)*\"";

    private final PhiDetector detector = PhiDetector.standard();

    /// How a vendor streams a text.
    enum Stream {
        OPENAI {
            @Override
            String event(String escaped) {
                return "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                        + escaped
                        + "\"}}]}\n\n";
            }
        },
        ANTHROPIC {
            @Override
            String event(String escaped) {
                return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                        + escaped
                        + "\"}}\n\n";
            }
        };

        abstract String event(String escaped);
    }

    @ParameterizedTest
    @EnumSource
    void whereverAStreamCutsTheJoinedTextIsTheRedactedOne(Stream stream) {
        String expected = redacted(Redactor.byType(detector), TEXT);
        assertThat(expected).contains("[NAME]", "[MRN]").doesNotContain("Finch", "0142");
        Random random = new Random(41);
        for (int round = 0; round < 120; round++) {
            String sent = streamed(stream, TEXT, random);
            String out = redacted(Redactor.byType(detector), sent);
            assertThat(joined(out)).as("%s", sent).isEqualTo(expected);
            assertThat(out.replaceAll(VALUES, "")).isEqualTo(sent.replaceAll(VALUES, ""));
        }
    }

    /// Under a key the value comes back whole, in its first piece.
    @ParameterizedTest
    @EnumSource
    void surrogatesLeadBackToTheJoinedText(Stream stream) {
        byte[] key = new byte[Surrogates.KEY_BYTES];
        Surrogates surrogates = new Surrogates(key);
        Redactor redactor = Redactor.withSurrogates(detector, surrogates);
        Random random = new Random(42);
        for (int round = 0; round < 60; round++) {
            String sent = streamed(stream, TEXT, random);
            String out = redacted(redactor, sent);
            assertThat(joined(out)).doesNotContain("Finch", "00482913", "0142", "example.org");
            byte[] back = surrogates.restore(out.getBytes(StandardCharsets.UTF_8)).text();
            assertThat(joined(new String(back, StandardCharsets.UTF_8)))
                    .as("%s", sent)
                    .isEqualTo(TEXT);
        }
    }

    /// A part of a digit's escape is no digit, and half of one would be no JSON.
    @Test
    void escapedCharactersGoAsAWhole() {
        Random random = new Random(43);
        for (int round = 0; round < 200; round++) {
            StringBuilder escaped = new StringBuilder();
            for (int i = 0; i < TEXT.length(); i++) {
                char c = TEXT.charAt(i);
                escaped.append(
                        random.nextInt(3) == 0 || c > 0x7F || c == '"'
                                ? "\\u%04x".formatted((int) c)
                                : String.valueOf(c));
            }
            String out =
                    redacted(
                            Redactor.byType(detector), "{\"content\":\"" + escaped + "\",\"n\":1}");
            assertThat(out).startsWith("{\"content\":\"").endsWith("\",\"n\":1}");
            assertThat(joined(out)).isEqualTo(redacted(Redactor.byType(detector), TEXT));
        }
    }

    private static String redacted(Redactor redactor, String text) {
        Redaction redaction = redactor.redact(text.getBytes(StandardCharsets.UTF_8));
        assertThat(redaction.complete()).as("%s", redaction).isTrue();
        return new String(redaction.text(), StandardCharsets.UTF_8);
    }

    private static String streamed(Stream stream, String text, Random random) {
        StringBuilder sent = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(9));
            sent.append(stream.event(escaped(text.substring(from, to), random)));
            from = to;
        }
        return sent.toString();
    }

    private static String escaped(String piece, Random random) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            escaped.append(
                    c == '"'
                            ? "\\\""
                            : random.nextInt(12) == 0
                                    ? "\\u%04x".formatted((int) c)
                                    : String.valueOf(c));
        }
        return escaped.toString();
    }

    /// What a reader of the stream puts together.
    private static String joined(String stream) {
        List<String> pieces = new ArrayList<>();
        Matcher delta = DELTA.matcher(stream);
        while (delta.find()) {
            pieces.add(decoded(delta.group(1)));
        }
        return String.join("", pieces);
    }

    private static String decoded(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (escaped.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(escaped.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(escaped.charAt(i));
            }
        }
        return text.toString();
    }
}
