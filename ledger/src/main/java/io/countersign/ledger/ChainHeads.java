package io.countersign.ledger;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.Leaf;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The heads of all chains of the entry topic, and the one rule about them: an entry follows its
/// head, or the sealer stops. Owned by the sealer's thread. After an incident the heads are
/// worthless: they are read from the log again.
final class ChainHeads {
    /// Generations of one partition; each was opened by a person.
    private static final int MAX_GENERATIONS = 100;

    private final Position[] positions;
    private final EntryCodec codec = new EntryCodec();

    /// Heads of a log without entries.
    ChainHeads(int partitions) {
        positions = new Position[partitions];
        for (int p = 0; p < partitions; p++) {
            positions[p] = new Position();
        }
    }

    /// Heads as a seal entry states them.
    static ChainHeads sealed(int partitions, List<ChainHead> heads) throws LedgerIncident {
        ChainHeads all = new ChainHeads(partitions);
        for (ChainHead head : heads) {
            ChainId id = ChainId.parse(head.getChain());
            if (id.partition() >= partitions) {
                throw new LedgerIncident(
                        IncidentCode.ENTRY_PARTITIONS_CHANGED,
                        "the log covers partition "
                                + id.partition()
                                + ", the configuration has "
                                + partitions);
            }
            all.positions[id.partition()].sealed(id, head);
        }
        return all;
    }

    /// Where to read on in a partition, and 0 where nothing was read yet. One less where there is a
    /// head: its record is read again, to see that the topic still is the one that was sealed.
    long readFrom(int partition) {
        Position position = positions[partition];
        return position.chains.isEmpty() ? 0 : position.entryOffset - 1;
    }

    /// True where the log holds entries of the partition.
    boolean hasHead(int partition) {
        return !positions[partition].chains.isEmpty();
    }

    /// The offset after the last entry that was read.
    long entryOffset(int partition) {
        return positions[partition].entryOffset;
    }

    /// Where retention took the head's record, there is nothing to compare it with.
    void headIsGone(int partition) {
        positions[partition].awaitsHead = false;
    }

    /// True until the record of each sealed head was read again.
    boolean awaitHeads() {
        for (Position position : positions) {
            if (position.awaitsHead) {
                return true;
            }
        }
        return false;
    }

    /// Checks that an entry follows its head, and moves the head.
    ///
    /// @return false for the head's own record, which was read to compare it and is sealed already
    boolean accept(int partition, long offset, Leaf leaf) throws LedgerIncident {
        EntryHead entry;
        try {
            entry =
                    EntryCodec.fingerprint(leaf.bytes()) == EntryCodec.FINGERPRINT
                            ? EntryHead.of(leaf.bytes())
                            : headOf(codec.entry(leaf.bytes()));
        } catch (MalformedEntryException e) {
            throw new LedgerIncident(
                    IncidentCode.ENTRY_MALFORMED, at(partition, offset) + ", " + e.reason());
        }
        Position position = positions[partition];
        if (position.awaitsHead) {
            position.requireHead(entry, leaf, at(partition, offset));
            return false;
        }
        Chain chain = position.chains.isEmpty() ? null : position.chains.lastEntry().getValue();
        if (chain == null || !entry.chain().equals(chain.id.toString())) {
            chain = open(partition, offset, entry, leaf);
        } else {
            chain.requireNext(entry, leaf, at(partition, offset));
        }
        chain.moveTo(entry, leaf);
        if (entry.kind() == EntryKind.TALLY || entry.kind() == EntryKind.GENESIS) {
            account(chain, leaf, at(partition, offset));
        }
        position.entryOffset = offset + 1;
        return true;
    }

    /// Ends the chain of a partition behind its sealed head, whatever the topic holds between them.
    ///
    /// @param offset of the `close` on the entry topic
    void close(int partition, long offset, Leaf leaf) throws LedgerIncident {
        Position position = positions[partition];
        Chain chain = position.chains.lastEntry().getValue();
        EntryHead entry = EntryHead.of(leaf.bytes());
        chain.requireNext(entry, leaf, at(partition, offset));
        chain.moveTo(entry, leaf);
        position.entryOffset = offset + 1;
        position.awaitsHead = false;
    }

    /// All heads, by partition and generation, as a seal entry states them.
    List<ChainHead> toEntry() {
        List<ChainHead> heads = new ArrayList<>();
        for (Position position : positions) {
            for (Chain chain : position.chains.values()) {
                List<InputPosition> inputs = new ArrayList<>();
                chain.inputs.forEach((input, accountedTo) ->
                        inputs.add(new InputPosition(input.topic, input.partition, accountedTo)));
                heads.add(
                        new ChainHead(
                                chain.id.toString(),
                                chain.seq,
                                new Hash(chain.hash.bytes()),
                                position.entryOffset,
                                inputs));
            }
        }
        return heads;
    }

    /// A chain begins: the first of the partition, or the next generation, whose genesis names the
    /// head before it.
    private Chain open(int partition, long offset, EntryHead entry, Leaf leaf)
            throws LedgerIncident {
        String where = at(partition, offset);
        ChainId id;
        try {
            id = ChainId.parse(entry.chain());
        } catch (IllegalArgumentException _unfit) {
            throw new LedgerIncident(IncidentCode.ENTRY_MALFORMED, where + ", chain");
        }
        Position position = positions[partition];
        int expected = position.chains.isEmpty() ? id.generation() : position.chains.lastKey() + 1;
        if (!id.topic().equals(Topics.AUDIT_ENTRY)
                || id.partition() != partition
                || id.generation() != expected
                || position.chains.size() >= MAX_GENERATIONS) {
            throw new LedgerIncident(IncidentCode.ENTRY_CHAIN_UNKNOWN, where + ", chain " + id);
        }
        if (entry.seq() != 0
                || entry.kind() != EntryKind.GENESIS
                || !Sha256.ZEROS.matches(entry.prev().bytes(), 0)) {
            throw new LedgerIncident(
                    IncidentCode.ENTRY_START_MISSING,
                    where + ", chain " + id + " begins with seq " + entry.seq());
        }
        if (!position.chains.isEmpty()) {
            Chain before = position.chains.lastEntry().getValue();
            EntryRef head =
                    new EntryRef(before.id.toString(), before.seq, new Hash(before.hash.bytes()));
            if (!genesis(leaf, where).getPreviousHeads().contains(head)) {
                throw new LedgerIncident(
                        IncidentCode.ENTRY_PREV_MISMATCH,
                        where + ", chain " + id + " does not name the head of " + before.id);
            }
            if (before.headKind.isPresent() && before.headKind.get() != EntryKind.CLOSE) {
                throw new LedgerIncident(
                        IncidentCode.ENTRY_CHAIN_UNKNOWN,
                        where + ", chain " + id + " begins while " + before.id + " is not closed");
            }
        }
        Chain chain = new Chain(id, leaf.hash());
        position.chains.put(id.generation(), chain);
        return chain;
    }

    /// Takes the input positions from a tally, or from the genesis that they start at.
    private void account(Chain chain, Leaf leaf, String where) throws LedgerIncident {
        AuditEntry entry = decoded(leaf, where);
        if (entry.getGenesis().isPresent()) {
            for (InputStart start : entry.getGenesis().get().getInputs()) {
                chain.inputs.put(
                        new Input(start.getTopic(), start.getPartition()), start.getOffset());
            }
        }
        if (entry.getTally().isPresent()) {
            for (InputTally tally : entry.getTally().get().getInputs()) {
                chain.inputs.merge(
                        new Input(tally.getTopic(), tally.getPartition()),
                        tally.getToOffset(),
                        Math::max);
            }
        }
    }

    private GenesisEntry genesis(Leaf leaf, String where) throws LedgerIncident {
        return decoded(leaf, where)
                .getGenesis()
                .orElseThrow(() ->
                        new LedgerIncident(IncidentCode.ENTRY_MALFORMED, where + ", genesis"));
    }

    private AuditEntry decoded(Leaf leaf, String where) throws LedgerIncident {
        try {
            return codec.entry(leaf.bytes());
        } catch (MalformedEntryException e) {
            throw new LedgerIncident(IncidentCode.ENTRY_MALFORMED, where + ", " + e.reason());
        }
    }

    private static EntryHead headOf(AuditEntry entry) {
        return new EntryHead(
                entry.getKind(),
                entry.getChain(),
                entry.getSeq(),
                entry.getPrev(),
                entry.getIncarnation(),
                entry.getTimeMillis());
    }

    private static String at(int partition, long offset) {
        return Topics.AUDIT_ENTRY + " partition " + partition + " offset " + offset;
    }

    /// A partition: its chains by generation, and where reading stands.
    private static final class Position {
        final TreeMap<Integer, Chain> chains = new TreeMap<>();
        long entryOffset;
        boolean awaitsHead;

        void sealed(ChainId id, ChainHead head) {
            Chain chain = new Chain(id, Sha256.copyOf(head.getLeafHash().bytes()));
            chain.seq = head.getSeq();
            for (InputPosition input : head.getInputs()) {
                chain.inputs.put(
                        new Input(input.getTopic(), input.getPartition()), input.getAccountedTo());
            }
            chains.put(id.generation(), chain);
            entryOffset = Math.max(entryOffset, head.getEntryOffset());
            awaitsHead = true;
        }

        void requireHead(EntryHead entry, Leaf leaf, String where) throws LedgerIncident {
            Chain chain = chains.lastEntry().getValue();
            if (!entry.chain().equals(chain.id.toString())
                    || entry.seq() != chain.seq
                    || !leaf.hash().equals(chain.hash)) {
                throw new LedgerIncident(
                        IncidentCode.ENTRY_HEAD_MISSING,
                        where + " is not the sealed head, " + chain.id + " seq " + chain.seq);
            }
            chain.headKind = Optional.of(entry.kind());
            awaitsHead = false;
        }
    }

    /// A chain and its head.
    private static final class Chain {
        final ChainId id;
        final Map<Input, Long> inputs = new TreeMap<>();
        long seq;
        Sha256 hash;

        /// Empty until the record of a sealed head was read again; retention may have taken it.
        Optional<EntryKind> headKind = Optional.empty();

        Chain(ChainId id, Sha256 hash) {
            this.id = id;
            this.hash = hash;
        }

        void requireNext(EntryHead entry, Leaf leaf, String where) throws LedgerIncident {
            String place = where + ", chain " + id + " seq " + entry.seq();
            if (entry.seq() <= seq) {
                throw new LedgerIncident(
                        leaf.hash().equals(hash)
                                ? IncidentCode.ENTRY_REPEATED
                                : IncidentCode.ENTRY_FORK,
                        place + " after seq " + seq);
            }
            if (entry.seq() != seq + 1) {
                throw new LedgerIncident(IncidentCode.ENTRY_SEQ_GAP, place + " after seq " + seq);
            }
            if (!hash.matches(entry.prev().bytes(), 0)) {
                throw new LedgerIncident(IncidentCode.ENTRY_PREV_MISMATCH, place);
            }
            if (headKind.equals(Optional.of(EntryKind.CLOSE))) {
                throw new LedgerIncident(
                        IncidentCode.ENTRY_CHAIN_UNKNOWN, place + " follows the end of its chain");
            }
        }

        void moveTo(EntryHead entry, Leaf leaf) {
            seq = entry.seq();
            hash = leaf.hash();
            headKind = Optional.of(entry.kind());
        }
    }

    private record Input(String topic, int partition) implements Comparable<Input> {
        @Override
        public int compareTo(Input other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
        }
    }
}
