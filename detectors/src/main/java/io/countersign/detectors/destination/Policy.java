package io.countersign.detectors.destination;

import java.util.Objects;

/// The whole of a policy as far as destinations go: the catalogue and the register, under one
/// version. Immutable, safe for any number of threads.
///
/// @param version the site's own word for it
/// @param upstreamDlp what the sources' own DLP calls things
public record Policy(
        String version, Catalogue catalogue, Register register, UpstreamDlp upstreamDlp) {
    /// Without names of the sources' own DLP.
    public Policy(String version, Catalogue catalogue, Register register) {
        this(version, catalogue, register, UpstreamDlp.NONE);
    }

    public Policy {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(catalogue, "catalogue");
        Objects.requireNonNull(register, "register");
        Objects.requireNonNull(upstreamDlp, "upstreamDlp");
    }

    @Override
    public String toString() {
        return "Policy[" + version + "]";
    }
}
