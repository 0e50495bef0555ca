package io.countersign.audit.chain;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.GapEntry;
import java.util.List;

/// What each text field of an entry may hold; `docs/spec/entry.md` has the table. The log is public
/// to its auditors and cannot be cleaned, so whoever makes an entry asks first, and tokenises or
/// leaves out what does not match. Stateless; linear in the text; safe for any thread.
public final class EntryGrammar {
    public static final int MAX_TOPIC_CHARS = 249;
    public static final int MAX_CODE_CHARS = 64;
    public static final int MAX_ORIGIN_CHARS = 255;
    public static final int MAX_ID_CHARS = 128;
    public static final int MAX_NAME_CHARS = 128;
    public static final int MAX_MODEL_CHARS = 256;
    public static final int MAX_USER_CODE_POINTS = 256;
    public static final int MAX_DEVICE_CHARS = 128;
    public static final int MAX_HOST_CHARS = 253;
    public static final int MAX_LABEL_CHARS = 63;
    public static final int MAX_METHOD_CHARS = 32;
    public static final int MAX_FORMAT_CHARS = 64;
    public static final int MAX_DETAIL_KEY_CHARS = 32;
    public static final int MAX_DETAIL_CHARS = 200;

    public static final int MAX_QUERY_CHARS = 2_000;

    /// Faults that [#faults(AuditEntry)] lists before it stops.
    public static final int MAX_FAULTS = 16;

    public static final int MAX_DEPARTMENT_CODE_POINTS = 128;

    private static final AsciiSet TOPIC = AsciiSet.of("A-Za-z0-9._-");
    private static final AsciiSet CODE = AsciiSet.of("A-Z0-9_");
    private static final AsciiSet ID = AsciiSet.of("A-Za-z0-9._:@/+=-");
    private static final AsciiSet NAME = AsciiSet.of("A-Za-z0-9 ._:&+()/,'-");
    private static final AsciiSet MODEL = AsciiSet.of("A-Za-z0-9._:/@+-");
    private static final AsciiSet DEVICE = AsciiSet.of("A-Za-z0-9._:$-");
    private static final AsciiSet HOST = AsciiSet.of("a-z0-9._-");
    private static final AsciiSet METHOD = AsciiSet.of("A-Z-");
    private static final AsciiSet FORMAT = AsciiSet.of("a-z0-9._-");
    private static final AsciiSet DETAIL_KEY = AsciiSet.of("a-z_");
    private static final AsciiSet DETAIL = AsciiSet.of("A-Za-z0-9 ._:;@&+()/,'%*=-");
    private static final AsciiSet QUERY = AsciiSet.of("A-Za-z0-9 _.:;&+()/,%*=<>!?[]{}|^~@#-");
    private static final AsciiSet VKEY = AsciiSet.of("A-Za-z0-9._:/+=-");

    private static final AsciiSet ORIGIN = AsciiSet.of("A-Za-z0-9._:/-");

    private EntryGrammar() {}

    /// A Kafka topic: 1 to 249 of `A-Z a-z 0-9 . _ -`.
    public static boolean topic(String text) {
        return TOPIC.covers(text, MAX_TOPIC_CHARS);
    }

    /// A topic of ours, or `cluster/topic` of another cluster, each part a [#topic(String)].
    public static boolean gapTopic(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? topic(text)
                : topic(text.substring(0, slash)) && topic(text.substring(slash + 1));
    }

    /// Whether a gap is one of another cluster, where nothing of ours is to be accounted for.
    public static boolean isForeign(GapEntry gap) {
        return gap.getTopic().indexOf('/') >= 0;
    }

    /// A chain id, `topic/partition@generation`.
    public static boolean chain(String text) {
        try {
            ChainId.parse(text);
            return true;
        } catch (IllegalArgumentException _unfit) {
            return false;
        }
    }

    /// The name of a log: 1 to 255 of `A-Z a-z 0-9 . _ : / -`.
    public static boolean origin(String text) {
        return ORIGIN.covers(text, MAX_ORIGIN_CHARS);
    }

    /// The form of a vkey, whatever key it is.
    static boolean vkey(String text) {
        return VKEY.covers(text, EntryCodec.MAX_BODY_BYTES);
    }

    /// A code of ours or an info type: 1 to 64 of `A-Z 0-9 _`.
    public static boolean code(String text) {
        return CODE.covers(text, MAX_CODE_CHARS);
    }

    /// An id that somebody else gave, of an organisation, source, register row or alert: 1 to 128
    /// of `A-Z a-z 0-9 . _ : @ / + = -`.
    public static boolean id(String text) {
        return ID.covers(text, MAX_ID_CHARS);
    }

    /// A name from the catalogue (vendor, product) or the source's name of a service: 1 to 128 of
    /// `A-Z a-z 0-9 . _ : & + ( ) / , ' -` and space, no space at either end.
    public static boolean name(String text) {
        return NAME.covers(text, MAX_NAME_CHARS)
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ';
    }

    /// A question to the archive without what it asks about: 1 to 2,000 of `A-Z a-z 0-9 _ . : ; & +
    /// ( ) / , % * = < > ! ? [ ] { } | ^ ~ @ # -` and space, no space at either end.
    public static boolean query(String text) {
        return QUERY.covers(text, MAX_QUERY_CHARS)
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ';
    }

    /// The service by the source's name: a [#name(String)].
    public static boolean application(String text) {
        return name(text);
    }

    /// A model id, such as those of Bedrock or Vertex: 1 to 256 of `A-Z a-z 0-9 . _ : / @ + -`.
    public static boolean model(String text) {
        return MODEL.covers(text, MAX_MODEL_CHARS);
    }

    /// Where somebody works, as the source states it: 1 to 128 code points, letters, marks, digits,
    /// any of `. _ : & + ( ) / , ' -` and inner spaces U+0020.
    public static boolean department(String text) {
        int length = text.length();
        if (length == 0
                || length > 2 * MAX_DEPARTMENT_CODE_POINTS
                || text.charAt(0) == ' '
                || text.charAt(length - 1) == ' ') {
            return false;
        }
        int count = 0;
        for (int i = 0; i < length; count++) {
            int codePoint = text.codePointAt(i);
            boolean fits =
                    codePoint < 0x80
                            ? NAME.has((char) codePoint)
                            : printable(codePoint)
                                    && (Character.isLetterOrDigit(codePoint) || isMark(codePoint));
            if (!fits) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return count <= MAX_DEPARTMENT_CODE_POINTS;
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /// A workforce user as the source spelt it: 1 to 256 code points, letters, marks, digits,
    /// punctuation, symbols and inner spaces U+0020; no control or format characters, no lone
    /// surrogates, nothing unassigned.
    public static boolean user(String text) {
        int length = text.length();
        if (length == 0
                || length > 2 * MAX_USER_CODE_POINTS
                || text.charAt(0) == ' '
                || text.charAt(length - 1) == ' ') {
            return false;
        }
        int count = 0;
        for (int i = 0; i < length; count++) {
            int codePoint = text.codePointAt(i);
            if (!printable(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return count <= MAX_USER_CODE_POINTS;
    }

    /// A device name or id: 1 to 128 of `A-Z a-z 0-9 . _ : $ -`.
    public static boolean device(String text) {
        return DEVICE.covers(text, MAX_DEVICE_CHARS);
    }

    /// An IPv4 address of four decimal numbers, or an IPv6 address of at most 45 characters without
    /// zone.
    public static boolean ip(String text) {
        return text.indexOf(':') >= 0 ? IpAddress.isV6(text) : IpAddress.isV4(text);
    }

    /// A host name in lower case of 1 to 253 of `a-z 0-9 . _ -`, labels of 1 to 63; or an address.
    public static boolean host(String text) {
        if (!HOST.covers(text, MAX_HOST_CHARS)) {
            return ip(text);
        }
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '.') {
                label++;
            } else if (label == 0) {
                return false;
            } else {
                label = 0;
            }
            if (label > MAX_LABEL_CHARS) {
                return false;
            }
        }
        return label > 0;
    }

    /// An HTTP method: 1 to 32 of `A-Z -`.
    public static boolean method(String text) {
        return METHOD.covers(text, MAX_METHOD_CHARS);
    }

    /// The name of an input format: 1 to 64 of `a-z 0-9 . _ -`.
    public static boolean format(String text) {
        return FORMAT.covers(text, MAX_FORMAT_CHARS);
    }

    /// A detail of a coverage: `key=value`, the key 1 to 32 of `a-z _`, the value 1 to 200 of `A-Z
    /// a-z 0-9 . _ : ; @ & + ( ) / , ' % * = -` and spaces.
    public static boolean detail(String text) {
        int equals = text.indexOf('=');
        return equals > 0
                && DETAIL_KEY.covers(text.substring(0, equals), MAX_DETAIL_KEY_CHARS)
                && DETAIL.covers(text.substring(equals + 1), MAX_DETAIL_CHARS);
    }

    /// A build or a policy version: an [#id(String)].
    public static boolean version(String text) {
        return id(text);
    }

    /// The form check of a verifier: the paths of the fields that break their grammar, without what
    /// they hold, at most [#MAX_FAULTS]. Empty where the entry is in form. A path ends with `:kind`
    /// where the entry does not carry exactly the sub-record of its kind.
    public static List<String> faults(AuditEntry entry) {
        Faults faults = new Faults(null);
        faults.require(":kind", EntryFields.carriesItsKind(entry));
        EntryFields.check(faults, entry);
        return faults.paths();
    }

    /// The same without the `:kind`, for who checks that by itself.
    ///
    /// @param known what was found to fit in entries before
    public static List<String> fieldFaults(AuditEntry entry, FittingTexts known) {
        Faults faults = new Faults(known);
        EntryFields.check(faults, entry);
        return faults.paths();
    }

    private static boolean printable(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= 0x20 && codePoint < 0x7F;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
