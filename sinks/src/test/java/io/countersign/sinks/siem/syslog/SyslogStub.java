package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.http.HttpStub.Certificate;
import io.countersign.sinks.siem.tls.TlsStub;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Counted octets (RFC 5425 section 4.3). It has no way to say anything: busy, it closes.
final class SyslogStub extends TlsStub {
    SyslogStub(Certificate certificate, Certificate client, Certificate nextClient)
            throws IOException {
        super(certificate, client, nextClient);
    }

    @Override
    public void settle() {
        awaitClosed();
    }

    @Override
    protected void serve(InputStream in, OutputStream out) throws IOException {
        while (!isBusy()) {
            int length = number(in);
            byte[] message = in.readNBytes(length);
            if (message.length == length) {
                boolean unused = take(message);
            }
            dawdle();
        }
    }
}
