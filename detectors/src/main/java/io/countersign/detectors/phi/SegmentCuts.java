package io.countersign.detectors.phi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Cuts files of HL7 v2 messages before a message, and where one is longer than half a window at a
/// segment; X12 interchanges at a segment. Each window begins with what says that it is HL7, or
/// with the ISA segment that declares the separators. A segment longer than half a window is cut as
/// a line is.
final class SegmentCuts implements Cuts {
    private static final byte[] MESSAGE = "MSH|".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HL7_HEADER = "MSH|\r".getBytes(StandardCharsets.US_ASCII);
    private static final int ISA_BYTES = 106;
    private static final byte VERTICAL_TAB = 0x0B;

    private final int windowBytes;
    private final LineCuts lines;
    private final byte[] header;
    private final byte[] terminators;
    private final byte[] message;

    private SegmentCuts(
            int windowBytes, int marginBytes, byte[] header, byte[] terminators, byte[] message) {
        this.windowBytes = windowBytes;
        this.lines = new LineCuts(windowBytes, marginBytes, header);
        this.header = header;
        this.terminators = terminators;
        this.message = message;
    }

    /// For a text that begins so; empty where it is neither HL7 nor X12.
    static Optional<SegmentCuts> of(byte[] data, int filled, int windowBytes, int marginBytes) {
        int from = 0;
        while (from < filled && (data[from] <= ' ' && data[from] >= 0)) {
            from++;
        }
        if (begins(data, filled, from, "MSH|")
                || begins(data, filled, from, "FHS|")
                || begins(data, filled, from, "BHS|")) {
            return Optional.of(
                    new SegmentCuts(
                            windowBytes,
                            marginBytes,
                            HL7_HEADER,
                            new byte[] {'\r', '\n'},
                            MESSAGE));
        }
        if (begins(data, filled, from, "ISA")
                && filled - from > ISA_BYTES
                && !Character.isLetterOrDigit(data[from + 3])) {
            byte[] isa = Arrays.copyOfRange(data, from, from + ISA_BYTES);
            return Optional.of(
                    new SegmentCuts(
                            windowBytes,
                            marginBytes,
                            isa,
                            new byte[] {isa[ISA_BYTES - 1]},
                            Cut.NOTHING));
        }
        return Optional.empty();
    }

    private static boolean begins(byte[] data, int filled, int from, String word) {
        if (filled - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (data[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Cut cut(byte[] data, int filled, int next, boolean first) {
        int latest = next + windowBytes;
        int earliest = next + windowBytes / 2;
        int segment = -1;
        for (int i = latest; i > earliest; i--) {
            if (!terminates(data[i - 1])) {
                continue;
            }
            if (segment < 0) {
                segment = i;
            }
            if (message.length == 0) {
                break;
            }
            int begin = data[i] == VERTICAL_TAB ? i + 1 : i;
            if (begin + message.length <= filled
                    && Arrays.equals(
                            data, begin, begin + message.length, message, 0, message.length)) {
                segment = i;
                break;
            }
        }
        if (segment < 0) {
            return lines.cut(data, filled, next, first);
        }
        return new Cut(before(next, first), next, segment, segment, Cut.NOTHING, true);
    }

    @Override
    public Cut rest(byte[] data, int filled, int next, boolean first) {
        boolean clean = next == 0 || terminates(data[next - 1]);
        return clean
                ? new Cut(before(next, first), next, filled, filled, Cut.NOTHING, true)
                : lines.rest(data, filled, next, first);
    }

    private byte[] before(int next, boolean first) {
        return first && next == 0 ? Cut.NOTHING : header;
    }

    private boolean terminates(byte b) {
        for (byte terminator : terminators) {
            if (b == terminator) {
                return true;
            }
        }
        return false;
    }
}
