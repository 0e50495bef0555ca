package io.countersign.intake.relp;

import io.countersign.intake.listen.FramingException;
import io.countersign.intake.listen.Taken;
import io.countersign.intake.listen.WireReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// One frame of RELP:
///
/// ```
/// frame = txnr SP command SP length [SP data] LF
/// ```
///
/// @param transaction 1 to 999,999,999, or 0 for a hint
/// @param command 1 to 32 letters
/// @param data what the length counts
record RelpFrame(int transaction, String command, Taken data) {
    private static final int MAX_DIGITS = 9;
    private static final int MAX_COMMAND_CHARS = 32;

    static RelpFrame read(WireReader reader) throws IOException, InterruptedException {
        int transaction = number(reader, ' ');
        StringBuilder command = new StringBuilder();
        for (int next = reader.read(); next != ' '; next = reader.read()) {
            if (next < 'a' || next > 'z' || command.length() == MAX_COMMAND_CHARS) {
                throw new FramingException("no command where one stands in a frame");
            }
            command.append((char) next);
        }
        int length = length(reader);
        Taken data = reader.exactly(length);
        if (reader.read() != '\n') {
            data.close();
            throw new FramingException("a frame does not end where its length says");
        }
        return new RelpFrame(transaction, command.toString(), data);
    }

    /// The length, and the blank behind it where data follow.
    private static int length(WireReader reader) throws IOException {
        int length = digits(reader);
        if (length > 0 || reader.peek() == ' ') {
            if (reader.read() != ' ') {
                throw new FramingException("no blank behind the length of a frame");
            }
        }
        return length;
    }

    private static int number(WireReader reader, char end) throws IOException {
        int number = digits(reader);
        if (reader.read() != end) {
            throw new FramingException("no number where one stands in a frame");
        }
        return number;
    }

    private static int digits(WireReader reader) throws IOException {
        int number = 0;
        int digits = 0;
        while (reader.peek() >= '0' && reader.peek() <= '9') {
            if (++digits > MAX_DIGITS) {
                throw new FramingException("a number of a frame is too long");
            }
            number = 10 * number + reader.read() - '0';
        }
        if (digits == 0) {
            throw new FramingException("no number where one stands in a frame");
        }
        return number;
    }

    static byte[] response(int transaction, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        String head = transaction + " rsp " + data.length + (data.length > 0 ? " " : "");
        return (head + text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
