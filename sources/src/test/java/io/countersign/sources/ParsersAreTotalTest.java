package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes are, a parser gives an event or a rejection that quotes nothing. Seeds are
/// fixed: a failure comes back on the next run.
class ParsersAreTotalTest {
    private static final int RANDOM_RECORDS = 10_000;
    private static final int MUTATIONS_PER_FIXTURE = 100;

    /// Fixtures of a format that are cut at every byte: the work grows with the square of a line.
    private static final int CUT_FIXTURES = 8;

    static List<InputFormat> formats() {
        return InputFormats.builtIn().all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void randomBytes(InputFormat format) {
        Random random = new Random(20_261_122);
        for (int i = 0; i < RANDOM_RECORDS; i++) {
            byte[] record = new byte[random.nextInt(300)];
            random.nextBytes(record);
            check(format, record);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyPrefixOfTheFirstFixtures(InputFormat format) {
        List<Fixture> fixtures = Fixture.of(format.name());
        for (Fixture fixture : fixtures.subList(0, Math.min(fixtures.size(), CUT_FIXTURES))) {
            byte[] raw = fixture.bytes();
            for (int length = 0; length < raw.length; length++) {
                check(format, Arrays.copyOf(raw, length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void mutationsOfEveryFixture(InputFormat format) {
        Random random = new Random(4_711);
        for (Fixture fixture : Fixture.of(format.name())) {
            for (int i = 0; i < MUTATIONS_PER_FIXTURE; i++) {
                check(format, Mutations.mutated(fixture.bytes(), random));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void fixturesOfTheOtherFormats(InputFormat format) {
        Fixture.all().forEach(fixture -> check(format, fixture.bytes()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theSameBytesGiveTheSameEvent(InputFormat format) {
        for (Fixture fixture : Fixture.of(format.name())) {
            byte[] raw = fixture.bytes();
            String first = EventText.of(format.parse(raw));
            assertThat(EventText.of(format.parse(raw))).isEqualTo(first);
            assertThat(raw).as("the parser leaves the array alone").isEqualTo(fixture.bytes());
        }
    }

    @Test
    void everyRejectionCodeOfAParserIsReached() {
        assertThat(rejection(new byte[0])).isEqualTo(RejectionCode.EMPTY);
        assertThat(rejection(" \r\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectionCode.EMPTY);
        assertThat(rejection(new byte[Limits.MAX_RECORD_BYTES + 1]))
                .isEqualTo(RejectionCode.OVERSIZE);
        assertThat(rejection(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0}))
                .isEqualTo(RejectionCode.NOT_TEXT);
        assertThat(rejection("{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(RejectionCode.NOT_TEXT);
        assertThat(rejection("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(RejectionCode.NOT_TEXT);
        assertThat(rejection("{\"a\" 1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectionCode.MALFORMED);
        assertThat(rejection("{\"a\":".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectionCode.TRUNCATED);
        assertThat(rejection(("{\"a\":" + "[".repeat(65)).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectionCode.TOO_DEEP);
        assertThat(rejection(("{\"a\":" + "1".repeat(500) + "}").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectionCode.OVERSIZE);
        assertThat(rejection("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectionCode.MISSING_FIELD);
    }

    private static RejectionCode rejection(byte[] record) {
        return switch (InputFormats.builtIn()
                .named("bedrock-invocation")
                .orElseThrow()
                .parse(record)) {
            case Parsed.Rejected rejected -> rejected.code();
            case Parsed.Accepted _ -> throw new AssertionError("accepted");
        };
    }

    private static void check(InputFormat format, byte[] record) {
        Parsed parsed = format.parse(record);
        assertThat(parsed.toString()).doesNotContain(Mutations.MARK);
        switch (parsed) {
            case Parsed.Rejected rejected -> {
                assertThat(rejected.explanation()).isNotBlank().hasSizeLessThan(100);
            }
            case Parsed.Accepted accepted -> check(accepted.event(), format);
        }
    }

    private static void check(Event event, InputFormat format) {
        assertThat(event.format()).isEqualTo(format.name());
        event.path().ifPresent(path -> assertThat(path).startsWith("/").doesNotContain("?"));
        event.method()
                .ifPresent(method -> assertThat(method).isEqualTo(method.toUpperCase(Locale.ROOT)));
        event.status().ifPresent(status -> assertThat(status).isBetween(100, 999));
        event.destinationHost()
                .ifPresent(host -> {
                    assertThat(host).isEqualTo(host.toLowerCase(Locale.ROOT)).isNotEmpty();
                    assertThat(host).doesNotContain("/", "@", " ", "?", "[").doesNotEndWith(".");
                });
        assertThat(event.contents()).hasSizeLessThanOrEqualTo(Limits.MAX_CONTENTS + 1);
        for (Content content : event.contents()) {
            assertThatCode(() ->
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(content.utf8())))
                    .doesNotThrowAnyException();
            assertThat(content.path()).doesNotContain(Mutations.MARK);
        }
    }
}
