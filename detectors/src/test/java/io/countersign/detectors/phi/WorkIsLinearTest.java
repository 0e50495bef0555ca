package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile input costs no more than twice as much when it is twice as long, and never throws.
class WorkIsLinearTest {
    private static final int SIZE = 60_000;
    private static final double MOST = 2.5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "A",
                "1",
                "a1",
                "A1-",
                "a@",
                "a.b@c.",
                "http://a?name=x&",
                "1-1-",
                "555-",
                "(212) ",
                "Dr. ",
                "John ",
                "John Smith ",
                "St. ",
                "Hospital of ",
                "MRN ",
                "MRN 1",
                "May 5, ",
                "{",
                "[",
                "[\"",
                "{\"a\":",
                "\"\\",
                "a=b&",
                "a,b\n",
                "data:{",
                "new york ",
                "192.0.2.1.",
                "é",
                "\u2013",
                "'s ",
                "J. ",
                "patient ",
                "1/1/",
                "\u0000a",
                "x\n",
                "de la ",
                "<a>",
                "<x>\n",
                "</x>\n",
                "<x><y/><!--\n",
                "<x><y z=\"\n",
                "<?xml \n",
                "<x><y><![CDATA[\n",
                "<x y='z' ",
                "<x xmlns='y'>&amp;"
            })
    void repeatedPieces(String piece) {
        String text = piece.repeat(SIZE / piece.length());
        long once = steps(text.getBytes(StandardCharsets.UTF_8));
        long twice = steps((text + text).getBytes(StandardCharsets.UTF_8));
        assertThat((double) twice).isLessThanOrEqualTo(once * MOST + 1000);
    }

    private static long steps(byte[] text) {
        PhiDetector detector = PhiDetector.standard();
        detector.inspect(List.of(new Text("x", text)));
        return detector.steps();
    }

    @Test
    void randomBytesAndRandomWordsGiveAResultInTime() {
        PhiDetector detector = PhiDetector.standard();
        String[] words = {
            "John",
            "Smith",
            "MRN",
            "SSN",
            "5",
            "12/11/1958",
            "Dr.",
            "@",
            "://",
            "{",
            "\"",
            ":",
            "[",
            "]",
            "<x><y>",
            "</y>",
            "<y mrn='",
            "<!--",
            "\\u0041",
            "\n",
            ",",
            "555-123-4567",
            "Hospital",
            "at",
            "seen",
            "Elm",
            "Street",
            "é",
            "\ud83d\ude00",
            "-",
            "May",
            "2023",
            "patient",
            "E11.9",
            "'s",
            "(",
            ")",
            "&",
            "="
        };
        Random random = new Random(20261126);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        for (int round = 0; round < 400; round++) {
            byte[] bytes = new byte[random.nextInt(3000)];
            random.nextBytes(bytes);
            if (round % 2 == 0) {
                StringBuilder text = new StringBuilder();
                while (text.length() < 3000) {
                    text.append(words[random.nextInt(words.length)]);
                    if (random.nextInt(3) > 0) {
                        text.append(' ');
                    }
                }
                bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            } else if (round % 4 == 1) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) (32 + (bytes[i] & 0x5f));
                }
            }
            byte[] input = bytes;
            assertThatCode(
                            () -> {
                                Inspection inspection =
                                        detector.inspect(List.of(new Text("x", input)));
                                inspection.findings().forEach(inspection::normalisedValue);
                            })
                    .doesNotThrowAnyException();
        }
        assertThat(System.nanoTime()).as("400 small texts within a minute").isLessThan(deadline);
    }

    @Test
    void windowsOfALongTextLoseNothing() {
        String filler = "nothing to see here but words and words. ".repeat(2000);
        StringBuilder text = new StringBuilder();
        int expected = 25;
        for (int i = 0; i < expected; i++) {
            text.append(filler, 0, 7000 + i * 37)
                    .append(" MRN 0048291")
                    .append(i % 10)
                    .append(" was seen. ");
        }
        Inspection inspection =
                PhiDetector.standard()
                        .inspect(
                                List.of(
                                        new Text(
                                                "x",
                                                text.toString().getBytes(StandardCharsets.UTF_8))));
        assertThat(
                        inspection.findings().stream()
                                .filter(finding -> finding.type().name().equals("MRN"))
                                .count())
                .isEqualTo(expected);
    }
}
