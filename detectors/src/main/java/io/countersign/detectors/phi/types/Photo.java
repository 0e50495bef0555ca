package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An image, which may show a face. It is reported by its type and not looked into.
public final class Photo {
    private Photo() {}

    public static final InfoType TYPE =
            new InfoType(
                    "PHOTO",
                    Category.Q,
                    "an image by its declared type: a part of type image, a data URI, a DICOM file",
                    "",
                    List.of(),
                    "POSSIBLE: that an image is there, not what it shows");
}
