package io.countersign.sinks.siem.syslog;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/// An open connection to a receiver, over TLS or in clear.
public final class Link implements Closeable {
    private final Socket transport;
    private final Socket spoken;

    /// @param transport what is closed: closing a TLS socket waits for a thread that writes to a
    ///   receiver that does not read
    /// @param spoken the same, or the TLS socket upon it
    Link(Socket transport, Socket spoken) {
        this.transport = transport;
        this.spoken = spoken;
    }

    public InputStream in() throws IOException {
        return spoken.getInputStream();
    }

    public OutputStream out() throws IOException {
        return spoken.getOutputStream();
    }

    /// How long a read waits.
    void readTimeout(int millis) throws SocketException {
        transport.setSoTimeout(millis);
    }

    boolean isClosed() {
        return transport.isClosed();
    }

    /// Ends reads and writes of any thread.
    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
