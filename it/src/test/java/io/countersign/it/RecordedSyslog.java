package io.countersign.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A receiver of syslog messages over TCP that keeps every byte; of RELP it answers each frame.
final class RecordedSyslog implements AutoCloseable {
    private final ServerSocket server;
    private final boolean relp;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private RecordedSyslog(ServerSocket server, boolean relp) {
        this.server = server;
        this.relp = relp;
        Thread.ofPlatform().daemon().name("syslog-receiver").start(this::accept);
    }

    static RecordedSyslog start(boolean relp) throws IOException {
        return new RecordedSyslog(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), relp);
    }

    int port() {
        return server.getLocalPort();
    }

    byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().name("syslog-connection").start(() -> read(socket));
            } catch (IOException _closed) {
                // Only close() ends it.
            }
        }
    }

    private void read(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            if (relp) {
                frames(in, out);
            } else {
                keep(in);
            }
        } catch (IOException _lost) {
            // What came is kept.
        }
    }

    private void keep(InputStream in) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            synchronized (received) {
                received.write(buffer, 0, read);
            }
        }
    }

    /// `TXNR SP COMMAND SP DATALEN [SP DATA] LF`.
    private void frames(InputStream in, OutputStream out) throws IOException {
        for (String number = word(in); !number.isEmpty(); number = word(in)) {
            String command = word(in);
            byte[] data = in.readNBytes(Integer.parseInt(word(in)));
            int end = in.read();
            if (end != '\n') {
                throw new IOException("no frame");
            }
            synchronized (received) {
                received.writeBytes(data);
            }
            String answer =
                    command.equals("open")
                            ? "200 OK\nrelp_version=0\nrelp_software=test\ncommands=syslog"
                            : "200 OK";
            out.write(
                    "%s rsp %d %s\n"
                            .formatted(number, answer.length(), answer)
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    private static String word(InputStream in) throws IOException {
        StringBuilder word = new StringBuilder();
        for (int c = in.read(); c > ' '; c = in.read()) {
            word.append((char) c);
        }
        return word.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
