package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.SealEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Checks each seal against what the log really holds up to it.
final class SealWalk {
    private static final Sha256 NO_CHECKPOINT = Sha256.of(new byte[0]);

    private final Findings findings;
    private final String origin;
    private final Optional<Duration> longestGap;
    private final TimestampWalk timestamps;
    private final KeptCheckpointWalk kept;
    private final WitnessWalk witnesses;
    private final KeyWalk keys;
    private String sealChain = "";
    private long seals;
    private long lastN = -1;
    private long lastSealedSize;
    private Optional<Sha256> lastSealedRoot = Optional.empty();
    private Sha256 lastCheckpoint = NO_CHECKPOINT;
    private long lastTimeMillis;
    private boolean knowsTime = true;
    private long longestGapMillis;
    private long longestGapEndsAt = -1;
    private Optional<EntryAt> lastSeal = Optional.empty();

    SealWalk(
            Findings findings,
            String origin,
            Optional<Duration> longestGap,
            TimestampWalk timestamps,
            KeptCheckpointWalk kept,
            WitnessWalk witnesses,
            KeyWalk keys) {
        this.keys = keys;
        this.kept = kept;
        this.witnesses = witnesses;
        this.timestamps = timestamps;
        this.findings = findings;
        this.origin = origin;
        this.longestGap = longestGap;
    }

    /// Begins behind a seal.
    void startAt(StartingPoint start) {
        lastSeal = Optional.of(start.at());
        sealChain = start.at().entry().getChain();
        lastN = start.seal().getN();
        lastSealedSize = start.size().value();
        lastSealedRoot = Optional.of(start.root());
        lastCheckpoint = checkpointText(start.size(), start.root());
        lastTimeMillis = start.at().entry().getTimeMillis();
        keys.startAt(start.seal());
        kept.startAt(start.size().value(), lastTimeMillis);
        timestamps.startAt(start.size().value(), lastCheckpoint);
        witnesses.startAt(start.size().value(), lastCheckpoint);
    }

    /// Begins a log behind the last seal of the one before.
    ///
    /// @param seal number of that seal
    /// @param chain the sealer's own
    /// @param timeMillis of that seal; empty where it was not read
    void startBehind(long seal, String chain, OptionalLong timeMillis) {
        sealChain = chain;
        lastN = seal;
        lastTimeMillis = timeMillis.orElse(0);
        knowsTime = timeMillis.isPresent();
    }

    /// The last seal that was read.
    Optional<EntryAt> lastSeal() {
        return lastSeal;
    }

    private Sha256 checkpointText(TreeSize size, Sha256 root) {
        return Sha256.of(
                new Checkpoint(origin, size, root).text().getBytes(StandardCharsets.UTF_8));
    }

    /// An entry of kind `key`.
    void key(KeyEntry entry, EntryAt at) {
        keys.accept(entry, at, lastSealedSize, lastSealedRoot);
    }

    /// The log's keys, as far as it was followed.
    KeyWalk keys() {
        return keys;
    }

    /// A seal entry, after its leaf was added to the tree.
    void seal(SealEntry seal, EntryAt at, Map<String, ChainState> chains, TreeWalk tree)
            throws IOException {
        sequence(seal, at);
        heads(seal, at, chains);
        if (!lastCheckpoint.matches(seal.getPreviousCheckpoint().bytes(), 0)) {
            findings.fault(
                    CheckCode.SEAL_CHECKPOINTS,
                    at.namedPlace(),
                    "This seal names another checkpoint before it than the entries up to there give: the log had"
                            + " another past when it was sealed.");
        }
        if (keys.seen()
                && !new VerifierKeys(keys.inForce()).hash().matches(seal.getVkeys().bytes(), 0)) {
            findings.fault(
                    CheckCode.SEAL_KEYS,
                    at.namedPlace(),
                    "This seal names other keys than those that the log put in force.");
        }
        interval(at);
        seals++;
        lastSeal = Optional.of(at);
        lastN = seal.getN();
        lastSealedSize = at.leafIndex() + 1;
        lastSealedRoot = Optional.of(tree.root());
        lastCheckpoint = checkpointText(new TreeSize(lastSealedSize), lastSealedRoot.get());
        timestamps.sealed(lastSealedSize, lastCheckpoint);
        witnesses.sealed(lastSealedSize, lastCheckpoint);
        kept.sealed(at, lastCheckpoint, keys.inForce());
    }

    private void sequence(SealEntry seal, EntryAt at) {
        AuditEntry entry = at.entry();
        if (sealChain.isEmpty()) {
            sealChain = entry.getChain();
        } else if (!sealChain.equals(entry.getChain())) {
            findings.fault(
                    CheckCode.SEAL_SEQUENCE,
                    at.namedPlace(),
                    "Two chains hold seals; a log has one sealer.");
        }
        if (seal.getN() != lastN + 1) {
            findings.fault(
                    CheckCode.SEAL_SEQUENCE,
                    at.namedPlace(),
                    "Seal "
                            + seal.getN()
                            + " follows seal "
                            + lastN
                            + ": seals are missing or were moved.");
        }
        long leaves = at.leafIndex() + 1 - lastSealedSize;
        if (seal.getLeaves() != leaves) {
            findings.fault(
                    CheckCode.SEAL_SEQUENCE,
                    at.namedPlace(),
                    "This seal counts "
                            + seal.getLeaves()
                            + " leaves; "
                            + leaves
                            + " are there: some were removed or added.");
        }
    }

    /// Every chain but the sealer's own, each once, with its real last entry.
    private void heads(SealEntry seal, EntryAt at, Map<String, ChainState> chains) {
        Set<String> named = new HashSet<>();
        for (ChainHead head : seal.getHeads()) {
            ChainState chain = chains.get(head.getChain());
            if (chain == null || !named.add(head.getChain()) || head.getChain().equals(sealChain)) {
                findings.fault(
                        CheckCode.SEAL_HEADS,
                        at.namedPlace(),
                        "This seal names a chain that the log does not hold, or one twice.");
                continue;
            }
            if (head.getSeq() != chain.headSeq
                    || !chain.headHash.matches(head.getLeafHash().bytes(), 0)) {
                findings.fault(
                        CheckCode.SEAL_HEADS,
                        at.namedPlace(),
                        "This seal names entry "
                                + head.getSeq()
                                + " as the last one of "
                                + chain.id
                                + "; the log holds entry "
                                + chain.headSeq
                                + " there: entries were removed, added or changed.");
            }
            if (!positions(head).equals(chain.accounts.accountedTo())) {
                findings.fault(
                        CheckCode.SEAL_HEADS,
                        at.namedPlace(),
                        "This seal names other input offsets of "
                                + chain.id
                                + " than its entries account for.");
            }
        }
        for (ChainState chain : chains.values()) {
            if (!chain.id.toString().equals(sealChain) && !named.contains(chain.id.toString())) {
                findings.fault(
                        CheckCode.SEAL_HEADS,
                        at.namedPlace(),
                        "This seal does not name " + chain.id + ", whose entries the log holds.");
            }
        }
    }

    private static Map<InputAccounts.Input, Long> positions(ChainHead head) {
        Map<InputAccounts.Input, Long> positions = new TreeMap<>();
        for (InputPosition input : head.getInputs()) {
            positions.put(
                    new InputAccounts.Input(input.getTopic(), input.getPartition()),
                    input.getAccountedTo());
        }
        return positions;
    }

    private void interval(EntryAt at) {
        long time = at.entry().getTimeMillis();
        if (lastN >= 0 && knowsTime) {
            long gap = time - lastTimeMillis;
            if (gap < 0) {
                findings.fault(
                        CheckCode.SEAL_SEQUENCE,
                        at.namedPlace(),
                        "This seal is dated before the one before it.");
            }
            if (gap > longestGapMillis || longestGapEndsAt < 0) {
                longestGapMillis = Math.max(gap, 0);
                longestGapEndsAt = at.leafIndex();
            }
            if (longestGap.isPresent() && gap > longestGap.get().toMillis()) {
                findings.fault(
                        CheckCode.SEAL_INTERVAL,
                        at.namedPlace(),
                        "Nothing was sealed for "
                                + gap
                                + " ms before this seal: what was logged meanwhile was not"
                                + " bound to a time.");
            }
        }
        lastTimeMillis = time;
        knowsTime = true;
    }

    /// After the last entry of a log that was read to its end.
    void finish(long size, Optional<VerifierKey> signedBy) {
        if (lastSealedSize != size) {
            findings.fault(
                    CheckCode.SEAL_SEQUENCE,
                    "leaf " + lastSealedSize,
                    (size - lastSealedSize)
                            + " leaves follow the last seal: what ended the log was removed or added.");
        }
        if (!keys.seen()) {
            findings.notChecked(
                    CheckCode.SEAL_KEYS,
                    keys.passedOver()
                            ? "The keys in force where the part begins are not those that you have."
                            : "The log holds no entry about its keys.");
        } else if (signedBy.isPresent() && !keys.inForce().contains(signedBy.get())) {
            findings.fault(
                    CheckCode.SEAL_KEYS,
                    "checkpoint",
                    "The checkpoint is signed with a key that the log did not put in force, or has retired.");
        }
        kept.finish(size);
        witnesses.finish(size);
        String longest =
                seals < 2
                        ? "The log has less than two seals."
                        : "The longest time between two seals is "
                                + longestGapMillis
                                + " ms, before leaf "
                                + longestGapEndsAt
                                + ".";
        if (longestGap.isPresent()) {
            findings.note(CheckCode.SEAL_INTERVAL, longest);
        } else {
            findings.notChecked(CheckCode.SEAL_INTERVAL, longest + " No limit was given.");
        }
    }

    SealSummary summary() {
        return new SealSummary(seals, longestGapMillis, longestGapEndsAt);
    }
}
