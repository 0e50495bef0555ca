package io.countersign.intake.syslog;

import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.FramingException;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Protocol;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Taken;
import io.countersign.intake.listen.WireReader;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// Syslog over TCP or TLS (RFC 6587, RFC 5425). A connection's first byte says how its messages are
/// framed:
///
/// ```
/// octet counting  = 1*( length SP message )          the first byte is a digit from 1 to 9
/// newline framing = 1*( message [CR] LF )            anything else
/// ```
///
/// The header of RFC 5424 or RFC 3164 stays in front of the message: every input format takes it
/// off. Syslog has no acknowledgement. While Kafka takes nothing, nothing is read; what was read
/// and is not on Kafka when this process dies is lost, and so is what lies in the buffers of the
/// two kernels, of which ours is kept small.
public final class SyslogProtocol implements Protocol {
    /// Where the next message begins is lost.
    static final String FRAMING = "FRAMING";

    private static final int MAX_LENGTH_DIGITS = 10;
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    @Override
    public void serve(Connection connection) throws IOException, InterruptedException {
        Optional<Principal> who = connection.ofConnection();
        if (who.isEmpty()) {
            connection.end(CloseReason.UNAUTHENTICATED);
            return;
        }
        String format = who.get().source().format().orElse(Source.AUTO);
        WireReader reader = connection.reader();
        if (!connection.awaitMessage()) {
            return;
        }
        boolean counted = isLengthDigit(reader.peek());
        try (Window window = new Window(connection, who.get(), format)) {
            do {
                take(connection, window, counted);
                if (connection.stopping() && !reader.hasBuffered()) {
                    window.settle();
                    connection.end(CloseReason.STOPPING);
                    return;
                }
            } while (connection.awaitMessage());
            window.settle();
        }
    }

    private static void take(Connection connection, Window window, boolean counted)
            throws IOException, InterruptedException {
        WireReader reader = connection.reader();
        Taken taken;
        try {
            taken = counted ? reader.exactly(length(reader)) : reader.toLineFeed();
        } catch (FramingException lost) {
            connection.messageIsRead();
            window.refuse(reader.lost(FRAMING));
            window.settle();
            throw lost;
        }
        connection.messageIsRead();
        try (taken) {
            switch (taken) {
                case Taken.Whole(byte[] bytes, MemoryBudget.Share _) -> window.send(trimmed(bytes));
                case Taken.Passed passed -> window.refuse(passed);
            }
        }
        connection.messageEnds();
    }

    /// MSG-LEN and the blank behind it.
    private static long length(WireReader reader) throws IOException {
        long length = 0;
        for (int digits = 0; digits <= MAX_LENGTH_DIGITS; digits++) {
            int next = reader.peek();
            if (next == ' ' && digits > 0) {
                reader.read();
                return length;
            }
            if (next < '0' || next > '9' || (digits == 0 && next == '0')) {
                break;
            }
            reader.read();
            length = 10 * length + next - '0';
        }
        throw new FramingException("no length where a message's length stands");
    }

    private static boolean isLengthDigit(int next) {
        return next >= '1' && next <= '9';
    }

    /// Senders put a line feed or a zero behind a message that is counted too.
    private static byte[] trimmed(byte[] bytes) {
        int end = bytes.length;
        while (end > 0
                && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r' || bytes[end - 1] == 0)) {
            end--;
        }
        return end == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, end);
    }

    @Override
    public boolean maySleep() {
        return true;
    }

    @Override
    public OptionalInt receiveBufferBytes() {
        return OptionalInt.of(RECEIVE_BUFFER_BYTES);
    }
}
