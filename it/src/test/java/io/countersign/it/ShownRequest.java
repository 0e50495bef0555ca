package io.countersign.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A request with a body as a proxy shows it over ICAP (RFC 3507 section 4.8).
final class ShownRequest {
    private static final int WAIT_MILLIS = 60_000;

    private final String url;
    private final String contentType;
    private final byte[] body;
    private final boolean whole;

    /// @param url absolute
    /// @param contentType of the body
    /// @param whole whether the proxy stays for the end; else its connection ends in the body
    ShownRequest(String url, String contentType, byte[] body, boolean whole) {
        this.url = url;
        this.contentType = contentType;
        this.body = body;
        this.whole = whole;
    }

    boolean whole() {
        return whole;
    }

    /// Shows it to the ICAP listener on a port of this machine.
    ///
    /// @return the status line of the answer; empty where there is none
    String to(int port) throws IOException {
        String http =
                "POST "
                        + url
                        + " HTTP/1.1\r\nHost: chatgpt.com\r\nContent-Type: "
                        + contentType
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        String head =
                "REQMOD icap://127.0.0.1/reqmod ICAP/1.0\r\nHost: 127.0.0.1\r\nAllow: 204\r\n"
                        + "X-Client-IP: 192.0.2.57\r\nEncapsulated: req-hdr=0, req-body="
                        + http.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(WAIT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write((head + http).getBytes(StandardCharsets.UTF_8));
            out.write((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            if (!whole) {
                out.write(body, 0, body.length * 2 / 3);
                out.flush();
                return "";
            }
            out.write(body);
            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            String status =
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            return status == null ? "" : status;
        }
    }
}
