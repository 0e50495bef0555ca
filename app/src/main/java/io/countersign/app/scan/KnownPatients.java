package io.countersign.app.scan;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.Decision;
import io.countersign.detectors.phi.Decision.Hint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The patient index that a scan asks, if any, and how its patients may be named. For any thread.
public final class KnownPatients {
    /// No index.
    public static final KnownPatients NONE =
            new KnownPatients(Optional.empty(), Instant.EPOCH, Optional.empty());

    private final Optional<PatientIndex> index;
    private final Instant now;
    private final Optional<TokenKeys> tokens;

    private KnownPatients(Optional<PatientIndex> index, Instant now, Optional<TokenKeys> tokens) {
        this.index = Objects.requireNonNull(index, "index");
        this.now = Objects.requireNonNull(now, "now");
        this.tokens = Objects.requireNonNull(tokens, "tokens");
    }

    /// @param now decides whether the index is fresh, and the year of the tokens
    /// @param tokens empty: patients are only counted
    public static KnownPatients of(PatientIndex index, Instant now, Optional<TokenKeys> tokens) {
        return new KnownPatients(Optional.of(index), now, tokens);
    }

    /// The index; empty where none is asked.
    public Optional<PatientIndex> index() {
        return index;
    }

    /// When the scan began.
    public Instant now() {
        return now;
    }

    /// Whether an index is asked.
    boolean asked() {
        return index.isPresent();
    }

    /// The subject tokens of patients, the same that entries of this year hold; empty where they
    /// may only be counted.
    ///
    /// @param mrns as [io.countersign.detectors.phi.Inspection#patients()] gives them
    List<String> subjects(List<String> mrns) {
        if (tokens.isEmpty()) {
            return List.of();
        }
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        return mrns.stream()
                .map(mrn -> tokens.get().token(year, "MRN", mrn))
                .map(token -> HexFormat.of().formatHex(token.bytes()))
                .toList();
    }

    /// What the index says of a text; empty where it says nothing.
    static Optional<Hint> said(Decision decision) {
        return decision.hints().stream()
                .filter(hint ->
                        hint == Hint.INDEX_MATCH
                                || hint == Hint.NO_INDEX_MATCH
                                || hint == Hint.PATIENT_INDEX_STALE)
                .findFirst();
    }

    @Override
    public String toString() {
        return "KnownPatients[" + index + "]";
    }
}
