package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.WordClass;

/// One reading of one XML document, or of an element between the lines of a text.
final class XmlReading {
    private static final int MAX_ATTRIBUTES = 64;

    private static final String PATIENT = "patient";
    private static final String ISO_DAY = "0000-00-00";

    private static final String[] GENERIC = {
        "value", "id", "number", "text", "line", "data", "display", "item", "string"
    };

    /// Attributes that name a standard or say how something is to be read, and elements of which
    /// all do.
    private static final String[] FORM_ONLY = {
        "root", "codeSystem", "typeCode", "classCode", "moodCode", "xml:lang", "xmlns"
    };

    private static final String[] FORM_ELEMENTS = {
        "templateId", "typeId", "realmCode", "meta", "administrativeGenderCode", "languageCode"
    };

    private final Unwrap unwrap;
    private final byte[] b;
    private final int to;
    private final Origin origin;
    private final int pathDepth;
    private int p;

    private int depth;
    private final int[] nameFrom = new int[Unwrap.MAX_DEPTH + 1];
    private final int[] nameTo = new int[Unwrap.MAX_DEPTH + 1];
    private final long[] keys = new long[Unwrap.MAX_DEPTH + 1];

    /// What is known of the value of an element from what stands in it.
    private final long[] hints = new long[Unwrap.MAX_DEPTH + 1];

    private final int[] attributes = new int[4 * MAX_ATTRIBUTES];
    private int count;

    /// Whether the element is one of [#FORM_ELEMENTS].
    private boolean formOnly;

    private boolean ofPatient;

    XmlReading(Unwrap unwrap, byte[] bytes, int from, int to, Origin origin) {
        this.unwrap = unwrap;
        this.b = bytes;
        this.p = from;
        this.to = to;
        this.origin = origin;
        this.pathDepth = unwrap.keyPath().depth();
    }

    /// Returns where it ended; the complement of where it stopped before.
    int run() {
        boolean goesOn = true;
        while (goesOn && p < to) {
            int open = Unwrap.find(b, p, to, '<');
            if (depth > 0) {
                text(p, open);
            }
            p = open;
            goesOn = p + 1 < to && markup() && depth > 0;
        }
        boolean ended = depth == 0;
        unwrap.keyPath().cutTo(pathDepth);
        return ended ? p : ~p;
    }

    /// Reads from a `<` on. False where it is not well-formed; [#p] is then where it was.
    private boolean markup() {
        byte c = b[p + 1];
        if (c == '/') {
            return endTag();
        }
        if (c == '!' && Unwrap.startsWith(b, p, to, "<![CDATA[")) {
            return cdata();
        }
        if (c != '!' && c != '?') {
            return startTag();
        }
        int end = Xml.declarationEnd(b, p, to);
        if (end < 0) {
            return false;
        }
        boolean comment = Unwrap.startsWith(b, p, to, "<!--");
        unwrap.plain(b, p + (comment ? 4 : 2), end - (comment ? 3 : 1), origin, false, 0);
        p = end;
        // The root is still to come.
        return depth > 0 || roots();
    }

    /// Goes on to the root behind a declaration.
    private boolean roots() {
        p = Unwrap.skipBlanks(b, p, to);
        return p + 1 < to && b[p] == '<' && markup();
    }

    private boolean cdata() {
        int from = p + "<![CDATA[".length();
        int end = Xml.find(b, from, to, "]]>");
        if (end < 0) {
            return false;
        }
        text(from, end);
        p = end + 3;
        return true;
    }

    private void text(int from, int end) {
        int first = Unwrap.skipBlanks(b, from, end);
        int last = end;
        while (last > first && b[last - 1] <= ' ' && b[last - 1] >= 0) {
            last--;
        }
        if (last > first) {
            unwrap.value(b, first, last, origin, keys[depth]);
        }
    }

    private boolean endTag() {
        int from = p + 2;
        int end = Xml.nameEnd(b, from, to);
        int close = Unwrap.skipBlanks(b, end, to);
        if (depth == 0
                || close >= to
                || b[close] != '>'
                || !same(from, end, nameFrom[depth], nameTo[depth])) {
            return false;
        }
        p = close + 1;
        pop();
        return true;
    }

    private boolean same(int from, int end, int otherFrom, int otherEnd) {
        return java.util.Arrays.equals(b, from, end, b, otherFrom, otherEnd);
    }

    private boolean startTag() {
        int from = p + 1;
        int end = Xml.nameEnd(b, from, to);
        int close = Xml.tagEnd(b, end, to);
        if (end == from || close < 0) {
            return false;
        }
        if (depth == Unwrap.MAX_DEPTH) {
            unwrap.sink().limit(LeafSink.Limit.DEPTH);
            return false;
        }
        boolean empty = b[close - 2] == '/';
        push(from, end);
        formOnly = Unwrap.isOneOf(b, local(from, end), end, FORM_ELEMENTS);
        attributes(end, empty ? close - 2 : close - 1);
        p = close;
        if (empty) {
            pop();
        }
        return true;
    }

    private void push(int from, int end) {
        depth++;
        nameFrom[depth] = from;
        nameTo[depth] = end;
        hints[depth] = 0;
        int local = local(from, end);
        long key = unwrap.sink().keyClasses(b, local, end);
        boolean generic = key == 0 && Unwrap.isOneOf(b, local, end, GENERIC);
        keys[depth] = generic ? keys[depth - 1] : key;
        unwrap.keyPath().key(b, local, end);
        word(local, end);
    }

    private void pop() {
        int local = local(nameFrom[depth], nameTo[depth]);
        boolean tells =
                Unwrap.equal(b, local, nameTo[depth], "type")
                        || Unwrap.equal(b, local, nameTo[depth], "coding");
        if (tells && hints[depth - 1] == 0) {
            hints[depth - 1] = hints[depth];
        }
        depth--;
        unwrap.keyPath().cutTo(pathDepth + depth);
    }

    /// Hands `patient` over as a word, where an element is called so or begins so: the rest speaks
    /// of one. Once is enough.
    private void word(int from, int end) {
        if (!ofPatient && patient(from, end)) {
            ofPatient = true;
            unwrap.plain(b, from, from + PATIENT.length(), origin, false, 0);
        }
    }

    private boolean patient(int from, int end) {
        return Unwrap.startsWith(b, from, end, PATIENT)
                || Unwrap.startsWith(b, from, end, "Patient");
    }

    /// Behind the prefix of a name.
    private int local(int from, int end) {
        int colon = Unwrap.find(b, from, end, ':');
        return colon < end ? colon + 1 : from;
    }

    // ---- attributes ----

    private void attributes(int from, int end) {
        count = 0;
        long system = 0;
        int i = from;
        while (i < end) {
            i = Unwrap.skipBlanks(b, i, end);
            int nameEnd = Xml.nameEnd(b, i, end);
            int equals = Unwrap.skipBlanks(b, nameEnd, end);
            int quote = equals < end ? Unwrap.skipBlanks(b, equals + 1, end) : end;
            if (nameEnd == i || quote >= end || b[equals] != '=') {
                break;
            }
            boolean quoted = b[quote] == '"' || b[quote] == '\'';
            if (!quoted) {
                break;
            }
            int valueEnd = Unwrap.find(b, quote + 1, end, (char) b[quote]);
            long said = system(i, nameEnd, quote + 1, valueEnd);
            system = said != 0 ? said : system;
            if (count == MAX_ATTRIBUTES) {
                values(system);
                count = 0;
            }
            attributes[4 * count] = i;
            attributes[4 * count + 1] = nameEnd;
            attributes[4 * count + 2] = quote + 1;
            attributes[4 * count + 3] = valueEnd;
            count++;
            i = valueEnd + 1;
        }
        values(system);
        // What is no attribute in quotes, as in HTML, is text: nothing passes unread.
        int rest = Unwrap.skipBlanks(b, i, end);
        if (rest < end) {
            unwrap.plain(b, rest, end, origin, false, 0);
        }
    }

    /// What `root` or `codeSystem` says of the value beside it.
    private long system(int from, int end, int valueFrom, int valueEnd) {
        return Unwrap.equal(b, from, end, "root") || Unwrap.equal(b, from, end, "codeSystem")
                ? Codes.objectIdentifier(b, valueFrom, valueEnd)
                : 0;
    }

    private void values(long system) {
        for (int k = 0; k < count; k++) {
            int from = attributes[4 * k];
            int end = attributes[4 * k + 1];
            int valueFrom = attributes[4 * k + 2];
            int valueEnd = attributes[4 * k + 3];
            int local = local(from, end);
            if (formOnly(from, end)) {
                // No name makes it a value of its kind, and what it says is read all the same.
                if (!version(from, end, valueFrom, valueEnd)) {
                    unwrap.plain(b, valueFrom, valueEnd, origin, false, 0);
                }
                continue;
            }
            unwrap.keyPath().key(b, local, end);
            long key = key(local, end, system);
            if (valueEnd > valueFrom) {
                unwrap.value(b, valueFrom, valueEnd, origin, key);
            }
            unwrap.keyPath().cutTo(pathDepth + depth);
            if (Unwrap.equal(b, local, end, "value")) {
                told(valueFrom, valueEnd);
            }
        }
    }

    private boolean formOnly(int from, int end) {
        return formOnly
                || Unwrap.isOneOf(b, from, end, FORM_ONLY)
                || Unwrap.startsWith(b, from, end, "xmlns:")
                || Unwrap.startsWith(b, from, end, "xsi:");
    }

    /// C-CDA: the day beside a template's identifier is its version, and no other day.
    private boolean version(int from, int end, int valueFrom, int valueEnd) {
        if (!isElement("templateId")
                || !Unwrap.equal(b, from, end, "extension")
                || valueEnd - valueFrom != ISO_DAY.length()) {
            return false;
        }
        for (int i = 0; i < ISO_DAY.length(); i++) {
            byte c = b[valueFrom + i];
            if (ISO_DAY.charAt(i) == '-' ? c != '-' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private long key(int from, int end, long system) {
        if (Unwrap.equal(b, from, end, "value")) {
            boolean carries = isElement("value") || isElement("code");
            return carries && hints[depth - 1] != 0 ? hints[depth - 1] : keys[depth];
        }
        if (Unwrap.equal(b, from, end, "extension")) {
            return system != 0 || !isElement("id") || !inPatient() ? system : WordClass.MRN;
        }
        if (Unwrap.equal(b, from, end, "code")) {
            return system;
        }
        return unwrap.sink().keyClasses(b, from, end);
    }

    /// FHIR: `system`, and the `code` of an identifier's type, say what the value beside them is.
    private void told(int valueFrom, int valueEnd) {
        if (isElement("system")) {
            long said = Codes.system(b, valueFrom, valueEnd);
            hints[depth - 1] = said != 0 ? said : hints[depth - 1];
        } else if (isElement("code") && hints[depth - 1] == 0) {
            hints[depth - 1] = Codes.idType(b, valueFrom, valueEnd);
        }
    }

    private boolean isElement(String name) {
        return Unwrap.equal(b, local(nameFrom[depth], nameTo[depth]), nameTo[depth], name);
    }

    /// Whether the element around this one is a patient: `patientRole`, `patient`.
    private boolean inPatient() {
        return depth > 1
                && patient(local(nameFrom[depth - 1], nameTo[depth - 1]), nameTo[depth - 1]);
    }
}
