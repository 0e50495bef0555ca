package io.countersign.audit.pack;

import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.witness.WitnessPolicy;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Whom the reader of a pack believes; none of it comes from the pack.
///
/// @param keys of the log
/// @param authorities about time; none: a stamp is held against the certificate that came with it
/// @param witnesses whose word the reader wants
public record PackTrust(
        VerifierKeys keys, List<X509Certificate> authorities, Optional<WitnessPolicy> witnesses) {
    public PackTrust {
        authorities = List.copyOf(authorities);
    }
}
