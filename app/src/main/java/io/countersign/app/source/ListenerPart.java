package io.countersign.app.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A listener for one source, as it stands in the configuration.
///
/// @param way one that listens
/// @param format the input format of the source's records
/// @param source the source's name
/// @param port where
/// @param tls certificate and key; stated where it listens beyond this machine
/// @param clientCertificate by which the source proves who it is
/// @param tokenFile by which it does so over HTTP
public record ListenerPart(
        Transport way,
        String format,
        String source,
        int port,
        Optional<Tls> tls,
        Optional<Path> clientCertificate,
        Optional<Path> tokenFile) {
    /// @param certificate PEM
    /// @param key PEM
    public record Tls(Path certificate, Path key) {}

    public ListenerPart {
        if (!way.listens()) {
            throw new IllegalArgumentException(way.word() + " has no listener of its own");
        }
    }

    /// The port where none is asked for.
    public static int standardPort(Transport way) {
        return switch (way) {
            case HTTP -> 8088;
            case HEC -> 8089;
            case SYSLOG -> 6514;
            case RELP -> 2514;
            case ICAP -> 1344;
            case INGEST, BRIDGE -> 0;
        };
    }

    /// The lines below the listener's name.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  protocol: " + (way == Transport.HEC ? Transport.HTTP : way).word());
        lines.add("  port: " + port);
        tls.ifPresent(files -> {
            lines.add("  listen-on-all-interfaces: true");
            lines.add(
                    "  tls: {certificate: \""
                            + files.certificate()
                            + "\", key: \""
                            + files.key()
                            + "\"}");
        });
        lines.add("  sources:");
        lines.add("    " + source + ":");
        lines.add("      format: " + format);
        tokenFile.ifPresent(file -> lines.add("      token-files: [\"" + file + "\"]"));
        clientCertificate.ifPresent(
                file -> lines.add("      certificate-files: [\"" + file + "\"]"));
        return lines;
    }
}
