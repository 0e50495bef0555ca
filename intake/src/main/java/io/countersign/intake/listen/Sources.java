package io.countersign.intake.listen;

import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// The sources of a listener, and which of them a token or certificate belongs to. For any thread.
public final class Sources {
    private final List<Source> sources;

    /// @param sources one at least; only a single one may be without credentials
    public Sources(List<Source> sources) {
        this.sources = List.copyOf(sources);
        boolean open = sources.stream().anyMatch(source -> source.credentials().isEmpty());
        if (sources.isEmpty() || (open && sources.size() > 1)) {
            throw new IllegalArgumentException(
                    "sources: each of several needs a token or a certificate");
        }
    }

    /// One source that is whoever can reach the listener.
    public static Sources open(Source anyone) {
        return new Sources(List.of(anyone));
    }

    /// The one source that has to prove nothing, if that is how it is.
    public Optional<Principal> anyone() {
        Source first = sources.getFirst();
        return first.credentials().isEmpty()
                ? Optional.of(new Principal(first, Optional.empty()))
                : Optional.empty();
    }

    /// The source with this token. All are compared, each in constant time.
    public Optional<Principal> byToken(String token) {
        byte[] hash = TokenFile.sha256(token.getBytes(StandardCharsets.UTF_8));
        Optional<Principal> found = Optional.empty();
        for (Source source : sources) {
            for (Credential credential : source.credentials()) {
                if (credential instanceof TokenFile file && file.isToken(hash)) {
                    found =
                            Optional.of(
                                    new Principal(source, Optional.of(() -> file.isToken(hash))));
                }
            }
        }
        return found;
    }

    /// The source that a client's certificate proves; the first one, where several are.
    ///
    /// @param chain the client's own first, then those that it sends along
    public Optional<Principal> byCertificate(List<X509Certificate> chain) {
        for (Source source : sources) {
            for (Credential credential : source.credentials()) {
                if (credential instanceof ClientCertificates taken && taken.admits(chain)) {
                    return Optional.of(
                            new Principal(source, Optional.of(() -> taken.admits(chain))));
                }
            }
        }
        return Optional.empty();
    }

    /// The source that the client of a TLS connection proves by its certificate, if any.
    public Optional<Principal> bySession(SSLSession session) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate one : session.getPeerCertificates()) {
                if (!(one instanceof X509Certificate certificate)) {
                    return Optional.empty();
                }
                chain.add(certificate);
            }
            return byCertificate(List.copyOf(chain));
        } catch (SSLPeerUnverifiedException _none) {
            // No certificate was shown.
            return Optional.empty();
        }
    }

    /// Whether a certificate is worth asking for.
    boolean takeCertificates() {
        return sources.stream()
                .flatMap(source -> source.credentials().stream())
                .anyMatch(ClientCertificates.class::isInstance);
    }

    /// Reads what changed.
    ///
    /// @return true where something else counts now
    public boolean refresh() {
        boolean changed = false;
        for (Source source : sources) {
            for (Credential credential : source.credentials()) {
                changed |= credential.refresh();
            }
        }
        return changed;
    }
}
