package io.countersign.sinks.siem.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy on the loopback that joins a client to whatever it asks for by CONNECT (RFC 9110 section
/// 9.3.6), remembers what that was, and refuses anything else.
final class ProxyStub implements AutoCloseable {
    private static final int MAX_HEAD_BYTES = 8_192;

    private final ServerSocket server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ProxyStub() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        begin(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                begin(() -> serve(client));
            }
        });
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /// The first line of each request.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            String line = head(client.getInputStream());
            asked.add(line);
            if (!line.matches("CONNECT 127\\.0\\.0\\.1:\\d+ HTTP/1\\.1")) {
                answer(client, "405 Method Not Allowed");
                return;
            }
            int port = Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1"));
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                answer(client, "200 Connection established");
                begin(() -> target.getInputStream().transferTo(client.getOutputStream()));
                client.getInputStream().transferTo(target.getOutputStream());
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < MAX_HEAD_BYTES) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed");
            }
            head.append((char) c);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static void answer(Socket client, String status) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void begin(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                // One of the two is gone.
                            }
                        },
                        "proxy-stub");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
