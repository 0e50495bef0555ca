package io.countersign.detectors.phi.unwrap;

/// Text that a person wrote, which may hold structures between its lines: the HL7 message that is
/// to be explained, the table that is to be summarised, JSON between fences. Each is read as what
/// it is, so that a number has the name of its column or field beside it; the lines around them are
/// leaves of their own. Work is linear.
final class Prose {
    /// JSON and XML that are never closed are looked for so often at most.
    private static final int MAX_OPEN = 8;

    /// Lines that begin as XML does are looked at so often at most.
    private static final int MAX_TRIED = 256;

    private final Unwrap unwrap;
    private final Hl7 hl7;
    private final Table table;
    private final AlignedTable aligned;
    private final SqlRows sql;
    private final Xml xml;
    private int open;
    private int tried;

    Prose(Unwrap unwrap, Hl7 hl7, Table table, AlignedTable aligned, SqlRows sql, Xml xml) {
        this.unwrap = unwrap;
        this.hl7 = hl7;
        this.table = table;
        this.aligned = aligned;
        this.sql = sql;
        this.xml = xml;
    }

    void read(byte[] bytes, int from, int to, Origin origin, long key) {
        int outerOpen = open;
        int outerTried = tried;
        open = 0;
        tried = 0;
        int words = from;
        int line = from;
        while (line < to) {
            int end = block(bytes, line, to, words, origin, key);
            if (end > line) {
                words = end;
            }
            line = Lines.next(bytes, Math.max(line, end - 1), to);
        }
        unwrap.plain(bytes, words, to, origin, false, key);
        open = outerOpen;
        tried = outerTried;
    }

    /// Reads the structure that begins with a line, and the words before it.
    ///
    /// @return where it ends; `line` where there is none
    private int block(byte[] bytes, int line, int to, int words, Origin origin, long key) {
        int end = line;
        if (Hl7.isSegment(bytes, line, to)) {
            end = hl7End(bytes, line, to);
            unwrap.plain(bytes, words, line, origin, false, key);
            hl7.read(bytes, line, end, origin);
        } else if (bytes[line] == '{' || bytes[line] == '[') {
            end = jsonEnd(bytes, line, to);
            if (end > line) {
                unwrap.plain(bytes, words, line, origin, false, key);
                unwrap.nested(bytes, line, end, origin);
            }
        } else if ((bytes[line] == 'I' || bytes[line] == 'i') && sql.is(bytes, line, to)) {
            unwrap.plain(bytes, words, line, origin, false, key);
            end = sql.read(bytes, to, origin);
        } else if (isXml(bytes, line, to)) {
            unwrap.plain(bytes, words, line, origin, false, key);
            end = xml(bytes, line, to, origin);
        } else if (!Lines.saysMoreThanNames(bytes, line, to)) {
            end = table(bytes, line, to, words, origin, key);
        }
        return end;
    }

    private boolean isXml(byte[] bytes, int line, int to) {
        if (bytes[line] != '<' || open >= MAX_OPEN || tried >= MAX_TRIED) {
            return false;
        }
        tried++;
        return Xml.is(bytes, line, to);
    }

    private int xml(byte[] bytes, int line, int to, Origin origin) {
        int end = xml.read(bytes, line, to, origin);
        if (end >= 0) {
            return end;
        }
        open++;
        return ~end;
    }

    private int table(byte[] bytes, int line, int to, int words, Origin origin, long key) {
        if (mayBeHeader(bytes, line, to) && table.is(bytes, line, to)) {
            unwrap.plain(bytes, words, line, origin, false, key);
            return table.read(bytes, line, to, origin);
        }
        if (isAligned(bytes, line, to) && aligned.is(bytes, line, to)) {
            unwrap.plain(bytes, words, line, origin, false, key);
            return aligned.read(bytes, line, to, origin);
        }
        return line;
    }

    /// Behind the last line of segments; a blank line may stand between two messages.
    private static int hl7End(byte[] bytes, int from, int to) {
        int end = from;
        int line = from;
        while (line < to && Hl7.isSegment(bytes, line, to)) {
            end = Lines.end(bytes, line, to);
            line = Lines.next(bytes, line, to);
            while (line < to && (bytes[line] == '\n' || bytes[line] == '\r')) {
                line++;
            }
        }
        return end;
    }

    /// Behind the bracket that closes the one at `from`; `from` where none does.
    private int jsonEnd(byte[] bytes, int from, int to) {
        if (open >= MAX_OPEN) {
            return from;
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        open++;
        return from;
    }

    /// Whether words with two blanks between them stand in the line.
    private static boolean isAligned(byte[] bytes, int line, int to) {
        int from = line;
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        int end = Unwrap.find(bytes, from, to, '\n');
        int blank = Unwrap.find(bytes, from, end, ' ');
        while (blank + 1 < end) {
            if (bytes[blank + 1] == ' ') {
                return true;
            }
            blank = Unwrap.find(bytes, blank + 1, end, ' ');
        }
        return false;
    }

    /// Whether the line and the next have as many tabs or pipes, one at least, or as many commas or
    /// semicolons, two at least: sentences have one often enough.
    private static boolean mayBeHeader(byte[] bytes, int line, int to) {
        int end = Unwrap.find(bytes, line, to, '\n');
        if (end == to) {
            return false;
        }
        return alike(bytes, line, end, to, '\t', 1)
                || alike(bytes, line, end, to, '|', 1)
                || alike(bytes, line, end, to, ',', 2)
                || alike(bytes, line, end, to, ';', 2);
    }

    private static boolean alike(
            byte[] bytes, int line, int end, int to, char separator, int least) {
        if (count(bytes, line, end, separator) < least) {
            return false;
        }
        int next = Table.behindRuler(bytes, end + 1, to);
        return count(bytes, next, Unwrap.find(bytes, next, to, '\n'), separator) >= least;
    }

    private static int count(byte[] bytes, int from, int to, char separator) {
        int count = 0;
        int at = Unwrap.find(bytes, from, to, separator);
        while (at < to) {
            count++;
            at = Unwrap.find(bytes, at + 1, to, separator);
        }
        return count;
    }
}
