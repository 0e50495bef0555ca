package io.countersign.intake.listen;

import java.security.cert.X509Certificate;
import java.util.List;

/// A proof by the certificate that a client shows in the TLS handshake.
public sealed interface ClientCertificates extends Credential
        permits CertificateFile, AuthorityFile {
    /// Whether the source is proven by it, as its file stands now.
    ///
    /// @param chain the client's own certificate first, then those that it sends along
    boolean admits(List<X509Certificate> chain);
}
