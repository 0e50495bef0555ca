package io.countersign.forensics.letters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The letters of a case.
public enum LetterKind {
    /// To each affected individual: 45 CFR 164.404(c)(1), (A) to (E).
    PATIENT(true),
    /// To media of a state with more than 500 affected residents: the same elements, 164.406(c).
    MEDIA(true),
    /// What the portal of HHS asks for, to be typed in: 164.408.
    HHS(true),
    /// That a recipient deletes what it got, and says so.
    VENDOR(false),
    /// To somebody who sent what nobody saw: what was it, whose, and is it deleted.
    ATTESTATION(false);

    /// What a notice of a breach has to say.
    private static final Map<LetterField, String> ELEMENTS =
            Map.of(
                    LetterField.WHAT,
                    "what happened (45 CFR 164.404(c)(1)(A))",
                    LetterField.BREACH_DATES,
                    "when it happened (45 CFR 164.404(c)(1)(A))",
                    LetterField.DISCOVERED,
                    "when it was discovered (45 CFR 164.404(c)(1)(A))",
                    LetterField.KINDS,
                    "which kinds of information (45 CFR 164.404(c)(1)(B))",
                    LetterField.STEPS,
                    "what individuals should do to protect themselves (45 CFR 164.404(c)(1)(C))",
                    LetterField.ACTIONS,
                    "what the hospital does (45 CFR 164.404(c)(1)(D))",
                    LetterField.PHONE,
                    "a toll-free number (45 CFR 164.404(c)(1)(E))",
                    LetterField.CONTACT,
                    "an e-mail address, web site or postal address (45 CFR 164.404(c)(1)(E))");

    private static final int MAX_BYTES = 4 * LetterTemplate.MAX_CHARS;

    private final boolean followsDecision;

    LetterKind(boolean followsDecision) {
        this.followsDecision = followsDecision;
    }

    /// Whether it is a draft until two persons signed that the case is a breach.
    public boolean followsDecision() {
        return followsDecision;
    }

    /// As a command and a file name have it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The text of the template that comes with this program.
    public String bundled() throws IOException {
        try (InputStream text = LetterKind.class.getResourceAsStream(word() + ".txt")) {
            if (text == null) {
                throw new IOException("there is no template for " + word());
            }
            return new String(text.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    /// A template for this kind.
    ///
    /// @throws UnfitTemplateException where it lacks what this kind of letter has to say
    public LetterTemplate template(String text) throws UnfitTemplateException {
        LetterTemplate template = LetterTemplate.of(text);
        boolean isNotice = this == PATIENT || this == MEDIA;
        for (Map.Entry<LetterField, String> element :
                isNotice ? ELEMENTS.entrySet() : Set.<Map.Entry<LetterField, String>>of()) {
            if (!template.fields().contains(element.getKey())) {
                throw new UnfitTemplateException(
                        "This letter has to say "
                                + element.getValue()
                                + ": the template lacks {{"
                                + element.getKey().word()
                                + "}}");
            }
        }
        return template;
    }
}
