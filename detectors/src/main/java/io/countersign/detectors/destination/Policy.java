package io.countersign.detectors.destination;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The whole of a policy as far as destinations go: the catalogue and the register, under one
/// version. Immutable, safe for any number of threads.
///
/// @param version the site's own word for it
/// @param upstreamDlp what the sources' own DLP calls things
/// @param catalogueDay day of the catalogue's facts; empty where its version names none
public record Policy(
        String version,
        Catalogue catalogue,
        Register register,
        UpstreamDlp upstreamDlp,
        Optional<LocalDate> catalogueDay) {
    public Policy {
        Objects.requireNonNull(catalogueDay, "catalogueDay");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(catalogue, "catalogue");
        Objects.requireNonNull(register, "register");
        Objects.requireNonNull(upstreamDlp, "upstreamDlp");
    }

    /// Without names of the sources' own DLP, and with a catalogue of no day.
    public Policy(String version, Catalogue catalogue, Register register) {
        this(version, catalogue, register, UpstreamDlp.NONE, Optional.empty());
    }

    /// What of this policy was too old at the time to be relied on, as details of the coverage that
    /// it gave, which begin with [Freshness#KEY]; most often none.
    public List<String> age(Coverage coverage, Instant time) {
        return Freshness.details(this, coverage, time);
    }

    @Override
    public String toString() {
        return "Policy[" + version + "]";
    }
}
