package io.countersign.it.fuzz;

import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.redact.Redaction;
import io.countersign.detectors.redact.Redactor;
import io.countersign.detectors.redact.Surrogates;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Redacting: any bytes give a text; what is complete stays as it is when it is redacted again; a
/// text of which nothing was replaced is the same bytes; surrogates lead back to the text byte for
/// byte, so that nothing but the findings was touched; of an incomplete text, which nobody is
/// shown, where it has no Base64 in it.
public final class RedactTarget {
    private static final PhiDetector DETECTOR = PhiDetector.standard();
    private static final Surrogates SURROGATES = new Surrogates(new byte[Surrogates.KEY_BYTES]);
    private static final Redactor WITH_SURROGATES = Redactor.withSurrogates(DETECTOR, SURROGATES);
    private static final List<Redactor> ALL =
            List.of(Redactor.masking(DETECTOR), Redactor.byType(DETECTOR), WITH_SURROGATES);

    /// Base64 of some length.
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{24}");

    private RedactTarget() {}

    private static boolean leadsBack(Redaction redaction, byte[] input) {
        return redaction.complete()
                || !BASE64.matcher(new String(input, StandardCharsets.ISO_8859_1)).find();
    }

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        for (Redactor redactor : ALL) {
            Redaction once = redactor.redact(input);
            if (once.replaced().isEmpty() && !Arrays.equals(once.text(), input)) {
                throw new AssertionError("nothing was replaced, and the text is another");
            }
            if (once.complete()) {
                Redaction twice = redactor.redact(once.text());
                if (!Arrays.equals(twice.text(), once.text())) {
                    throw new AssertionError("redacted twice is not redacted once");
                }
            }
            if (redactor == WITH_SURROGATES
                    && once.surrogatesKept() == 0
                    && leadsBack(once, input)) {
                byte[] restored = SURROGATES.restore(once.text()).text();
                if (!Arrays.equals(restored, input)) {
                    throw new AssertionError("surrogates do not lead back to the text");
                }
            }
        }
    }
}
