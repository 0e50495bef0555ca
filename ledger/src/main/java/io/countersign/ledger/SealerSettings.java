package io.countersign.ledger;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.note.LogName;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.Hash;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a log is and who signs it.
///
/// @param name the log's, whose origin is the first line of each checkpoint; by custom `host/path`
/// @param partitions of the entry topic; a log covers all of them, for its whole life
/// @param signers each signs each checkpoint, with Ed25519; during a rotation the old and the new
/// @param hourlySigners sign besides the first checkpoint of each hour and of each start, which are
///   kept: signers whose lines are too long for every second
/// @param revoked keys that others may have; none of them signs
/// @param build version of this program, an id of the entry grammar
/// @param configuration SHA-256 of the configuration in force
/// @param sealEvery between two seals while there is news
/// @param sealIdleEvery between two seals while there is none
public record SealerSettings(
        LogName name,
        int partitions,
        List<NoteSigner> signers,
        List<NoteSigner> hourlySigners,
        List<Revocation> revoked,
        String build,
        Hash configuration,
        Duration sealEvery,
        Duration sealIdleEvery) {
    /// A seal entry lists all heads and must fit into a bundle.
    public static final int MAX_PARTITIONS = 256;

    public SealerSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(configuration, "configuration");
        signers = List.copyOf(signers);
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "a log has 1 to " + MAX_PARTITIONS + " partitions, not " + partitions);
        }
        hourlySigners = List.copyOf(hourlySigners);
        revoked = List.copyOf(revoked);
        if (signers.stream()
                .noneMatch(signer ->
                        OpenedCheckpoint.isLogsOwn(signer.verifierKey(), name.origin()))) {
            throw new IllegalArgumentException("a log has an Ed25519 signer of its own name");
        }
        Set<VerifierKey> lost = revoked.stream().map(Revocation::key).collect(Collectors.toSet());
        if (Stream.concat(signers.stream(), hourlySigners.stream())
                .anyMatch(signer -> lost.contains(signer.verifierKey()))) {
            throw new IllegalArgumentException("a revoked key signs nothing more");
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
                LogName.first(origin),
                partitions,
                signers,
                List.of(),
                List.of(),
                build,
                configuration,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }

    /// The same with signers of the first checkpoint of each hour.
    public SealerSettings withHourlySigners(List<NoteSigner> hourly) {
        return new SealerSettings(
                name,
                partitions,
                signers,
                hourly,
                revoked,
                build,
                configuration,
                sealEvery,
                sealIdleEvery);
    }

    /// The same after keys were lost to others.
    public SealerSettings withRevoked(List<Revocation> lost) {
        return new SealerSettings(
                name,
                partitions,
                signers,
                hourlySigners,
                lost,
                build,
                configuration,
                sealEvery,
                sealIdleEvery);
    }

    /// The same installation's log of a later year: the same keys under its name.
    SealerSettings in(int year) {
        LogName other = name.in(year);
        return new SealerSettings(
                other,
                partitions,
                named(signers, other),
                named(hourlySigners, other),
                revoked.stream()
                        .map(lost -> new Revocation(lost.key().named(other.origin()), lost.since()))
                        .toList(),
                build,
                configuration,
                sealEvery,
                sealIdleEvery);
    }

    private static List<NoteSigner> named(List<NoteSigner> signers, LogName name) {
        return signers.stream().map(signer -> signer.named(name.origin())).toList();
    }

    /// The log's name, as its checkpoints bear it.
    public String origin() {
        return name.origin();
    }

    /// Everyone who signs, those of each checkpoint first.
    List<NoteSigner> allSigners() {
        return Stream.concat(signers.stream(), hourlySigners.stream()).toList();
    }

    /// The signers' public keys, in their order.
    public List<VerifierKey> verifierKeys() {
        return allSigners().stream().map(NoteSigner::verifierKey).toList();
    }

    /// True for a checkpoint that is to be kept: one that an hourly signer signed.
    boolean keeps(SignedNote note) {
        return hourlySigners.stream()
                .anyMatch(signer ->
                        note.signatures().stream()
                                .anyMatch(line -> line.isBy(signer.verifierKey())));
    }
}
