package io.countersign.topology.chain;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.PolicyEntry;
import io.countersign.schemas.TakeoverEntry;
import io.countersign.schemas.TallyEntry;
import io.countersign.schemas.serde.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One chain of entries, as long as one task owns it: dense sequence numbers, each entry bound to
/// its predecessor by the leaf hash, every input offset accounted for. Not thread-safe; owned by
/// the task of its partition.
///
/// Entries are written only while an input record is processed, never at start or by the clock: a
/// transaction without input offsets is not fenced, and an owner that was paused and goes on would
/// fork the chain.
public final class Chain {
    /// A tally is written when its oldest record is so old, by the append time of the records.
    static final long TALLY_MILLIS = 60_000;

    /// A tally is written when it covers so many records.
    static final long TALLY_RECORDS = 100_000;

    /// An idle chain writes an empty tally so often.
    static final long IDLE_TALLY_MILLIS = 3_600_000;

    /// Why a generation ended whose entry topic got more partitions.
    public static final String GROWN = "GROWN";

    private final ChainConfig config;
    private final EntryCodec codec;
    private final Incarnation incarnation;
    private final Map<String, Long> logStartOffsets;
    private final Consumer<ChainedEntry> entries;
    private final int partition;

    // Another generation's from the moment on in which the chain is closed.
    private ChainState state;
    private String id;

    /// What a genesis names: the end of the generation before.
    private Optional<EntryRef> previous;

    private boolean opened;

    private Chain(
            ChainConfig config,
            int partition,
            ChainState state,
            Optional<EntryRef> previous,
            Incarnation incarnation,
            Map<String, Long> logStartOffsets,
            Consumer<ChainedEntry> entries) {
        this.previous = previous;
        this.config = config;
        this.codec = new EntryCodec();
        this.partition = partition;
        this.state = state;
        this.incarnation = incarnation;
        this.logStartOffsets = logStartOffsets;
        this.entries = entries;
        this.id = idOf(state);
        state.knowPartitions(config.partitions());
    }

    private String idOf(ChainState of) {
        return new ChainId(config.entryTopic(), partition, of.generation).toString();
    }

    /// Takes a chain over, after comparing what the task's state says with what the entry topic
    /// holds.
    ///
    /// @param stored the state of the partition's store, empty where there is none
    /// @param probed what is true on the broker
    /// @param incarnation random, new for this owner
    /// @param entries takes each entry as it is written, in order
    /// @throws ChainIncident where going on could fork the chain
    static Chain resume(
            ChainConfig config,
            int partition,
            Optional<byte[]> stored,
            ChainProbe.Probed probed,
            Incarnation incarnation,
            Consumer<ChainedEntry> entries) {
        Optional<ChainState> known = stored.map(ChainState::fromBytes);
        Optional<ClosedChain> closed =
                probed.last().flatMap(last -> ClosedChain.of(config, partition, last));
        ChainState state;
        if (closed.isPresent()) {
            closed.get().requireNoSuccessor(known);
            state = closed.get().successor(config, probed.logStartOffsets());
        } else {
            state = known.orElseGet(() -> fresh(config, partition, probed.logStartOffsets()));
            compare(
                    new ChainId(config.entryTopic(), partition, state.generation),
                    state,
                    probed.last());
        }
        requireInputs(state, probed.logEndOffsets());
        return new Chain(
                config,
                partition,
                state,
                closed.map(ClosedChain::head),
                incarnation,
                probed.logStartOffsets(),
                entries);
    }

    private static ChainState fresh(
            ChainConfig config, int partition, Map<String, Long> logStartOffsets) {
        List<InputState> inputs = new ArrayList<>();
        for (String topic : config.inputTopics()) {
            inputs.add(new InputState(topic, partition, logStartOffsets.getOrDefault(topic, 0L)));
        }
        return new ChainState(config.generation(), config.partitions(), inputs);
    }

    /// Records below the next offset would be skipped as replayed ones.
    private static void requireInputs(ChainState state, Map<String, Long> logEndOffsets) {
        for (InputState input : state.inputs) {
            Long end = logEndOffsets.get(input.topic);
            if (end != null && end < input.next) {
                throw new ChainIncident(
                        ChainIncident.Code.CHAIN_INPUT_REPLACED,
                        input.topic
                                + "/"
                                + input.partition
                                + " ends at "
                                + end
                                + ", accounted for up to "
                                + input.next);
            }
        }
    }

    private static void compare(ChainId id, ChainState state, Optional<ChainProbe.Last> last) {
        if (last.isEmpty()) {
            if (state.headSeq >= 0) {
                throw new ChainIncident(
                        ChainIncident.Code.CHAIN_STATE_AHEAD,
                        id
                                + ": the state's head is "
                                + state.headSeq
                                + " and the entry topic holds no entry");
            }
            return;
        }
        ChainProbe.Last found = last.get();
        ChainId there = ClosedChain.idOf(found, id.topic(), id.partition());
        String heads =
                id
                        + ": the state's head is "
                        + state.headSeq
                        + ", the last committed entry is "
                        + found.seq()
                        + " of generation "
                        + there.generation();
        int order = Integer.compare(id.generation(), there.generation());
        order = order == 0 ? Long.compare(state.headSeq, found.seq()) : order;
        if (order > 0) {
            throw new ChainIncident(ChainIncident.Code.CHAIN_STATE_AHEAD, heads);
        }
        if (order < 0) {
            throw new ChainIncident(ChainIncident.Code.CHAIN_STATE_BEHIND, heads);
        }
        if (!state.headHash.equals(found.leafHash())) {
            throw new ChainIncident(
                    ChainIncident.Code.CHAIN_HEAD_DIFFERS,
                    id + ": two entries with sequence number " + found.seq());
        }
    }

    public String id() {
        return id;
    }

    /// Sequence number that the next entry gets.
    public long nextSeq() {
        return state.headSeq + 1;
    }

    byte[] stateBytes() {
        return state.toBytes();
    }

    /// Begins the work on one input record: what is due before its own entry is written here.
    ///
    /// @return false where the record was accounted for before and must be skipped
    public boolean begin(String topic, long offset, long appendMillis) {
        if (!opened) {
            open(appendMillis);
            opened = true;
        }
        InputState input = state.input(topic);
        if (offset < input.next) {
            input.accountReplayed();
            return false;
        }
        return true;
    }

    /// Ends the work on one input record: accounts its offset and writes the tally where it is due.
    public void end(String topic, long offset, long appendMillis, Outcome outcome) {
        InputState input = state.input(topic);
        input.account(offset, outcome);
        if (outcome != Outcome.TICK) {
            state.recordsSinceTally++;
        }
        long age = appendMillis - state.tallyOpenedMillis;
        boolean full =
                state.recordsSinceTally >= TALLY_RECORDS
                        || input.holes.size() >= InputState.MAX_HOLES;
        boolean old = age >= TALLY_MILLIS && state.recordsSinceTally > 0;
        if (full || old || age >= IDLE_TALLY_MILLIS) {
            closeTally(appendMillis);
        }
    }

    /// Writes the open tally; the next one begins where it ends.
    public void closeTally(long timeMillis) {
        List<InputTally> tallies = new ArrayList<>();
        for (InputState input : state.inputs) {
            if (!input.isEmpty()) {
                tallies.add(input.close());
            }
        }
        append(EntryKind.TALLY, timeMillis, entry -> entry.setTally(new TallyEntry(tallies)));
        state.tallyOpenedMillis = timeMillis;
        state.recordsSinceTally = 0;
    }

    /// Writes the policy entry where this chain has not used that policy yet.
    public void usePolicy(Hash sha256, String version, long timeMillis) {
        if (!Arrays.equals(state.policy, sha256.bytes())) {
            state.policy = sha256.bytes().clone();
            append(
                    EntryKind.POLICY,
                    timeMillis,
                    entry -> entry.setPolicy(new PolicyEntry(sha256, version)));
        }
    }

    public void incident(String code, long timeMillis, Coordinates input) {
        append(
                EntryKind.INCIDENT,
                timeMillis,
                entry -> entry.setIncident(new IncidentEntry(code, input, null)));
    }

    /// Writes one entry: sequence number, previous hash and incarnation are the chain's, the rest
    /// is the caller's.
    ///
    /// @return the leaf hash of the new head
    public Hash append(EntryKind kind, long timeMillis, Consumer<AuditEntry.Builder> part) {
        AuditEntry.Builder builder =
                AuditEntry.newBuilder()
                        .setKind(kind)
                        .setChain(id)
                        .setSeq(state.headSeq + 1)
                        .setPrev(state.headHash)
                        .setIncarnation(incarnation)
                        .setTimeMillis(timeMillis);
        part.accept(builder);
        byte[] body = codec.body(builder.build());
        state.headHash = LeafHash.of(EntryCodec.FINGERPRINT, body);
        state.headIncarnation = incarnation;
        state.headSeq++;
        entries.accept(new ChainedEntry(partition, WireFormat.frame(config.entrySchemaId(), body)));
        return state.headHash;
    }

    /// Whether an entry with this part would be in form: each text within its grammar, the whole
    /// within the size of a leaf.
    public boolean takes(EntryKind kind, long timeMillis, Consumer<AuditEntry.Builder> part) {
        AuditEntry.Builder builder =
                AuditEntry.newBuilder()
                        .setKind(kind)
                        .setChain(id)
                        .setSeq(state.headSeq + 1)
                        .setPrev(state.headHash)
                        .setIncarnation(incarnation)
                        .setTimeMillis(timeMillis);
        part.accept(builder);
        AuditEntry entry = builder.build();
        if (!EntryGrammar.faults(entry).isEmpty()) {
            return false;
        }
        try {
            codec.body(entry);
            return true;
        } catch (MalformedEntryException _tooLarge) {
            return false;
        }
    }

    private void open(long timeMillis) {
        if (state.headSeq < 0) {
            state.tallyOpenedMillis = timeMillis;
            append(EntryKind.GENESIS, timeMillis, entry -> entry.setGenesis(genesis()));
        } else {
            append(
                    EntryKind.TAKEOVER,
                    timeMillis,
                    entry ->
                            entry.setTakeover(
                                    new TakeoverEntry(
                                            config.build(),
                                            config.configuration(),
                                            state.headIncarnation,
                                            null)));
        }
        logStartOffsets.forEach((topic, start) ->
                state.findInput(topic).ifPresent(input -> lose(input, start, timeMillis)));
        if (state.isOutgrown(config.partitions())) {
            nextGeneration(timeMillis);
        }
    }

    /// The entry topic has more partitions than this generation's genesis names: all is tallied,
    /// the generation ends, and the next one goes on at the same offsets. No record is read twice
    /// for it, and no other owner sees the one without the other: they are one transaction.
    private void nextGeneration(long timeMillis) {
        if (state.recordsSinceTally > 0 || state.inputs.stream().anyMatch(i -> !i.isEmpty())) {
            closeTally(timeMillis);
        }
        List<InputStart> handedOver = starts();
        append(
                EntryKind.CLOSE,
                timeMillis,
                entry -> entry.setClose(new CloseEntry(GROWN, "", handedOver)));
        previous = Optional.of(new EntryRef(id, state.headSeq, state.headHash));
        state = state.successor(config.partitions());
        id = idOf(state);
        state.tallyOpenedMillis = timeMillis;
        append(EntryKind.GENESIS, timeMillis, entry -> entry.setGenesis(genesis()));
    }

    private List<InputStart> starts() {
        return state.inputs.stream()
                .map(input -> new InputStart(input.topic, input.partition, input.next))
                .toList();
    }

    private GenesisEntry genesis() {
        return new GenesisEntry(
                config.entryTopic(),
                config.partitions(),
                state.generation,
                config.build(),
                config.configuration(),
                starts(),
                previous.map(List::of).orElse(List.of()));
    }

    /// The broker deleted records before they were read.
    private void lose(InputState input, long logStart, long timeMillis) {
        if (logStart <= input.next) {
            return;
        }
        GapEntry gap = new GapEntry(input.topic, input.partition, input.next, logStart);
        append(EntryKind.GAP, timeMillis, entry -> entry.setGap(gap));
        incident(
                "INPUT_LOST",
                timeMillis,
                new Coordinates(input.topic, input.partition, input.next));
        input.loseTo(logStart);
    }
}
