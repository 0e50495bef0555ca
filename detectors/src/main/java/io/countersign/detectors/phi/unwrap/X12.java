package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.WordClass;

/// X12 transactions of health care (837 claims, 835 payments, 270, 271, 278 and their like):
/// segments and elements between separators that the ISA header declares; the meaning of an element
/// by its number and by the qualifier before it.
final class X12 {
    /// ISA is of fixed length: its separators stand at these places.
    private static final int ISA_LENGTH = 106;

    private static final int ELEMENT_SEPARATOR = 3;
    private static final int COMPONENT_SEPARATOR = 104;
    private static final int SEGMENT_TERMINATOR = 105;
    private static final int MAX_ELEMENTS = 32;

    private final Unwrap unwrap;
    private final int[] starts = new int[MAX_ELEMENTS + 1];

    X12(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    static boolean is(byte[] bytes, int from, int to) {
        return to - from >= ISA_LENGTH
                && Unwrap.startsWith(bytes, from, to, "ISA")
                && !Character.isLetterOrDigit(bytes[from + ELEMENT_SEPARATOR]);
    }

    void read(byte[] bytes, int from, int to, Origin origin) {
        char element = (char) bytes[from + ELEMENT_SEPARATOR];
        char component = (char) bytes[from + COMPONENT_SEPARATOR];
        char terminator = (char) bytes[from + SEGMENT_TERMINATOR];
        KeyPath path = unwrap.keyPath();
        int depth = path.depth();
        int at = from + ISA_LENGTH;
        while (at < to) {
            while (at < to && (bytes[at] == '\r' || bytes[at] == '\n')) {
                at++;
            }
            int end = Unwrap.find(bytes, at, to, terminator);
            int count = elements(bytes, at, end, element);
            for (int i = 1; i < count; i++) {
                int first = starts[i];
                int last = starts[i + 1] - 1;
                if (last > first) {
                    path.key(name(bytes, at, starts[1] - 1) + i);
                    element(bytes, at, i, count, first, last, component, origin);
                    path.cutTo(depth);
                }
            }
            at = end + 1;
        }
    }

    private static String name(byte[] bytes, int from, int to) {
        return new String(
                bytes, from, Math.min(3, to - from), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private int elements(byte[] bytes, int from, int to, char separator) {
        int count = 0;
        int at = from;
        while (at <= to && count < MAX_ELEMENTS) {
            starts[count++] = at;
            at = Unwrap.find(bytes, at, to, separator) + 1;
        }
        starts[count] = at;
        return count;
    }

    private void element(
            byte[] bytes,
            int segment,
            int number,
            int count,
            int from,
            int to,
            char component,
            Origin origin) {
        boolean composite = is(bytes, segment, "HI") || (is(bytes, segment, "SV1") && number == 1);
        int colon = Unwrap.find(bytes, from, to, component);
        if (composite && colon < to) {
            int end = Unwrap.find(bytes, colon + 1, to, component);
            long key = is(bytes, segment, "HI") ? WordClass.DIAGNOSIS_KEY : procedure(bytes, from);
            unwrap.plain(bytes, colon + 1, end, origin, false, key);
            return;
        }
        long key = key(bytes, segment, number, count);
        if (key != NOBODY) {
            unwrap.plain(bytes, from, to, origin, false, key);
        }
    }

    private static long procedure(byte[] bytes, int from) {
        return bytes[from] == 'N' ? Codes.NDC : Codes.CPT;
    }

    private static boolean is(byte[] bytes, int segment, String name) {
        return Unwrap.startsWith(bytes, segment, bytes.length, name)
                && segment + name.length() < bytes.length
                && !Character.isLetterOrDigit(bytes[segment + name.length()]);
    }

    /// Marks an element that holds a code, a count or an amount.
    private static final long NOBODY = -1;

    private boolean element(byte[] bytes, int number, int count, String value) {
        return number < count && Unwrap.equal(bytes, starts[number], starts[number + 1] - 1, value);
    }

    private boolean elementIsAnyOf(byte[] bytes, int number, int count, String... values) {
        for (String value : values) {
            if (element(bytes, number, count, value)) {
                return true;
            }
        }
        return false;
    }

    private long key(byte[] bytes, int segment, int number, int count) {
        if (is(bytes, segment, "NM1")) {
            return party(bytes, number, count);
        }
        if (is(bytes, segment, "REF") && number == 2) {
            return reference(bytes, count);
        }
        if (is(bytes, segment, "PER") && number >= 4) {
            boolean fax = element(bytes, number - 1, count, "FX");
            boolean telephone = elementIsAnyOf(bytes, number - 1, count, "TE", "HP", "WP", "CP");
            return fax ? WordClass.FAX : telephone ? WordClass.PHONE : 0;
        }
        if (is(bytes, segment, "DMG") && number == 2) {
            return WordClass.BIRTH;
        }
        if ((is(bytes, segment, "DTP") && number == 3)
                || (is(bytes, segment, "DTM") && number == 2)) {
            return WordClass.DATE_WORD;
        }
        if ((is(bytes, segment, "CLM") && number == 1)
                || (is(bytes, segment, "CLP") && (number == 1 || number == 7))) {
            return WordClass.CLAIM;
        }
        if (is(bytes, segment, "SBR") && number == 3) {
            return WordClass.MEMBER | Codes.GROUP;
        }
        if (is(bytes, segment, "N3")) {
            return WordClass.ADDRESS;
        }
        if (is(bytes, segment, "N4")) {
            return number == 1 ? WordClass.ADDRESS : number == 3 ? WordClass.ZIP : NOBODY;
        }
        if (is(bytes, segment, "NTE") || is(bytes, segment, "MSG") || is(bytes, segment, "K3")) {
            return 0;
        }
        return NOBODY;
    }

    private long party(byte[] bytes, int number, int count) {
        boolean person = element(bytes, 2, count, "1");
        boolean patient = elementIsAnyOf(bytes, 1, count, "IL", "QC", "03", "74", "GUA");
        if (number >= 3 && number <= 5) {
            return person && patient ? WordClass.NAME_KEY : number == 3 ? 0 : NOBODY;
        }
        if (number != 9) {
            return NOBODY;
        }
        if (element(bytes, 8, count, "XX")) {
            return WordClass.NPI;
        }
        if (elementIsAnyOf(bytes, 8, count, "MI", "II", "HN")) {
            return WordClass.MEMBER;
        }
        return element(bytes, 8, count, "34") ? WordClass.SSN : NOBODY;
    }

    private long reference(byte[] bytes, int count) {
        if (element(bytes, 1, count, "SY")) {
            return WordClass.SSN;
        }
        if (elementIsAnyOf(bytes, 1, count, "G1", "9F")) {
            return Codes.PRIOR_AUTH;
        }
        if (elementIsAnyOf(bytes, 1, count, "F8", "D9", "1K")) {
            return WordClass.CLAIM;
        }
        if (element(bytes, 1, count, "EA")) {
            return WordClass.MRN;
        }
        if (elementIsAnyOf(bytes, 1, count, "1L", "6P")) {
            return WordClass.MEMBER | Codes.GROUP;
        }
        if (elementIsAnyOf(bytes, 1, count, "IG", "1W", "0F", "ABB")) {
            return WordClass.MEMBER;
        }
        return element(bytes, 1, count, "X4") ? WordClass.LICENSE : NOBODY;
    }
}
