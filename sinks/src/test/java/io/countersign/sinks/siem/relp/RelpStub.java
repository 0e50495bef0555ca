package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.http.HttpStub.Certificate;
import io.countersign.sinks.siem.tls.TlsStub;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// RELP, version 0: a session is opened, each message is answered. Busy, it opens none, and closes
/// the one that is open.
final class RelpStub extends TlsStub {
    RelpStub(Certificate certificate, Certificate client, Certificate nextClient)
            throws IOException {
        super(certificate, client, nextClient);
    }

    @Override
    protected void serve(InputStream in, OutputStream out) throws IOException {
        while (true) {
            int transaction = number(in);
            String command = word(in);
            byte[] data = in.readNBytes(number(in));
            if (in.read() != '\n') {
                throw new IOException("no frame");
            }
            if (isBusy()) {
                answer(out, "0 serverclose 0\n");
                return;
            }
            boolean taken =
                    switch (command) {
                        case "open" -> true;
                        case "syslog" -> take(data);
                        default -> false;
                    };
            answer(out, transaction + (taken ? " rsp 6 200 OK\n" : " rsp 6 500 NO\n"));
            dawdle();
        }
    }

    private static void answer(OutputStream out, String frame) throws IOException {
        out.write(frame.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
