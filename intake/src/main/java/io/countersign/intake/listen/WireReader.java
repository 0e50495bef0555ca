package io.countersign.intake.listen;

import io.countersign.audit.tokens.TokenKeys;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Supplier;

/// Reads records from a stream by their length or their end, in bounded memory: beyond
/// [#SMALL_BYTES] from the common [MemoryBudget], and beyond the largest record not kept at all but
/// counted and digested while they pass by. For one thread.
public final class WireReader {
    /// What each connection may hold without asking.
    public static final int SMALL_BYTES = 64 * 1024;

    public static final String OVERSIZE = "OVERSIZE";
    public static final String TRUNCATED = "TRUNCATED";

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final MemoryBudget.Share NO_SHARE = MemoryBudget.Share.NONE;

    private final InputStream in;
    private final int maxBytes;
    private final MemoryBudget budget;
    private final Supplier<TokenKeys.PayloadDigest> digests;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    /// @param maxBytes the largest record
    /// @param digests a fresh one for each record that is passed over
    public WireReader(
            InputStream in,
            int maxBytes,
            MemoryBudget budget,
            Supplier<TokenKeys.PayloadDigest> digests) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.digests = digests;
    }

    /// The same records from another stream, such as the unpacked one behind this one.
    public WireReader over(InputStream other) {
        return new WireReader(other, maxBytes, budget, digests);
    }

    /// The next byte without taking it, -1 at the end.
    public int peek() throws IOException {
        return from < to || fill() ? buffer[from] & 0xff : -1;
    }

    /// The next byte, -1 at the end.
    public int read() throws IOException {
        return from < to || fill() ? buffer[from++] & 0xff : -1;
    }

    /// Whether bytes are there already.
    public boolean hasBuffered() {
        return from < to;
    }

    /// Some bytes, at most `length`; -1 at the end.
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (from == to && !fill()) {
            return -1;
        }
        int some = Math.min(length, to - from);
        System.arraycopy(buffer, from, into, offset, some);
        from += some;
        return some;
    }

    /// A short line of ASCII without its end, LF or CR LF.
    ///
    /// @throws FramingException where it is longer than `maxChars`
    /// @throws EOFException where the stream ends before the line does
    public String line(int maxChars) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = read();
            if (next < 0) {
                throw new EOFException();
            }
            if (next == '\n') {
                int length = line.length();
                boolean carriageReturn = length > 0 && line.charAt(length - 1) == '\r';
                line.setLength(carriageReturn ? length - 1 : length);
                return line.toString();
            }
            if (line.length() >= maxChars) {
                throw new FramingException("a line of the protocol is too long");
            }
            line.append((char) next);
        }
    }

    /// A record of known length.
    public Taken exactly(long length) throws IOException, InterruptedException {
        if (length > maxBytes) {
            return passOver(length);
        }
        int size = (int) length;
        MemoryBudget.Share share = size > SMALL_BYTES ? budget.take(size) : NO_SHARE;
        byte[] bytes = new byte[size];
        int at = 0;
        boolean kept = false;
        try {
            while (at < size) {
                int some = read(bytes, at, size - at);
                if (some < 0) {
                    return cut(bytes, at);
                }
                at += some;
            }
            kept = true;
            return new Taken.Whole(bytes, share);
        } finally {
            if (!kept) {
                share.close();
            }
        }
    }

    /// A record up to a line feed, which is taken with it, and a carriage return before that.
    public Taken toLineFeed() throws IOException, InterruptedException {
        return to(new RecordEnd.Line(false));
    }

    /// The same where the end of the stream ends a line too.
    public Taken toLineFeedOrEnd() throws IOException, InterruptedException {
        return to(new RecordEnd.Line(true));
    }

    /// A JSON object that begins with the next byte.
    public Taken object() throws IOException, InterruptedException {
        return to(RecordEnd.ofObject());
    }

    /// All that comes until the end.
    public Taken toEnd() throws IOException, InterruptedException {
        return to(new RecordEnd.Stream());
    }

    /// What is read ahead, as something that is no record; it is taken.
    public Taken.Passed lost(String code) {
        TokenKeys.PayloadDigest digest = digests.get();
        digest.update(buffer, from, to - from);
        int bytes = to - from;
        from = to;
        return new Taken.Passed(code, bytes, digest.token());
    }

    private Taken to(RecordEnd recordEnd) throws IOException, InterruptedException {
        byte[] bytes = new byte[512];
        int size = 0;
        MemoryBudget.Share share = NO_SHARE;
        boolean kept = false;
        try {
            while (true) {
                if (from == to && !fill()) {
                    kept = recordEnd.atEndOfStream();
                    return kept
                            ? new Taken.Whole(
                                    Arrays.copyOf(bytes, lineLength(bytes, size, recordEnd)), share)
                            : cut(bytes, size);
                }
                int behind = recordEnd.behind(buffer, from, to);
                boolean complete = behind != RecordEnd.NONE;
                int some = (complete ? behind : to) - from;
                int length = size + some - (complete ? recordEnd.delimiterBytes() : 0);
                if (length > maxBytes) {
                    return passOver(bytes, size, recordEnd, behind);
                }
                if (size + some > bytes.length) {
                    if (size + some > SMALL_BYTES && share == NO_SHARE) {
                        share = budget.take(maxBytes);
                    }
                    bytes = Arrays.copyOf(bytes, grown(bytes.length, size + some));
                }
                System.arraycopy(buffer, from, bytes, size, some);
                size += some;
                from += some;
                if (complete) {
                    kept = true;
                    return new Taken.Whole(
                            Arrays.copyOf(bytes, lineLength(bytes, length, recordEnd)), share);
                }
            }
        } finally {
            if (!kept) {
                share.close();
            }
        }
    }

    private int grown(int length, int needed) {
        return (int) Math.min(maxBytes + 1L, Math.max(2L * length, needed));
    }

    private static int lineLength(byte[] bytes, int length, RecordEnd recordEnd) {
        boolean carriageReturn = recordEnd.isLine() && length > 0 && bytes[length - 1] == '\r';
        return carriageReturn ? length - 1 : length;
    }

    private Taken cut(byte[] bytes, int size) {
        TokenKeys.PayloadDigest digest = digests.get();
        digest.update(bytes, 0, size);
        return new Taken.Passed(TRUNCATED, size, digest.token());
    }

    private Taken passOver(long length) throws IOException {
        TokenKeys.PayloadDigest digest = digests.get();
        long left = length;
        while (left > 0) {
            if (from == to && !fill()) {
                return new Taken.Passed(TRUNCATED, length - left, digest.token());
            }
            int some = (int) Math.min(left, to - from);
            digest.update(buffer, from, some);
            from += some;
            left -= some;
        }
        return new Taken.Passed(OVERSIZE, length, digest.token());
    }

    private Taken passOver(byte[] begun, int size, RecordEnd recordEnd, int endInBuffer)
            throws IOException {
        TokenKeys.PayloadDigest digest = digests.get();
        digest.update(begun, 0, size);
        long passed = size;
        int behind = endInBuffer;
        while (true) {
            int end = behind == RecordEnd.NONE ? to : behind - recordEnd.delimiterBytes();
            digest.update(buffer, from, end - from);
            passed += end - from;
            from = behind == RecordEnd.NONE ? to : behind;
            if (behind != RecordEnd.NONE) {
                return new Taken.Passed(OVERSIZE, passed, digest.token());
            }
            if (!fill()) {
                return new Taken.Passed(
                        recordEnd.atEndOfStream() ? OVERSIZE : TRUNCATED, passed, digest.token());
            }
            behind = recordEnd.behind(buffer, from, to);
        }
    }

    private boolean fill() throws IOException {
        int some = in.read(buffer, 0, buffer.length);
        from = 0;
        to = Math.max(some, 0);
        return some > 0;
    }
}
