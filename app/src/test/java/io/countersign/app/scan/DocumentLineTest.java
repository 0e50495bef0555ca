package io.countersign.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentLineTest {
    private final DocumentLine line = new DocumentLine();

    @Test
    void idAndTextAreReadWhateverElseIsThere() {
        assertThat(read("{\"id\":\"a\\\"b\",\"text\":\"one\\ntwo\"}")).isTrue();
        assertThat(id()).isEqualTo("\"a\\\"b\"");
        assertThat(text()).isEqualTo("one\ntwo");
        assertThat(
                        read(
                                " { \"spans\" : [ {\"text\":\"no\",\"x\":[1,2,{}]} , null ] , \"text\" : \"\\ud83e\\ude7a\\u00e9\" , \"id\" : -7.5e3 } \r"))
                .isTrue();
        assertThat(id()).isEqualTo("-7.5e3");
        assertThat(text()).isEqualTo("\uD83E\uDE7Aé");
        assertThat(read("{\"t\\u0065xt\":\"\",\"id\":null}")).isTrue();
        assertThat(id()).isEqualTo("null");
        assertThat(text()).isEmpty();
    }

    /// What would break the lines that are written is not passed on.
    @Test
    void anIdThatIsNoStringOrNumberIsNull() {
        assertThat(read("{\"id\":{\"a\":1},\"text\":\"x\"}")).isTrue();
        assertThat(id()).isEqualTo("null");
        assertThat(read("{\"id\":true,\"text\":\"x\"}")).isTrue();
        assertThat(id()).isEqualTo("null");
    }

    @Test
    void halfASurrogatePairIsOneCharacter() {
        assertThat(read("{\"text\":\"a\\ud83eb\\ude7a\\ud83e\\ud83e\\ude7a\"}")).isTrue();
        assertThat(text()).isEqualTo("a\uFFFDb\uFFFD\uFFFD\uD83E\uDE7A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"text\":1}",
                "{\"text\":\"a\"",
                "{\"text\":\"a\"} x",
                "{\"text\":\"a\"}{\"text\":\"b\"}",
                "{\"text\":\"\\x\"}",
                "{\"text\":\"\\u12g4\"}",
                "{\"text\":\"\\u123",
                "{\"text\" \"a\"}",
                "{\"a\":,\"text\":\"a\"}",
                "{text:\"a\"}"
            })
    void whatIsNoDocumentIsRefused(String other) {
        assertThat(read(other)).isFalse();
    }

    @Test
    void deepNestingIsRefusedWithoutRecursion() {
        assertThat(read("{\"x\":" + "[".repeat(64) + "]".repeat(64) + ",\"text\":\"a\"}")).isTrue();
        assertThat(read("{\"x\":" + "[".repeat(1 << 20) + ",\"text\":\"a\"}")).isFalse();
    }

    @Test
    void itReadsWhatAFullParserReads() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            ObjectNode node = mapper.createObjectNode();
            node.put("before", random.nextDouble());
            node.put("id", i);
            node.putObject("nested").put("text", "no").putArray("a").add("}").add(true);
            String text = random(random);
            node.put("text", text);
            node.put("after", "\\\"");
            assertThat(read(mapper.writeValueAsString(node))).isTrue();
            assertThat(id()).isEqualTo(String.valueOf(i));
            assertThat(text()).isEqualTo(text);
        }
    }

    /// Any bytes give an answer.
    @Test
    void brokenLinesNeverThrow() {
        byte[] whole =
                "{\"id\":1,\"a\":[{\"b\":\"\\u00e9\\n\"}],\"text\":\"\\ud83e\\ude7a x\"}"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(12);
        for (int i = 0; i < 50_000; i++) {
            byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int changes = random.nextInt(4); changes > 0 && broken.length > 0; changes--) {
                broken[random.nextInt(broken.length)] =
                        (byte) "{}[]\",:\\u01e \u0000".charAt(random.nextInt(13));
            }
            boolean read = line.read(broken, 0, broken.length);
            assertThat(read && line.text().length > whole.length).isFalse();
        }
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append("\"\\/\b\f\n\r\t".charAt(random.nextInt(8)));
                case 1 -> text.appendCodePoint(0x1F300 + random.nextInt(200));
                case 2 -> text.append((char) (0xA0 + random.nextInt(0x2000)));
                default -> text.append((char) (32 + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    private boolean read(String text) {
        byte[] bytes = ("xx" + text).getBytes(StandardCharsets.UTF_8);
        return line.read(bytes, 2, bytes.length);
    }

    private String id() {
        return new String(line.id(), StandardCharsets.UTF_8);
    }

    private String text() {
        return new String(line.text(), StandardCharsets.UTF_8);
    }
}
