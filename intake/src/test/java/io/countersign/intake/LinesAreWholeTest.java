package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LinesAreWholeTest {
    private static List<String> read(byte[] bytes) throws IOException {
        List<String> read = new ArrayList<>();
        try (Records lines = Records.of(new ByteArrayInputStream(bytes))) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                read.add(new String(line.get(), StandardCharsets.ISO_8859_1));
            }
        }
        return read;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void linesEndWithLfOrCrLfAndTheLastMayHaveNoEnd() throws IOException {
        assertThat(read(bytes("one\ntwo\r\n\nfour"))).containsExactly("one", "two", "", "four");
        assertThat(read(bytes("one\n"))).containsExactly("one");
        assertThat(read(bytes(""))).isEmpty();
        assertThat(read(bytes("\n"))).containsExactly("");
    }

    @Test
    void linesAcrossTheBufferAreWhole() throws IOException {
        Random random = new Random(7);
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String line = "x".repeat(random.nextInt(4) * 40_000 + random.nextInt(50));
            expected.add(line);
            text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        assertThat(read(bytes(text.toString()))).isEqualTo(expected);
    }

    @Test
    void aRowOfTheExtendedLogFormatComesWithItsColumns() throws IOException {
        String file =
                "#Software: a proxy\n#Fields: date time c-ip\nfirst\n# Fields: c-ip date\r\nsecond\n#plain";
        List<Long> numbers = new ArrayList<>();
        List<String> read = new ArrayList<>();
        try (Records lines = Records.of(new ByteArrayInputStream(bytes(file)))) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                read.add(new String(line.get(), StandardCharsets.ISO_8859_1));
                numbers.add(lines.number());
            }
        }
        assertThat(read)
                .containsExactly(
                        "#Fields: date time c-ip\nfirst",
                        "# Fields: c-ip date\nsecond",
                        "# Fields: c-ip date\n#plain");
        assertThat(numbers).containsExactly(3L, 5L, 6L);
        assertThat(read(bytes("# a comment\n#Fieldset\nx")))
                .containsExactly("# a comment", "#Fieldset", "x");
    }

    @Test
    void gzipIsSeenByItsMagic() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes("one\ntwo\n"));
        }
        assertThat(read(packed.toByteArray())).containsExactly("one", "two");
    }

    @Test
    void aLineBeyondTheLimitEndsTheReading() {
        byte[] endless = new byte[Lines.MAX_LINE_BYTES + 100_000];
        assertThatThrownBy(() -> read(endless))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no log of lines");
    }
}
