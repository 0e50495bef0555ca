package io.countersign.app.cli;

import io.countersign.app.source.ListenerPart;
import io.countersign.app.source.Transport;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Options of `source add` for a listener.
final class ListenerOptions {
    @CommandLine.Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "of the listener (http 8088 where the configuration states none, hec 8089, syslog 6514, relp 2514)")
    private @Nullable Integer port;

    @CommandLine.Option(
            names = "--listen-on-all-interfaces",
            description =
                    "hec, syslog, relp: beyond this machine; needs --certificate, --key and, but for hec, --client-certificate")
    private boolean allInterfaces;

    @CommandLine.Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "the listener's certificate, PEM")
    private Optional<Path> certificate = Optional.empty();

    @CommandLine.Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the listener's key, PEM")
    private Optional<Path> key = Optional.empty();

    @CommandLine.Option(
            names = "--client-certificate",
            paramLabel = "FILE",
            description = "syslog, relp: the certificate by which the source proves who it is, PEM")
    private Optional<Path> clientCertificate = Optional.empty();

    int port(Transport way) {
        return port == null ? ListenerPart.standardPort(way) : port;
    }

    /// @param tokenFile where the token of a source over HTTP is
    ListenerPart part(Transport way, String format, String source, Optional<Path> tokenFile) {
        if (allInterfaces && (certificate.isEmpty() || key.isEmpty())) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--listen-on-all-interfaces needs --certificate and --key");
        }
        return new ListenerPart(
                way,
                format,
                source,
                port(way),
                allInterfaces
                        ? Optional.of(
                                new ListenerPart.Tls(certificate.orElseThrow(), key.orElseThrow()))
                        : Optional.empty(),
                clientCertificate,
                tokenFile);
    }
}
