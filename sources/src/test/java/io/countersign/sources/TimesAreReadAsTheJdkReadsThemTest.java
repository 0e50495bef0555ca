package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The short way for the usual form of a time gives what the JDK's parser gives.
final class TimesAreReadAsTheJdkReadsThemTest {
    private static final int TIMES = 50_000;

    @Test
    void validOrNot() {
        Random random = new Random(7);
        int valid = 0;
        for (int i = 0; i < TIMES; i++) {
            String text =
                    "%04d-%02d-%02dT%02d:%02d:%02dZ"
                            .formatted(
                                    random.nextInt(10_000),
                                    random.nextInt(14),
                                    random.nextInt(33),
                                    random.nextInt(25),
                                    random.nextInt(61),
                                    random.nextInt(61));
            Instant expected = jdk(text);
            assertThat(Lenient.instant(text)).as(text).isEqualTo(expected);
            valid += expected == null ? 0 : 1;
        }
        assertThat(valid).isBetween(TIMES / 2, TIMES - 1);
    }

    @Test
    void leapDaysAndTheEndsOfADay() {
        for (String text :
                new String[] {
                    "2024-02-29T00:00:00Z",
                    "2023-02-29T00:00:00Z",
                    "2026-12-31T23:59:59Z",
                    "2026-11-22T24:00:00Z",
                    "2026-11-22T23:59:60Z",
                    "2026-11-22t09:31:12Z",
                    "2026-11-22T09:31:1xZ",
                    "0000-01-01T00:00:00Z"
                }) {
            assertThat(Lenient.instant(text)).as(text).isEqualTo(jdk(text));
        }
    }

    @Test
    void fractionsBlanksAndNoZone() {
        for (String text :
                new String[] {
                    "2026-11-22T09:31:12.4Z",
                    "2026-11-22T09:31:12.1182203Z",
                    "2026-11-22T09:31:12.123456789Z",
                    "2026-11-22T09:31:12.1234567890Z",
                    "2026-11-22T09:31:12.Z",
                    "2026-11-22T09:31:12.43xZ",
                    "2026-11-22T09:31:12,433Z",
                    "2026-11-22T09:31:12.433+01:00",
                    "2026-02-30T09:31:12.433Z"
                }) {
            Instant expected = jdk(text);
            assertThat(Lenient.instant(text)).as(text).isEqualTo(expected);
            assertThat(Lenient.instant(text.replace('T', ' '))).as(text).isEqualTo(expected);
            if (text.endsWith("Z") && !text.endsWith(".Z")) {
                assertThat(Lenient.instant(text.substring(0, text.length() - 1)))
                        .as(text)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void allWordsForNothingAreNothing() {
        for (String word :
                new String[] {
                    "",
                    " ",
                    "-",
                    "None",
                    "none",
                    "N/A",
                    "n/a",
                    "NA",
                    "NotChecked",
                    "NotAvailable",
                    "UNKNOWN",
                    "Unknown",
                    "unknown",
                    "invalid",
                    "null",
                    "(null)",
                    " None "
                }) {
            assertThat(Lenient.text(word)).as(word).isNull();
        }
        assertThat(Lenient.text("NotAvailable!")).isEqualTo("NotAvailable!");
        assertThat(Lenient.text("nonesuch")).isEqualTo("nonesuch");
    }

    private static @Nullable Instant jdk(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
