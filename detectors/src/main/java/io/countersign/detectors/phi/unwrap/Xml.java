package io.countersign.detectors.phi.unwrap;

/// XML (W3C, fifth edition) of health records and exports: FHIR, C-CDA and HL7 v3, SOAP, what
/// databases write. The names of elements and attributes are keys; what stands between tags and in
/// attributes are values, read where they stand, so that references such as `&amp;` stay as they
/// are. Nothing is resolved or included: declarations are passed over.
///
/// Reading stops where a tag is not well-formed or does not match, and what is left is read as
/// text. Work is linear.
final class Xml {
    /// Bytes that the first tag, and each declaration before it, may have.
    private static final int MAX_FIRST = 4096;

    private static final int MAX_TAG = 1 << 16;
    private static final int MAX_HTML_NAME = 10;

    /// Roots of pages and of their pieces, where tags stand inside of sentences.
    private static final String[] HTML = {
        "html",
        "head",
        "body",
        "div",
        "p",
        "span",
        "table",
        "tr",
        "td",
        "ul",
        "ol",
        "li",
        "a",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "br",
        "hr",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "code",
        "script",
        "style",
        "svg",
        "form",
        "input",
        "button",
        "section",
        "article",
        "nav",
        "header",
        "footer",
        "main",
        "details",
        "summary",
        "blockquote",
        "link",
        "meta",
        "title",
        "font",
        "center",
        "iframe",
        "video",
        "audio",
        "canvas",
        "select",
        "option",
        "label"
    };

    private final Unwrap unwrap;

    Xml(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    /// Whether a document, or an element that holds elements, begins here; no HTML.
    static boolean is(byte[] b, int from, int to) {
        if (to - from < 4 || b[from] != '<') {
            return false;
        }
        int root = afterDeclarations(b, from, to);
        int nameEnd = root < to ? nameEnd(b, root + 1, to) : to;
        if (nameEnd >= to || nameEnd == root + 1 || html(b, root + 1, nameEnd)) {
            return false;
        }
        int tagEnd = tagEnd(b, nameEnd, Math.min(to, root + MAX_FIRST));
        if (tagEnd < 0) {
            return false;
        }
        if (Unwrap.startsWith(b, from, to, "<?xml") || names(b, nameEnd, tagEnd, "xmlns")) {
            return true;
        }
        int next = Unwrap.skipBlanks(b, tagEnd, to);
        return b[tagEnd - 2] != '/'
                && next + 1 < to
                && b[next] == '<'
                && nameEnd(b, next + 1, to) > next + 1;
    }

    /// Reads what [#is(byte[], int, int)] said to be XML.
    ///
    /// @return where it ends; the complement of where reading stopped before the end
    int read(byte[] bytes, int from, int to, Origin origin) {
        return new XmlReading(unwrap, bytes, from, to, origin).run();
    }

    /// The first tag behind declarations, comments and blanks; `to` where there is none.
    private static int afterDeclarations(byte[] b, int from, int to) {
        int at = from;
        while (at + 1 < to && b[at] == '<' && (b[at + 1] == '?' || b[at + 1] == '!')) {
            int end = declarationEnd(b, at, Math.min(to, at + MAX_FIRST));
            if (end < 0 || end - from > MAX_FIRST) {
                return to;
            }
            at = Unwrap.skipBlanks(b, end, to);
        }
        return at < to && b[at] == '<' ? at : to;
    }

    /// Behind a declaration, instruction or comment; -1 where it does not end, or has declarations
    /// within.
    static int declarationEnd(byte[] b, int from, int to) {
        String closes =
                Unwrap.startsWith(b, from, to, "<!--") ? "-->" : b[from + 1] == '?' ? "?>" : ">";
        int end = find(b, from + 2, to, closes);
        if (end < 0 || (closes.length() == 1 && Unwrap.find(b, from, end, '[') < end)) {
            return -1;
        }
        return end + closes.length();
    }

    /// The place of these signs, or -1.
    static int find(byte[] b, int from, int to, String signs) {
        int last = signs.length() - 1;
        int at = Unwrap.find(b, from + last, to, signs.charAt(last));
        while (at < to) {
            if (Unwrap.startsWith(b, at - last, to, signs)) {
                return at - last;
            }
            at = Unwrap.find(b, at + 1, to, signs.charAt(last));
        }
        return -1;
    }

    /// One past the name that begins here; `from` where none does.
    static int nameEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && named(b[i], i > from)) {
            i++;
        }
        return i;
    }

    private static boolean named(byte c, boolean inside) {
        int lower = c | 0x20;
        return (lower >= 'a' && lower <= 'z')
                || c < 0
                || c == '_'
                || (inside && ((c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':'));
    }

    /// One past the `>` of a start tag; -1 where it does not end or is too long.
    static int tagEnd(byte[] b, int from, int to) {
        int limit = Math.min(to, from + MAX_TAG);
        int i = from;
        while (i < limit && b[i] != '>' && b[i] != '<') {
            i = b[i] == '"' || b[i] == '\'' ? Unwrap.find(b, i + 1, limit, (char) b[i]) + 1 : i + 1;
        }
        return i < limit && b[i] == '>' ? i + 1 : -1;
    }

    private static boolean names(byte[] b, int from, int to, String attribute) {
        int at = find(b, from, to, attribute);
        return at > from && b[at - 1] <= ' ';
    }

    private static boolean html(byte[] b, int from, int to) {
        if (to - from > MAX_HTML_NAME) {
            return false;
        }
        for (String name : HTML) {
            if (to - from == name.length() && Unwrap.startsWithIgnoringCase(b, from, to, name)) {
                return true;
            }
        }
        return false;
    }
}
