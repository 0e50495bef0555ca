package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.WordClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HL7 v2 messages: segments by line, fields by `|`, repetitions by `~`, components by `^`; the
/// meaning of a field by its number (HL7 2.5.1 chapters 3, 4, 6 and 7).
final class Hl7 {
    /// How a field is built.
    private enum Kind {
        /// One leaf with its key.
        WHOLE,
        /// CX: an id, with the type of it in the fifth component.
        ID,
        /// CE, CWE: a code, its words, its system; perhaps the same again in another system.
        CODE,
        /// XCN: the id of a clinician, then the name.
        CLINICIAN
    }

    private record Field(String segment, int number, Kind kind, long key) {}

    private static Field whole(String segment, int number, long key) {
        return new Field(segment, number, Kind.WHOLE, key);
    }

    private static Field id(String segment, int number, long key) {
        return new Field(segment, number, Kind.ID, key);
    }

    private static Field code(String segment, int number) {
        return new Field(segment, number, Kind.CODE, 0);
    }

    private static Field clinician(String segment, int number) {
        return new Field(segment, number, Kind.CLINICIAN, 0);
    }

    private static final Field[] FIELDS = {
        id("PID", 2, WordClass.MRN),
        id("PID", 3, WordClass.MRN),
        id("PID", 4, WordClass.MRN),
        whole("PID", 5, WordClass.NAME_KEY),
        whole("PID", 6, WordClass.NAME_KEY),
        whole("PID", 7, WordClass.BIRTH),
        whole("PID", 9, WordClass.NAME_KEY),
        whole("PID", 11, WordClass.ADDRESS),
        whole("PID", 13, WordClass.PHONE),
        whole("PID", 14, WordClass.PHONE),
        id("PID", 18, WordClass.ACCOUNT),
        whole("PID", 19, WordClass.SSN),
        id("PID", 20, WordClass.LICENSE),
        whole("PID", 29, WordClass.DATE_WORD),
        id("PV1", 5, WordClass.OTHER_ID),
        clinician("PV1", 7),
        clinician("PV1", 8),
        clinician("PV1", 9),
        clinician("PV1", 17),
        id("PV1", 19, WordClass.OTHER_ID),
        whole("PV1", 44, WordClass.DATE_WORD),
        whole("PV1", 45, WordClass.DATE_WORD),
        whole("NK1", 2, WordClass.NAME_KEY),
        whole("NK1", 4, WordClass.ADDRESS),
        whole("NK1", 5, WordClass.PHONE),
        whole("NK1", 6, WordClass.PHONE),
        whole("GT1", 3, WordClass.NAME_KEY),
        whole("GT1", 5, WordClass.ADDRESS),
        whole("GT1", 6, WordClass.PHONE),
        whole("GT1", 8, WordClass.BIRTH),
        whole("GT1", 12, WordClass.SSN),
        id("IN1", 8, WordClass.MEMBER | Codes.GROUP),
        whole("IN1", 16, WordClass.NAME_KEY),
        whole("IN1", 18, WordClass.BIRTH),
        whole("IN1", 19, WordClass.ADDRESS),
        id("IN1", 36, WordClass.MEMBER),
        id("IN1", 49, WordClass.MEMBER),
        id("IN2", 2, WordClass.SSN),
        id("OBR", 2, WordClass.OTHER_ID),
        id("OBR", 3, WordClass.OTHER_ID),
        code("OBR", 4),
        whole("OBR", 7, WordClass.DATE_WORD),
        clinician("OBR", 16),
        id("ORC", 2, WordClass.OTHER_ID),
        id("ORC", 3, WordClass.OTHER_ID),
        clinician("ORC", 12),
        code("OBX", 3),
        whole("OBX", 14, WordClass.DATE_WORD),
        new Field("DG1", 3, Kind.CODE, WordClass.DIAGNOSIS_KEY),
        whole("DG1", 5, WordClass.DATE_WORD),
        code("PR1", 3),
        whole("PR1", 5, WordClass.DATE_WORD),
        code("AL1", 3),
        code("RXA", 5),
        code("RXE", 2),
        code("RXD", 2),
        whole("RXA", 3, WordClass.DATE_WORD)
    };

    /// The fields of each segment, by number.
    private static final Segment[] SEGMENTS = segments();

    private static final int MAX_COMPONENTS = 12;

    private static final class Segment {
        private final int name;
        private final @Nullable Field[] fields;

        Segment(String name, @Nullable Field[] fields) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            this.name = name(bytes, 0, bytes.length);
            this.fields = fields;
        }
    }

    /// The three characters of a segment's name as one number; 0 where there are not so many.
    private static int name(byte[] bytes, int from, int to) {
        return to - from < 3
                ? 0
                : (bytes[from] & 0xff) << 16
                        | (bytes[from + 1] & 0xff) << 8
                        | (bytes[from + 2] & 0xff);
    }

    private static Segment[] segments() {
        Map<String, @Nullable Field[]> segments = new LinkedHashMap<>();
        for (Field field : FIELDS) {
            @Nullable Field[] known = segments.getOrDefault(field.segment, new Field[0]);
            int room = Math.max(known.length, field.number + 1);
            @Nullable Field[] fields = Arrays.copyOf(known, room);
            fields[field.number] = field;
            segments.put(field.segment, fields);
        }
        return segments.entrySet().stream()
                .map(entry -> new Segment(entry.getKey(), entry.getValue()))
                .toArray(Segment[]::new);
    }

    private static final @Nullable Field[] NO_FIELDS = {};

    private static @Nullable Field[] fields(byte[] bytes, int from, int to) {
        int name = name(bytes, from, to);
        for (Segment segment : SEGMENTS) {
            if (segment.name == name) {
                return segment.fields;
            }
        }
        return NO_FIELDS;
    }

    private final Unwrap unwrap;

    Hl7(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    static boolean is(byte[] bytes, int from, int to) {
        return Unwrap.startsWith(bytes, from, to, "MSH|")
                || Unwrap.startsWith(bytes, from, to, "PID|")
                || Unwrap.startsWith(bytes, from, to, "FHS|")
                || Unwrap.startsWith(bytes, from, to, "BHS|");
    }

    /// Whether a line is a segment whose fields have a meaning here, or the header of a message.
    static boolean isSegment(byte[] bytes, int from, int to) {
        return to - from > 4
                && bytes[from + 3] == '|'
                && bytes[from] >= 'A'
                && bytes[from] <= 'Z'
                && (fields(bytes, from, to) != NO_FIELDS
                        || is(bytes, from, to)
                        || isOther(bytes, from));
    }

    /// The first segments of a message that have nothing to read.
    private static boolean isOther(byte[] bytes, int from) {
        return Unwrap.startsWith(bytes, from, from + 4, "EVN|")
                || Unwrap.startsWith(bytes, from, from + 4, "NTE|")
                || Unwrap.startsWith(bytes, from, from + 4, "PD1|");
    }

    void read(byte[] bytes, int from, int to, Origin origin) {
        int at = from;
        int carriageReturn = from - 1;
        while (at < to) {
            if (carriageReturn < at) {
                carriageReturn = Unwrap.find(bytes, at, to, '\r');
            }
            int end = Unwrap.find(bytes, at, carriageReturn, '\n');
            segment(bytes, at, end, origin);
            at = end + 1;
        }
    }

    private void segment(byte[] bytes, int from, int to, Origin origin) {
        // The header of a message, a batch or a file holds separators, applications and times.
        if (Unwrap.startsWith(bytes, from, to, "MSH")
                || Unwrap.startsWith(bytes, from, to, "FHS")
                || Unwrap.startsWith(bytes, from, to, "BHS")) {
            return;
        }
        KeyPath path = unwrap.keyPath();
        int depth = path.depth();
        @Nullable Field[] fields = fields(bytes, from, to);
        int number = 0;
        int start = from;
        while (start <= to) {
            int end = Unwrap.find(bytes, start, to, '|');
            if (number > 0 && end > start) {
                path.field(bytes, from, number);
                field(number < fields.length ? fields[number] : null, bytes, start, end, origin);
                path.cutTo(depth);
            }
            number++;
            start = end + 1;
        }
    }

    private void field(@Nullable Field field, byte[] bytes, int from, int to, Origin origin) {
        if (field == null) {
            unwrap.cell(bytes, from, to, origin, 0);
            return;
        }
        int at = from;
        while (at <= to) {
            int end = Unwrap.find(bytes, at, to, '~');
            if (end > at) {
                repetition(field, bytes, at, end, origin);
            }
            at = end + 1;
        }
    }

    private final int[] starts = new int[MAX_COMPONENTS + 1];

    /// Finds the components; returns how many there are. The end of the last is one before the
    /// start after it.
    private int components(byte[] bytes, int from, int to) {
        int count = 0;
        int at = from;
        while (at <= to && count < MAX_COMPONENTS) {
            starts[count++] = at;
            at = Unwrap.find(bytes, at, to, '^') + 1;
        }
        starts[count] = at;
        return count;
    }

    private void repetition(Field field, byte[] bytes, int from, int to, Origin origin) {
        if (field.kind == Kind.WHOLE) {
            unwrap.plain(bytes, from, to, origin, false, field.key);
            return;
        }
        int count = components(bytes, from, to);
        switch (field.kind) {
            case ID -> {
                long key = field.key;
                if (count >= 5) {
                    long typed = Codes.idType(bytes, starts[4], starts[5] - 1);
                    key = typed != 0 ? typed : key;
                }
                unwrap.plain(bytes, starts[0], starts[1] - 1, origin, false, key);
            }
            case CLINICIAN -> {
                unwrap.plain(bytes, starts[0], starts[1] - 1, origin, false, WordClass.NPI);
                if (count > 1) {
                    unwrap.plain(bytes, starts[1], to, origin, false, 0);
                }
            }
            case CODE -> {
                for (int i = 0; i < count; i += 3) {
                    long key =
                            i + 2 < count
                                    ? Codes.codeSystem(bytes, starts[i + 2], starts[i + 3] - 1)
                                    : 0;
                    int wordsFrom = Math.min(to, starts[i + 1]);
                    int wordsTo = i + 2 < count ? starts[i + 2] - 1 : to;
                    unwrap.plain(
                            bytes,
                            starts[i],
                            starts[i + 1] - 1,
                            origin,
                            false,
                            key != 0 ? key : field.key);
                    unwrap.plain(bytes, wordsFrom, wordsTo, origin, false, 0);
                }
            }
            case WHOLE -> throw new IllegalStateException("handled above");
        }
    }
}
