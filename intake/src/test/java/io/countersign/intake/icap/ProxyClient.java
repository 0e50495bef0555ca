package io.countersign.intake.icap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// What a proxy says over ICAP, byte by byte as a test wants it.
final class ProxyClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    ProxyClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    ProxyClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// A head up to its empty line.
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            String so = head.toString(StandardCharsets.ISO_8859_1);
            if (so.endsWith("\r\n\r\n")) {
                return so;
            }
        }
    }

    byte[] bytes(int length) throws IOException {
        return in.readNBytes(length);
    }

    /// The chunks of an encapsulated body, joined.
    byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            StringBuilder size = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                size.append((char) next);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            body.write(in.readNBytes(length));
            in.readNBytes(2);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    boolean ended() throws IOException {
        return in.read() < 0;
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /// The head of an HTTP request with an ICAP head in front.
    static String request(String icapHeaders, String http, boolean body) {
        return "REQMOD icap://icap.example.org/reqmod ICAP/1.0\r\nHost: icap.example.org\r\n"
                + icapHeaders
                + "Encapsulated: req-hdr=0, "
                + (body ? "req-body=" : "null-body=")
                + http.length()
                + "\r\n\r\n"
                + http;
    }

    static String post(String url, String headers) {
        return "POST " + url + " HTTP/1.1\r\nHost: chat.example.org\r\n" + headers + "\r\n";
    }

    static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
