package io.countersign.detectors.phi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// Cuts a text of any length into windows that are inspected one by one, in constant memory.
///
/// A text of up to [#WHOLE_BYTES] is one window, and nothing is lost. A longer one is cut at line
/// ends into windows of about [#WINDOW_BYTES] with [#MARGIN_BYTES] of their neighbours on both
/// sides, so that a value or a context word across a cut is seen; each window of a table begins
/// with the table's header line. What reaches further is not seen: a name that was introduced more
/// than a window ago, the keys above a value in one JSON document longer than a window (lines of
/// JSON are whole).
///
/// Not for several threads at once.
public final class TextWindows {
    /// The longest text that is inspected as a whole.
    public static final int WHOLE_BYTES = 4 << 20;

    /// A window's own bytes, at most.
    public static final int WINDOW_BYTES = 1 << 20;

    /// Bytes of each neighbour that a window sees.
    public static final int MARGIN_BYTES = 8 << 10;

    private static final int SAMPLE_BYTES = 4096;

    /// Most texts are small: the buffer grows with what is read.
    private static final int FIRST_BYTES = 16 << 10;

    private final InputStream in;
    private final PhiDetector detector;
    private final int maxData;
    private final int windowBytes;
    private final int marginBytes;

    private byte[] data;
    private int filled;

    /// Where the next window's own bytes begin in `data`.
    private int next;

    /// Offset of `data[0]` in the text.
    private long base;

    private boolean ended;
    private boolean done;
    private boolean started;
    private byte[] header = new byte[0];

    /// @param in the text; read to its end, not closed
    /// @param detector says what a table is; may inspect the windows too
    public TextWindows(InputStream in, PhiDetector detector) {
        this(in, detector, WHOLE_BYTES, WINDOW_BYTES, MARGIN_BYTES);
    }

    TextWindows(
            InputStream in,
            PhiDetector detector,
            int wholeBytes,
            int windowBytes,
            int marginBytes) {
        this.in = Objects.requireNonNull(in, "in");
        this.detector = Objects.requireNonNull(detector, "detector");
        if (marginBytes < 1
                || windowBytes < 4 * marginBytes
                || wholeBytes < windowBytes + 2 * marginBytes) {
            throw new IllegalArgumentException(
                    "a margin is at most a quarter of a window, and a window less than the whole");
        }
        this.maxData = wholeBytes + 1;
        this.windowBytes = windowBytes;
        this.marginBytes = marginBytes;
        this.data = new byte[Math.min(maxData, FIRST_BYTES)];
    }

    /// The next window; empty after the last. A text without bytes has one window without bytes. Of
    /// a text whose beginning is binary there is one window, of that beginning: nothing more is
    /// read.
    public Optional<TextWindow> next() throws IOException {
        if (done) {
            return Optional.empty();
        }
        if (!started) {
            started = true;
            fill(SAMPLE_BYTES);
            if (Utf8.check(data, 0, filled) == Utf8.Verdict.BINARY) {
                done = true;
                return Optional.of(new TextWindow(Arrays.copyOf(data, filled), 0, filled, 0, true));
            }
            fill(maxData);
            if (ended) {
                done = true;
                return Optional.of(new TextWindow(Arrays.copyOf(data, filled), 0, filled, 0, true));
            }
            if (detector.isTable(data, filled)) {
                header = Arrays.copyOf(data, lineEnd(0, filled));
            }
        }
        return Optional.of(cut());
    }

    private TextWindow cut() throws IOException {
        int needed = windowBytes + marginBytes;
        if (filled - next <= needed && !ended) {
            int drop = Math.max(0, next - marginBytes);
            System.arraycopy(data, drop, data, 0, filled - drop);
            filled -= drop;
            next -= drop;
            base += drop;
            fill(maxData);
        }
        boolean last = ended && filled - next <= needed;
        int to = last ? filled : end(next + windowBytes, next + windowBytes / 2);
        int begin = next == 0 && base == 0 ? 0 : marginBefore();
        int stop = last ? filled : marginAfter(to);
        byte[] bytes;
        int shift;
        if (base + begin == 0 || header.length == 0) {
            bytes = Arrays.copyOfRange(data, begin, stop);
            shift = -begin;
        } else {
            bytes = Arrays.copyOf(header, header.length + stop - begin);
            System.arraycopy(data, begin, bytes, header.length, stop - begin);
            shift = header.length - begin;
        }
        TextWindow window = new TextWindow(bytes, next + shift, to + shift, base + next, last);
        next = to;
        done = last;
        return window;
    }

    private void fill(int upTo) throws IOException {
        while (!ended && filled < upTo) {
            if (filled == data.length) {
                data = Arrays.copyOf(data, (int) Math.min(maxData, 4L * data.length));
            }
            int read = in.read(data, filled, Math.min(upTo, data.length) - filled);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
            }
        }
    }

    /// After the last line end before `latest`; where there is none after `earliest`, between two
    /// words of the last margin; else between two characters.
    private int end(int latest, int earliest) {
        for (int i = latest; i > earliest; i--) {
            if (data[i - 1] == '\n') {
                return i;
            }
        }
        for (int i = latest; i > latest - marginBytes; i--) {
            if (data[i - 1] == ' ') {
                return i;
            }
        }
        return character(latest);
    }

    /// From a line's begin, so that lines of JSON and rows of a table are whole; where the line is
    /// longer than a margin, nothing if the window itself begins with a line, else characters.
    private int marginBefore() {
        int earliest = Math.max(0, next - marginBytes);
        for (int i = earliest; i < next; i++) {
            if (data[i] == '\n' && i + 1 < next) {
                return i + 1;
            }
        }
        return data[next - 1] == '\n' ? next : character(earliest);
    }

    /// Up to a line's end; where there is none within a margin, nothing if the window itself ends
    /// with a line, else characters.
    private int marginAfter(int to) {
        int latest = Math.min(filled, to + marginBytes);
        for (int i = latest; i > to; i--) {
            if (data[i - 1] == '\n') {
                return i;
            }
        }
        return data[to - 1] == '\n' ? to : character(latest);
    }

    /// The begin of the character that the byte at `at` belongs to.
    private int character(int at) {
        int begin = at;
        while (begin > 0 && begin > at - 4 && begin < filled && (data[begin] & 0xC0) == 0x80) {
            begin--;
        }
        return begin;
    }

    private int lineEnd(int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\n') {
                return i + 1;
            }
        }
        return to;
    }
}
