package io.countersign.detectors.phi;

import io.countersign.detectors.phi.unwrap.TableRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// Cuts a text of any length into windows that are inspected one by one, in constant memory.
///
/// A text of up to [#WHOLE_BYTES] is one window, and nothing is lost. A longer one is cut into
/// windows of about [#WINDOW_BYTES], each of which is read as it would be in the whole:
///
/// - JSON, one document or lines of it, between elements, with the containers that are open there
///   and their keys opened again in front;
/// - HL7 v2 before a message, X12 at a segment, with what declares them in front;
/// - a table between rows, with its header line in front;
/// - any other text at line ends. Lines and long strings have [#MARGIN_BYTES] of their neighbours
///   on both sides, so that a value or a context word across a cut is seen.
///
/// What reaches further is not seen: a name that was introduced more than a window ago, and what
/// other members of an object longer than half a window say of a value in it.
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
    private Cuts cuts;

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
        this.cuts = new LineCuts(windowBytes, marginBytes, Cuts.Cut.NOTHING);
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
                return Optional.of(
                        new TextWindow(Arrays.copyOf(data, filled), 0, filled, 0, true, true));
            }
            fill(maxData);
            if (ended) {
                done = true;
                return Optional.of(
                        new TextWindow(Arrays.copyOf(data, filled), 0, filled, 0, true, true));
            }
            cuts = cuts();
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
        Cuts.Cut cut =
                last
                        ? cuts.rest(data, filled, next, base == 0)
                        : cuts.cut(data, filled, next, base == 0);
        int before = cut.before().length;
        int seen = cut.stop() - cut.begin();
        byte[] bytes = Arrays.copyOf(cut.before(), before + seen + cut.after().length);
        System.arraycopy(data, cut.begin(), bytes, before, seen);
        System.arraycopy(cut.after(), 0, bytes, before + seen, cut.after().length);
        int shift = before - cut.begin();
        TextWindow window =
                new TextWindow(
                        bytes, next + shift, cut.to() + shift, base + next, last, cut.clean());
        next = cut.to();
        done = last;
        return window;
    }

    /// How the text that begins in `data` is cut.
    private Cuts cuts() {
        Optional<JsonCuts> json = JsonCuts.of(data, filled, windowBytes, marginBytes);
        if (json.isPresent()) {
            return json.get();
        }
        Optional<SegmentCuts> segments = SegmentCuts.of(data, filled, windowBytes, marginBytes);
        if (segments.isPresent()) {
            return segments.get();
        }
        Optional<TableRows> rows = detector.tableRows(data, filled);
        return rows.isPresent()
                ? new TableCuts(
                        windowBytes,
                        marginBytes,
                        Arrays.copyOf(data, lineEnd(0, filled)),
                        rows.get())
                : new LineCuts(windowBytes, marginBytes, Cuts.Cut.NOTHING);
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

    private int lineEnd(int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\n') {
                return i + 1;
            }
        }
        return to;
    }
}
