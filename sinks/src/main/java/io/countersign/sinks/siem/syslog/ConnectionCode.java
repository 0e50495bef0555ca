package io.countersign.sinks.siem.syslog;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/// The stable code of a failure of the network; messages of exceptions may hold what was sent.
public final class ConnectionCode {
    private ConnectionCode() {}

    public static String of(IOException failure) {
        if (failure instanceof SSLException) {
            return "TLS_FAILED";
        }
        if (failure instanceof SocketTimeoutException) {
            return "TIMED_OUT";
        }
        if (failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException) {
            return "CONNECT_FAILED";
        }
        return "CONNECTION_LOST";
    }
}
