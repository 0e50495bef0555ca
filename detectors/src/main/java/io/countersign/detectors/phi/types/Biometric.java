package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// The name of a stored fingerprint, voice, face or iris.
public final class Biometric {
    private Biometric() {}

    public static final InfoType TYPE =
            new InfoType(
                    "BIOMETRIC",
                    Category.P,
                    "a token of 5 to 20 characters with a digit after the name of a template; the template itself is not looked into",
                    "",
                    List.of(
                            "fingerprint template",
                            "fingerprint template id",
                            "fingerprint id",
                            "finger print template",
                            "voiceprint",
                            "voiceprint id",
                            "voice print id",
                            "faceprint",
                            "face template",
                            "face template id",
                            "face id",
                            "iris scan",
                            "iris scan id",
                            "iris template",
                            "retina scan",
                            "retina scan id",
                            "palm scan",
                            "biometric",
                            "biometric id",
                            "biometric template"),
                    "LIKELY after its word");

    /// Words that tell it from the other types of its class of context words.
    static final List<String> TELLING =
            List.of(
                    "fingerprint",
                    "finger",
                    "voiceprint",
                    "voice",
                    "faceprint",
                    "face",
                    "iris",
                    "retina",
                    "palm",
                    "biometric");
}
