package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.PreviousLog;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows every chain: numbers from 0 without a gap, each entry naming the leaf hash of the one
/// before, a genesis first and only first, nothing after a `close`, and a new generation naming the
/// `close` of the one before it and taking up its inputs where that handed them over.
final class ChainWalk {
    /// Chains of one log: 256 partitions times some generations, with room to spare.
    static final int MAX_CHAINS = 100_000;

    private final Findings findings;
    private final Map<String, ChainState> chains;

    ChainWalk(Findings findings) {
        this(findings, new LinkedHashMap<>());
    }

    private ChainWalk(Findings findings, Map<String, ChainState> chains) {
        this.findings = findings;
        this.chains = chains;
    }

    /// The same chains in the next log.
    ChainWalk into(Findings next) {
        return new ChainWalk(next, chains);
    }

    /// Begins a log without having read the one before, with the chains as its first entry names
    /// them; that entry's own chain is the sealer's.
    void startAt(PreviousLog previous, EntryAt first) {
        AuditEntry entry = first.entry();
        heads(previous.getHeads(), first);
        ChainHead own =
                new ChainHead(entry.getChain(), entry.getSeq() - 1, entry.getPrev(), 0L, List.of());
        heads(List.of(own), first);
    }

    /// Begins behind a seal, with the chains as it names them; its own is the sealer's.
    void startAt(StartingPoint start) {
        heads(start.seal().getHeads(), start.at());
        String own = start.at().entry().getChain();
        id(own, start.at()).ifPresent(id -> chains.put(own, new ChainState(id, start.at())));
    }

    private void heads(List<ChainHead> heads, EntryAt at) {
        long time = at.entry().getTimeMillis();
        for (ChainHead head : heads) {
            if (chains.size() == MAX_CHAINS) {
                tooMany(at);
                return;
            }
            id(head.getChain(), at)
                    .ifPresent(id -> chains.put(head.getChain(), new ChainState(id, head, time)));
        }
    }

    private void tooMany(EntryAt at) {
        findings.fault(
                CheckCode.CHAIN_LINKS,
                at.place(),
                "The log has more than " + MAX_CHAINS + " chains.");
    }

    private Optional<ChainId> id(String chain, EntryAt at) {
        try {
            return Optional.of(ChainId.parse(chain));
        } catch (IllegalArgumentException _unfit) {
            findings.fault(CheckCode.CHAIN_LINKS, at.place(), "This entry names no chain.");
            return Optional.empty();
        }
    }

    /// The chain of an entry, which is now its head; empty where the entry belongs to none.
    Optional<ChainState> accept(EntryAt at) {
        AuditEntry entry = at.entry();
        ChainState known = chains.get(entry.getChain());
        if (known != null) {
            follow(known, at);
            return Optional.of(known);
        }
        Optional<ChainId> id = id(entry.getChain(), at);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (chains.size() == MAX_CHAINS) {
            tooMany(at);
            return Optional.empty();
        }
        begin(id.get(), at);
        ChainState chain = new ChainState(id.get(), at);
        chains.put(entry.getChain(), chain);
        return Optional.of(chain);
    }

    private void begin(ChainId id, EntryAt at) {
        AuditEntry entry = at.entry();
        if (entry.getSeq() != 0
                || entry.getKind() != EntryKind.GENESIS
                || !Sha256.ZEROS.matches(entry.getPrev().bytes(), 0)) {
            findings.fault(
                    CheckCode.CHAIN_LINKS,
                    at.namedPlace(),
                    "This chain does not begin with its genesis: entries before this one are missing.");
            return;
        }
        if (id.generation() > 1) {
            ChainId before = new ChainId(id.topic(), id.partition(), id.generation() - 1);
            ChainState predecessor = chains.get(before.toString());
            if (predecessor != null) {
                takesUp(predecessor, at);
            }
        }
    }

    /// A next generation goes on where the one before was closed.
    private void takesUp(ChainState before, EntryAt at) {
        Optional<GenesisEntry> genesis = at.entry().getGenesis();
        List<EntryRef> named = genesis.map(GenesisEntry::getPreviousHeads).orElse(List.of());
        if (named.stream().noneMatch(before::isHead)) {
            findings.fault(
                    CheckCode.CHAIN_LINKS,
                    at.namedPlace(),
                    "This genesis does not name the last entry of the generation before: entries of it"
                            + " are missing or were added.");
        } else if (before.headWasRead() && !before.closed) {
            findings.fault(
                    CheckCode.CHAIN_LINKS,
                    at.namedPlace(),
                    "This generation begins while the one before it is not closed.");
        } else if (before.closed
                && !inOrder(before.handedOver)
                        .equals(inOrder(genesis.map(GenesisEntry::getInputs).orElse(List.of())))) {
            findings.fault(
                    CheckCode.INPUT_OFFSETS,
                    at.namedPlace(),
                    "This generation takes up its inputs at other offsets than the one before it handed over.");
        }
    }

    private static List<InputStart> inOrder(List<InputStart> inputs) {
        return inputs.stream()
                .sorted(
                        Comparator.comparing(InputStart::getTopic)
                                .thenComparingInt(InputStart::getPartition)
                                .thenComparingLong(InputStart::getOffset))
                .toList();
    }

    private void follow(ChainState chain, EntryAt at) {
        AuditEntry entry = at.entry();
        long expected = chain.headSeq + 1;
        if (entry.getSeq() > expected) {
            findings.fault(
                    CheckCode.CHAIN_LINKS,
                    at.namedPlace(),
                    (entry.getSeq() - expected)
                            + " entries are missing before this one, from number "
                            + expected
                            + " on.");
        } else if (entry.getSeq() < expected) {
            findings.fault(
                    CheckCode.CHAIN_LINKS,
                    at.namedPlace(),
                    "This number was there before: the chain has two entries in one place, or they were moved.");
        } else if (!chain.headHash.matches(entry.getPrev().bytes(), 0)) {
            findings.fault(
                    CheckCode.CHAIN_LINKS,
                    at.namedPlace(),
                    "This entry names another predecessor than the one before it: that one was changed or"
                            + " exchanged after this one was chained.");
        } else if (entry.getKind() == EntryKind.GENESIS) {
            findings.fault(
                    CheckCode.CHAIN_LINKS, at.namedPlace(), "A genesis stands within a chain.");
        } else if (chain.closed) {
            findings.fault(
                    CheckCode.CHAIN_LINKS,
                    at.namedPlace(),
                    "This entry follows the end of its chain.");
        }
        // From here on what is there counts, so that one fault is one fault.
        chain.moveTo(at);
    }

    /// All chains in the order in which they begin.
    Map<String, ChainState> chains() {
        return chains;
    }
}
