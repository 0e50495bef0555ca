package io.countersign.audit.verify;

import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.VerifierKey;
import java.util.List;
import java.util.Optional;

/// What verifying a log gave.
///
/// @param checkpoint what the log claims; empty where it could not be read
/// @param signedBy the key that vouches for it; empty where none does
/// @param rememberUnder the caller's key that vouches for it, itself or through the log's own
///   entries about its keys
/// @param checks every [CheckCode], in its order
/// @param entries entries that were looked at
/// @param bytes their bytes
/// @param chains in the order in which they appear in the log
/// @param inputs in the order in which the chains' genesis entries name them
/// @param part what was read; empty: the whole log
/// @param whole whether all up to the checkpoint was read, now or when it was remembered
public record Report(
        Conclusion conclusion,
        Optional<Checkpoint> checkpoint,
        Optional<VerifierKey> signedBy,
        Optional<VerifierKey> rememberUnder,
        List<Check> checks,
        long entries,
        long bytes,
        List<ChainSummary> chains,
        List<InputSummary> inputs,
        SealSummary seals,
        Optional<Part> part,
        boolean whole) {
    public Report {
        checks = List.copyOf(checks);
        chains = List.copyOf(chains);
        inputs = List.copyOf(inputs);
    }

    /// The check of a code.
    public Check check(CheckCode code) {
        return checks.stream().filter(check -> check.code() == code).findFirst().orElseThrow();
    }

    /// The checks that failed.
    public List<Check> failed() {
        return checks.stream().filter(check -> check.verdict() == CheckVerdict.FAILED).toList();
    }

    /// Leaves that the log claims to have; empty where that could not be read.
    public Optional<TreeSize> size() {
        return checkpoint.map(Checkpoint::size);
    }

    /// What to keep outside the log for the next time; empty unless the whole log is CONSISTENT or
    /// AUTHENTIC.
    public Optional<RememberedRoot> toRemember() {
        if (!whole) {
            return Optional.empty();
        }
        return switch (conclusion) {
            case AUTHENTIC, CONSISTENT ->
                    checkpoint.flatMap(cp ->
                            rememberUnder.map(key ->
                                    new RememberedRoot(cp.origin(), key, cp.size(), cp.root())));
            case INCOMPLETE, FAILED -> Optional.empty();
        };
    }
}
