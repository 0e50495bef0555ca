package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.tls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Where messages go.
///
/// @param tls whom to trust and who we are; empty: in clear
/// @param timeout for connecting and for each answer
public record Receiver(String host, int port, Optional<TlsFiles> tls, Duration timeout) {
    /// A connection that is ready. Over TLS the receiver's certificate was checked for its name
    /// (RFC 5425 section 5.2, RFC 2818 section 3.1).
    ///
    /// @throws io.countersign.sinks.siem.SinkFailureException where a TLS file cannot be used
    public Link connect() throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
        Optional<SSLSocketFactory> factory =
                tls.map(TlsFiles::context).map(context -> context.getSocketFactory());
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSoTimeout(millis);
            plain.connect(new InetSocketAddress(host, port), millis);
            return new Link(plain, factory.isEmpty() ? plain : secured(factory.get(), plain));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secured(SSLSocketFactory factory, Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
