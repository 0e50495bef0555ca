package io.countersign.detectors.destination;

import java.util.Objects;

/// The whole of a policy as far as destinations go: the catalogue and the register, under one
/// version. Immutable, safe for any number of threads.
///
/// @param version the site's own word for it
public record Policy(String version, Catalogue catalogue, Register register) {
    public Policy {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(catalogue, "catalogue");
        Objects.requireNonNull(register, "register");
    }

    @Override
    public String toString() {
        return "Policy[" + version + "]";
    }
}
