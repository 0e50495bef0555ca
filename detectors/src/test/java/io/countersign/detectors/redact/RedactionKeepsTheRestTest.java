package io.countersign.detectors.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Place;
import io.countersign.detectors.phi.Text;
import io.countersign.detectors.phi.types.Photo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds of every redaction, over texts made by chance: redacted twice is redacted once, a
/// scan of the result finds nothing, the bytes outside the findings stay, and surrogates lead back
/// to the text byte for byte.
class RedactionKeepsTheRestTest {
    private static final int TEXTS = Integer.getInteger("redact.texts", 600);
    private static final PhiDetector DETECTOR = PhiDetector.standard();
    private static final Surrogates SURROGATES = new Surrogates(key(1));

    enum Way {
        MASK,
        TYPE,
        SURROGATE;

        Redactor redactor() {
            return switch (this) {
                case MASK -> Redactor.masking(DETECTOR);
                case TYPE -> Redactor.byType(DETECTOR);
                case SURROGATE -> Redactor.withSurrogates(DETECTOR, SURROGATES);
            };
        }
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[Surrogates.KEY_BYTES];
        new Random(seed).nextBytes(key);
        return key;
    }

    private static List<Finding> identifiers(byte[] text) {
        Inspection inspection = DETECTOR.inspect(List.of(new Text("text", text)));
        return inspection.findings().stream()
                .filter(finding -> finding.type().category().identifier())
                // The media type of an image stays, the image goes.
                .filter(finding -> !finding.type().equals(Photo.TYPE))
                .toList();
    }

    private static String show(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void redactedTwiceIsRedactedOnceAndAScanFindsNothing(Way way) {
        Redactor redactor = way.redactor();
        RandomTexts texts = new RandomTexts(11);
        int replaced = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = texts.next();
            Redaction once = redactor.redact(text);
            replaced += once.replaced().values().stream().mapToInt(Integer::intValue).sum();

            assertThat(once.complete())
                    .as("%s of %s gave %s", once, show(text), show(once.text()))
                    .isTrue();
            assertThat(identifiers(once.text())).as(show(once.text())).isEmpty();
            Redaction twice = redactor.redact(once.text());
            assertThat(show(twice.text())).isEqualTo(show(once.text()));
            assertThat(twice.replaced()).isEmpty();
        }
        assertThat(replaced).isGreaterThan(TEXTS);
    }

    @Test
    void surrogatesLeadBackByteForByte() {
        Redactor redactor = Way.SURROGATE.redactor();
        RandomTexts texts = new RandomTexts(12);
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = texts.next();
            Redaction redaction = redactor.redact(text);
            Surrogates.Restored restored = SURROGATES.restore(redaction.text());

            assertThat(restored.text()).as(show(redaction.text())).isEqualTo(text);
            assertThat(restored.count())
                    .isEqualTo(
                            redaction.replaced().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum());
        }
    }

    /// Against a slow model: cut the first pass's places out of both texts, and the rest is equal.
    /// Texts that need a second pass are left to the test of reversal, which covers them.
    @ParameterizedTest
    @EnumSource
    void everyByteOutsideTheFindingsStays(Way way) {
        Redactor redactor = way.redactor();
        RandomTexts texts = new RandomTexts(13);
        int compared = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = texts.next();
            byte[] redacted = redactor.redact(text).text();
            List<byte[]> pieces = outside(text);
            int at = 0;
            boolean found = true;
            for (byte[] piece : pieces) {
                int next = indexOf(redacted, piece, at);
                found &= next >= 0;
                at = Math.max(at, next + piece.length);
            }
            if (found) {
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(TEXTS * 4 / 5);
    }

    private static List<byte[]> outside(byte[] text) {
        Inspection inspection = DETECTOR.inspect(List.of(new Text("text", text)));
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < inspection.findings().size(); i++) {
            InfoType type = inspection.findings().get(i).type();
            if (type.category().identifier() && !type.equals(Photo.TYPE)) {
                places.add(inspection.places().get(i));
            }
        }
        places.addAll(inspection.encodedValues());
        places.sort(java.util.Comparator.comparingInt(place -> place.span().start()));
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        for (Place place : places) {
            pieces.add(Arrays.copyOfRange(text, at, Math.max(at, place.span().start())));
            at = Math.max(at, place.span().end());
        }
        pieces.add(Arrays.copyOfRange(text, at, text.length));
        return pieces;
    }

    private static int indexOf(byte[] text, byte[] piece, int from) {
        for (int i = from; i + piece.length <= text.length; i++) {
            if (Arrays.equals(text, i, i + piece.length, piece, 0, piece.length)) {
                return i;
            }
        }
        return -1;
    }
}
