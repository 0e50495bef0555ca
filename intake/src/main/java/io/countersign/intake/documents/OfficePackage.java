package io.countersign.intake.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Tells office documents (ECMA-376, OpenDocument) from other zip archives.
public final class OfficePackage {
    /// How the first file of one is called, by the writers that are known: for those who have not
    /// all of an archive yet.
    private static final Set<String> FIRST_NAMES =
            Set.of(
                    "[content_types].xml",
                    "mimetype",
                    "_rels",
                    "docprops",
                    "word",
                    "xl",
                    "ppt",
                    "customxml");

    private static final int NAME_LENGTH_AT = 26;
    private static final int NAME_AT = 30;

    private OfficePackage() {}

    /// Whether an archive that begins like this may be an office document (PKWARE's APPNOTE 4.3.7).
    ///
    /// @param first [DocumentKind#LOOKED_AT] bytes, or all there are
    public static boolean mayBegin(byte[] first) {
        if (DocumentKind.of(first) != DocumentKind.ZIP || first.length < NAME_AT) {
            return false;
        }
        int length = (first[NAME_LENGTH_AT] & 0xFF) | (first[NAME_LENGTH_AT + 1] & 0xFF) << 8;
        String name =
                new String(
                        first,
                        NAME_AT,
                        Math.min(length, first.length - NAME_AT),
                        StandardCharsets.ISO_8859_1);
        return FIRST_NAMES.contains(name.toLowerCase(Locale.ROOT).split("/", 2)[0]);
    }

    /// Whether an archive is an office document; it is unpacked within the limits of a document
    /// until that is known.
    public static boolean is(byte[] zip) {
        return !kind(zip).isEmpty();
    }

    /// docx, xlsx, pptx, odf, or empty: by names only, with a budget of its own, since the document
    /// is read again.
    static String kind(byte[] zip) {
        Set<String> names = new HashSet<>();
        try {
            Zip.read(
                    zip,
                    new Budget(),
                    (file, _) -> {
                        names.add(file);
                        if (!OfficeOpenText.kind(names).isEmpty()) {
                            throw new LimitReachedException("it is known");
                        }
                    });
        } catch (IOException _knownOrDamaged) {
            // What was seen decides; reading it tells what is wrong.
        }
        return OfficeOpenText.kind(names);
    }
}
