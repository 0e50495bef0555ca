package io.countersign.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A listener of the operator's own, beside the one on loopback that is always there.
///
/// @param protocol what is spoken
/// @param port where
/// @param listenOnAllInterfaces beyond this machine; asks for TLS and for credentials of every
///   source
/// @param tls none: in clear
/// @param maxConnections at a time
/// @param messageTimeout from the first byte of a message to its last
/// @param sources who may send, by a name of your choice; empty: whoever reaches the port
public record Listener(
        Protocol protocol,
        int port,
        boolean listenOnAllInterfaces,
        Optional<Tls> tls,
        int maxConnections,
        Duration messageTimeout,
        Map<String, Source> sources) {
    public static final int MAX_LISTENERS = 100;
    public static final int MAX_SOURCES = 1_000;

    public Listener {
        sources = Map.copyOf(sources);
    }

    /// What a listener speaks.
    public enum Protocol {
        SYSLOG,
        RELP,
        HTTP
    }

    /// @param certificate PEM, the server's own first
    /// @param key PEM, PKCS #8, unencrypted
    public record Tls(Path certificate, Path key) {}

    /// @param format the input format of its records; empty: what the request says, else found out
    /// @param tokenFiles each with a token, or `sha256:` and the hex of its hash, in one line
    /// @param certificateFiles each with client certificates as PEM
    /// @param certificateAuthority client certificates that it issued count, by their names
    /// @param certificateNames of the authority's certificates those that are the source
    /// @param indexerAcknowledgement answers of the collector endpoint come with an `ackId`
    public record Source(
            Optional<String> format,
            List<Path> tokenFiles,
            List<Path> certificateFiles,
            Optional<Path> certificateAuthority,
            List<String> certificateNames,
            boolean indexerAcknowledgement) {
        public Source {
            tokenFiles = List.copyOf(tokenFiles);
            certificateFiles = List.copyOf(certificateFiles);
            certificateNames = List.copyOf(certificateNames);
        }

        public boolean hasCredentials() {
            return !tokenFiles.isEmpty() || showsCertificate();
        }

        /// Whether a client certificate may prove the source.
        public boolean showsCertificate() {
            return !certificateFiles.isEmpty() || certificateAuthority.isPresent();
        }
    }
}
