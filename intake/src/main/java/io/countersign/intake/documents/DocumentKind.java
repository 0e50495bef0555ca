package io.countersign.intake.documents;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a document is by its first bytes: names and declared types are the sender's and may lie.
public enum DocumentKind {
    PDF,
    /// A zip archive, office documents among them.
    ZIP,
    /// Microsoft's compound files: the office formats before 2007, and encrypted ones since.
    OLE2,
    RTF,
    HTML,
    XML,
    GZIP,
    TAR,
    IMAGE,
    /// No mark of any of these: plain text, or nothing that is known.
    OTHER;

    /// So many first bytes tell the kind.
    public static final int LOOKED_AT = 1024;

    private static final int TAR_MARK = 257;

    /// The word in records.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DocumentKind of(byte[] bytes) {
        if (begins(bytes, 'P', 'K', 3, 4) || begins(bytes, 'P', 'K', 5, 6)) {
            return ZIP;
        }
        if (begins(bytes, 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1)) {
            return OLE2;
        }
        if (begins(bytes, 0x1F, 0x8B, 8)) {
            return GZIP;
        }
        if (isImage(bytes)) {
            return IMAGE;
        }
        if (bytes.length > TAR_MARK + 5
                && new String(bytes, TAR_MARK, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
            return TAR;
        }
        String start =
                new String(bytes, 0, Math.min(bytes.length, LOOKED_AT), StandardCharsets.ISO_8859_1)
                        .replaceFirst("^(\u00EF\u00BB\u00BF|\u00FE\u00FF|\u00FF\u00FE)", "")
                        .replace("\0", "");
        // Readers take a PDF whose header stands a little later (ISO 32000-1, annex H.3.4.1).
        if (start.contains("%PDF-")) {
            return PDF;
        }
        String text = start.stripLeading();
        if (text.startsWith("{\\rtf")) {
            return RTF;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html")
                || lower.startsWith("<html")
                || (lower.startsWith("<?xml") && lower.contains("<html"))) {
            return HTML;
        }
        return lower.startsWith("<?xml") || lower.startsWith("<clinicaldocument") ? XML : OTHER;
    }

    private static boolean isImage(byte[] bytes) {
        return begins(bytes, 0x89, 'P', 'N', 'G')
                || begins(bytes, 0xFF, 0xD8, 0xFF)
                || begins(bytes, 'G', 'I', 'F', '8')
                || begins(bytes, 'I', 'I', 42, 0)
                || begins(bytes, 'M', 'M', 0, 42)
                || (begins(bytes, 'B', 'M') && bytes.length > 14 && bytes[6] == 0 && bytes[7] == 0)
                || (begins(bytes, 'R', 'I', 'F', 'F') && at(bytes, 8, "WEBP"))
                || at(bytes, 4, "ftypheic")
                || at(bytes, 4, "ftypmif1")
                || at(bytes, 4, "ftypavif")
                || at(bytes, 128, "DICM");
    }

    private static boolean at(byte[] bytes, int from, String mark) {
        return bytes.length >= from + mark.length()
                && new String(bytes, from, mark.length(), StandardCharsets.ISO_8859_1).equals(mark);
    }

    private static boolean begins(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
