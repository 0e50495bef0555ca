package io.countersign.intake.listen;

import java.net.InetAddress;
import java.util.Optional;

/// Where a listener listens, to whom, and how much it bears.
///
/// @param name of the operator's choice; in source ids, metrics and logs
/// @param address a loopback address, or any other with TLS and credentials of every source
/// @param port 0 for any free one
/// @param tls none: in clear
/// @param sources who may send
public record ListenerSettings(
        String name,
        InetAddress address,
        int port,
        Optional<ServerTls> tls,
        Sources sources,
        Limits limits) {
    public ListenerSettings {
        if (!address.isLoopbackAddress() && (tls.isEmpty() || sources.anyone().isPresent())) {
            throw new IllegalArgumentException(
                    name
                            + ": beyond this machine only with TLS and a token or certificate of each"
                            + " source");
        }
    }
}
