package io.countersign.ledger;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.Hash;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What a log is and who signs it.
///
/// @param origin the log's name, the first line of each checkpoint; one line, by custom `host/path`
/// @param partitions of the entry topic; a log covers all of them, for its whole life
/// @param signers each signs each checkpoint; during a rotation the old and the new
/// @param build version of this program, an id of the entry grammar
/// @param configuration SHA-256 of the configuration in force
/// @param sealEvery between two seals while there is news
/// @param sealIdleEvery between two seals while there is none
public record SealerSettings(
        String origin,
        int partitions,
        List<NoteSigner> signers,
        String build,
        Hash configuration,
        Duration sealEvery,
        Duration sealIdleEvery) {
    /// A seal entry lists all heads and must fit into a bundle.
    public static final int MAX_PARTITIONS = 256;

    public SealerSettings {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(configuration, "configuration");
        signers = List.copyOf(signers);
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "a log has 1 to " + MAX_PARTITIONS + " partitions, not " + partitions);
        }
        if (signers.isEmpty()) {
            throw new IllegalArgumentException("a log has at least one signer");
        }
        if (!EntryGrammar.version(build)) {
            throw new IllegalArgumentException("build does not match the entry grammar");
        }
        if (sealEvery.isNegative()
                || sealEvery.isZero()
                || sealIdleEvery.compareTo(sealEvery) < 0) {
            throw new IllegalArgumentException("sealEvery is positive and not above sealIdleEvery");
        }
    }

    /// A second while there is news, ten seconds while there is none.
    public static SealerSettings of(
            String origin,
            int partitions,
            List<NoteSigner> signers,
            String build,
            Hash configuration) {
        return new SealerSettings(
                origin,
                partitions,
                signers,
                build,
                configuration,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }

    /// The signers' public keys, in their order.
    public List<VerifierKey> verifierKeys() {
        return signers.stream().map(NoteSigner::verifierKey).toList();
    }
}
