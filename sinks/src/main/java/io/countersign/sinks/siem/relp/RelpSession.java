package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.syslog.Link;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// One open session of RELP, version 0:
///
/// ```
/// frame  = TXNR SP COMMAND SP DATALEN [SP DATA] LF
/// offer  = "1 open …"  ->  "1 rsp … 200 OK …"
/// ```
///
/// TXNR counts from 1 to 999,999,999 and begins again; a frame with 0 comes from the receiver on
/// its own, and says that it closes. For one thread that writes and one that reads; [#close] is for
/// any.
final class RelpSession implements AutoCloseable {
    private static final int MAX_TRANSACTION = 999_999_999;

    /// The longest answer that is read: its data are a code and a few words.
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final int MAX_WORD = 32;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String OFFER =
            "relp_version=0\nrelp_software=countersign\ncommands=syslog";

    private final Link link;
    private final InputStream in;
    private final OutputStream out;
    private int next = 1;

    /// What the receiver said to one transaction.
    ///
    /// @param code 200 for yes
    record Response(int transaction, int code) {}

    private RelpSession(Link link) throws IOException {
        this.link = link;
        this.in = new BufferedInputStream(link.in(), BUFFER_BYTES);
        this.out = new BufferedOutputStream(link.out(), BUFFER_BYTES);
    }

    /// @throws RelpException where the receiver does not take syslog messages
    static RelpSession open(Link link) throws IOException {
        try {
            RelpSession session = new RelpSession(link);
            int transaction = session.write("open", OFFER.getBytes(StandardCharsets.US_ASCII));
            session.flush();
            Response answer = session.read();
            if (answer.transaction != transaction || answer.code != 200) {
                throw new RelpException("RELP_OPEN_REFUSED");
            }
            return session;
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /// The transaction of the next message.
    int nextTransaction() {
        return next;
    }

    /// How many messages lie between two transactions, the earlier first.
    static int distance(int from, int to) {
        return Math.floorMod(to - from, MAX_TRANSACTION);
    }

    /// Sends the message with the next [#flush], or before.
    void message(byte[] data) throws IOException {
        int unused = write("syslog", data);
    }

    void flush() throws IOException {
        out.flush();
    }

    /// Whether an answer begins within the link's timeout.
    ///
    /// @throws RelpException where the receiver closed the connection
    boolean hears() throws IOException {
        in.mark(1);
        try {
            if (in.read() < 0) {
                throw new RelpException("CONNECTION_LOST");
            }
            in.reset();
            return true;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    /// The next answer.
    ///
    /// @throws RelpException where the receiver closes, or speaks something else
    Response read() throws IOException {
        int transaction = number(word(), MAX_TRANSACTION);
        String command = word();
        if (transaction == 0 || !command.equals("rsp")) {
            throw new RelpException(
                    command.equals("serverclose") ? "RELP_CLOSED" : "RELP_UNEXPECTED");
        }
        byte[] data = data();
        if (data.length < 3) {
            throw new RelpException("RELP_UNEXPECTED");
        }
        return new Response(
                transaction, number(new String(data, 0, 3, StandardCharsets.US_ASCII), 999));
    }

    /// At once: a goodbye could wait for a receiver that does not read.
    @Override
    public void close() {
        link.close();
    }

    private int write(String command, byte[] data) throws IOException {
        int transaction = next;
        next = transaction == MAX_TRANSACTION ? 1 : transaction + 1;
        String head =
                transaction + " " + command + " " + data.length + (data.length == 0 ? "" : " ");
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(data);
        out.write('\n');
        return transaction;
    }

    /// Up to the next space, which is read too.
    private String word() throws IOException {
        StringBuilder word = new StringBuilder();
        int c = in.read();
        while (c > ' ') {
            if (word.length() == MAX_WORD) {
                throw new RelpException("RELP_UNEXPECTED");
            }
            word.append((char) c);
            c = in.read();
        }
        if (c != ' ') {
            throw new RelpException(c < 0 ? "CONNECTION_LOST" : "RELP_UNEXPECTED");
        }
        return word.toString();
    }

    private byte[] data() throws IOException {
        StringBuilder digits = new StringBuilder();
        int c = in.read();
        while (c >= '0' && c <= '9' && digits.length() < MAX_WORD) {
            digits.append((char) c);
            c = in.read();
        }
        int length = number(digits.toString(), MAX_ANSWER_BYTES);
        byte[] data = new byte[0];
        if (c == ' ') {
            data = in.readNBytes(length);
            c = in.read();
        }
        if (data.length != length || c != '\n') {
            throw new RelpException(c < 0 ? "CONNECTION_LOST" : "RELP_UNEXPECTED");
        }
        return data;
    }

    private static int number(String digits, int most) throws RelpException {
        if (!digits.matches("\\d{1,9}")) {
            throw new RelpException("RELP_UNEXPECTED");
        }
        int number = Integer.parseInt(digits);
        if (number > most) {
            throw new RelpException("RELP_UNEXPECTED");
        }
        return number;
    }
}
