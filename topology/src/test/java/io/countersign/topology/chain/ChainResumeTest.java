package io.countersign.topology.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.OffsetRange;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A new owner goes on exactly where the last committed entry is, or not at all.
class ChainResumeTest {
    private static final ChainConfig CONFIG =
            new ChainConfig(
                    "entries", 1, 1, List.of("raw", "control"), -1, "test", new Hash(new byte[32]));
    private static final ChainConfig GROWN =
            new ChainConfig(
                    "entries", 3, 1, List.of("raw", "control"), -1, "test", new Hash(new byte[32]));
    private static final long MINUTE = 60_000;
    private static final Hash CLOSE = new Hash(Arrays.copyOf(new byte[] {7}, 32));

    private final List<AuditEntry> written = new ArrayList<>();
    private final EntryCodec codec = new EntryCodec();

    private Chain resume(
            Optional<byte[]> stored,
            Optional<ChainProbe.Last> last,
            Map<String, Long> starts,
            int owner) {
        byte[] incarnation = new byte[16];
        Arrays.fill(incarnation, (byte) owner);
        return Chain.resume(
                CONFIG,
                0,
                stored,
                new ChainProbe.Probed(last, starts),
                new Incarnation(incarnation),
                this::keep);
    }

    private void keep(ChainedEntry entry) {
        written.add(
                codec.entry(
                        EntryCodec.leaf(
                                EntryCodec.FINGERPRINT, entry.wire(), 5, entry.wire().length - 5)));
    }

    private static ChainProbe.Last head(Chain chain) {
        ChainState state = ChainState.fromBytes(chain.stateBytes());
        return new ChainProbe.Last("entries/0@1", state.headSeq, state.headHash);
    }

    private Chain afterThreeRecords() {
        Chain chain =
                resume(Optional.empty(), Optional.empty(), Map.of("raw", 100L, "control", 0L), 1);
        for (long offset = 100; offset < 103; offset++) {
            assertThat(chain.begin("raw", offset, 0)).isTrue();
            chain.end("raw", offset, 0, Outcome.OUT_OF_SCOPE);
        }
        return chain;
    }

    @Test
    void aNewOwnerWritesATakeoverThatNamesThePreviousOne() {
        Chain first = afterThreeRecords();
        Chain second =
                resume(
                        Optional.of(first.stateBytes()),
                        Optional.of(head(first)),
                        Map.of("raw", 100L),
                        2);
        second.begin("raw", 103, 1);

        assertThat(written)
                .extracting(AuditEntry::getKind)
                .containsExactly(EntryKind.GENESIS, EntryKind.TAKEOVER);
        assertThat(written.getLast().getSeq()).isEqualTo(1);
        assertThat(written.getLast().getTakeover().orElseThrow().getPrevious().bytes())
                .containsOnly(1);
        assertThat(written.getLast().getIncarnation().bytes()).containsOnly(2);
    }

    @Test
    void whatWasAccountedForBeforeIsSkippedAndCounted() {
        Chain first = afterThreeRecords();
        Chain second =
                resume(
                        Optional.of(first.stateBytes()),
                        Optional.of(head(first)),
                        Map.of("raw", 100L),
                        2);

        assertThat(second.begin("raw", 101, 1)).isFalse();
        second.begin("raw", 103, 2 * MINUTE);
        second.end("raw", 103, 2 * MINUTE, Outcome.OUT_OF_SCOPE);

        InputTally tally = written.getLast().getTally().orElseThrow().getInputs().getFirst();
        assertThat(tally.getFromOffset()).isEqualTo(100);
        assertThat(tally.getToOffset()).isEqualTo(104);
        assertThat(tally.getCounts())
                .containsExactly(
                        new OutcomeCount(Outcome.OUT_OF_SCOPE, 4L),
                        new OutcomeCount(Outcome.REPLAYED, 1L));
    }

    @Test
    void recordsThatTheBrokerDeletedUnreadAreAGapAndAnIncident() {
        Chain first = afterThreeRecords();
        Chain second =
                resume(
                        Optional.of(first.stateBytes()),
                        Optional.of(head(first)),
                        Map.of("raw", 110L),
                        2);
        second.begin("raw", 110, 2 * MINUTE);
        second.end("raw", 110, 2 * MINUTE, Outcome.OUT_OF_SCOPE);

        assertThat(written)
                .extracting(AuditEntry::getKind)
                .containsExactly(
                        EntryKind.GENESIS,
                        EntryKind.TAKEOVER,
                        EntryKind.GAP,
                        EntryKind.INCIDENT,
                        EntryKind.TALLY);
        assertThat(written.get(2).getGap().orElseThrow().getFromOffset()).isEqualTo(103);
        assertThat(written.get(2).getGap().orElseThrow().getToOffset()).isEqualTo(110);
        InputTally tally = written.getLast().getTally().orElseThrow().getInputs().getFirst();
        assertThat(tally.getCounts())
                .containsExactly(
                        new OutcomeCount(Outcome.OUT_OF_SCOPE, 4L),
                        new OutcomeCount(Outcome.LOST, 7L));
        assertThat(tally.getHoles()).as("the gap names what was lost").isEmpty();
    }

    @Test
    void aTransactionMarkerIsAHoleInTheTally() {
        Chain chain = afterThreeRecords();
        chain.begin("raw", 105, 2 * MINUTE);
        chain.end("raw", 105, 2 * MINUTE, Outcome.OUT_OF_SCOPE);

        InputTally tally = written.getLast().getTally().orElseThrow().getInputs().getFirst();
        assertThat(tally.getCounts())
                .containsExactly(
                        new OutcomeCount(Outcome.OUT_OF_SCOPE, 4L),
                        new OutcomeCount(Outcome.HOLE, 2L));
        assertThat(tally.getHoles()).containsExactly(new OffsetRange(103L, 105L));
    }

    @Test
    void aStateAheadOfTheTopicStops() {
        Chain first = afterThreeRecords();
        assertThatThrownBy(() ->
                        resume(Optional.of(first.stateBytes()), Optional.empty(), Map.of(), 2))
                .isInstanceOf(ChainIncident.class)
                .hasMessageStartingWith("CHAIN_STATE_AHEAD");
    }

    @Test
    void anotherEntryAtTheSameSequenceNumberStops() {
        Chain first = afterThreeRecords();
        ChainProbe.Last other = new ChainProbe.Last("entries/0@1", 0, new Hash(new byte[32]));
        assertThatThrownBy(() ->
                        resume(Optional.of(first.stateBytes()), Optional.of(other), Map.of(), 2))
                .isInstanceOf(ChainIncident.class)
                .hasMessageStartingWith("CHAIN_HEAD_DIFFERS");
    }

    private static ChainProbe.Last closed(long seq, long rawFrom) {
        return new ChainProbe.Last(
                "entries/0@1",
                seq,
                CLOSE,
                Optional.of(
                        new CloseEntry(
                                "DAMAGED",
                                "ENTRY_FORK",
                                List.of(
                                        new InputStart("raw", 0, rawFrom),
                                        new InputStart("control", 0, 0L)))));
    }

    @Test
    void aClosedChainGoesOnInTheNextGeneration() {
        Chain first = afterThreeRecords();
        Chain second =
                resume(
                        Optional.of(first.stateBytes()),
                        Optional.of(closed(1, 101)),
                        Map.of("raw", 100L, "control", 0L),
                        2);
        assertThat(second.id()).isEqualTo("entries/0@2");
        assertThat(second.begin("raw", 100, 1)).isFalse();
        assertThat(second.begin("raw", 101, 1)).isTrue();

        AuditEntry genesis = written.getLast();
        assertThat(genesis.getSeq()).isZero();
        assertThat(genesis.getPrev().bytes()).containsOnly(0);
        assertThat(genesis.getGenesis().orElseThrow().getGeneration()).isEqualTo(2);
        assertThat(genesis.getGenesis().orElseThrow().getPreviousHeads())
                .containsExactly(new EntryRef("entries/0@1", 1L, CLOSE));
        assertThat(genesis.getGenesis().orElseThrow().getInputs())
                .containsExactly(new InputStart("raw", 0, 101L), new InputStart("control", 0, 0L));

        ChainState state = ChainState.fromBytes(second.stateBytes());
        Chain third =
                resume(
                        Optional.of(second.stateBytes()),
                        Optional.of(
                                new ChainProbe.Last("entries/0@2", state.headSeq, state.headHash)),
                        Map.of(),
                        3);
        assertThat(third.id()).isEqualTo("entries/0@2");
    }

    @Test
    void whatWasDeletedBeforeTheNextGenerationTookItUpIsAGap() {
        Chain next = resume(Optional.empty(), Optional.of(closed(1, 101)), Map.of("raw", 105L), 2);
        next.begin("raw", 105, 1);
        assertThat(written)
                .extracting(AuditEntry::getKind)
                .containsExactly(EntryKind.GENESIS, EntryKind.GAP, EntryKind.INCIDENT);
    }

    @Test
    void aStateOfAnEarlierGenerationIsBehindAndOneOfALaterIsAhead() {
        Chain first = afterThreeRecords();
        ChainProbe.Last later = new ChainProbe.Last("entries/0@2", 0, new Hash(new byte[32]));
        assertThatThrownBy(() ->
                        resume(Optional.of(first.stateBytes()), Optional.of(later), Map.of(), 2))
                .isInstanceOf(ChainIncident.class)
                .hasMessageStartingWith("CHAIN_STATE_BEHIND");

        Chain second = resume(Optional.empty(), Optional.of(closed(1, 101)), Map.of(), 2);
        second.begin("raw", 101, 1);
        assertThatThrownBy(() ->
                        resume(
                                Optional.of(second.stateBytes()),
                                Optional.of(closed(1, 101)),
                                Map.of(),
                                3))
                .isInstanceOf(ChainIncident.class)
                .hasMessageStartingWith("CHAIN_STATE_AHEAD");
    }

    @Test
    void anInputThatEndsBeforeWhatWasAccountedForStops() {
        Chain first = afterThreeRecords();
        assertThatThrownBy(() ->
                        Chain.resume(
                                CONFIG,
                                0,
                                Optional.of(first.stateBytes()),
                                new ChainProbe.Probed(
                                        Optional.of(head(first)),
                                        Map.of("raw", 0L),
                                        Map.of("raw", 102L)),
                                new Incarnation(new byte[16]),
                                written -> assertThat(written).as("nothing is written").isNull()))
                .isInstanceOf(ChainIncident.class)
                .hasMessageStartingWith("CHAIN_INPUT_REPLACED");
    }

    /// All is tallied, closed and taken up at the same offsets, before the record that it came
    /// with.
    @Test
    void whereTheTopicHasMorePartitionsTheNextGenerationBegins() {
        Chain first = afterThreeRecords();
        ChainProbe.Last last = head(first);
        written.clear();
        Chain grown =
                Chain.resume(
                        GROWN,
                        0,
                        Optional.of(first.stateBytes()),
                        new ChainProbe.Probed(Optional.of(last), Map.of()),
                        new Incarnation(new byte[16]),
                        this::keep);
        assertThat(grown.id()).isEqualTo("entries/0@1");
        assertThat(grown.begin("raw", 103, 5)).isTrue();
        grown.end("raw", 103, 5, Outcome.OUT_OF_SCOPE);

        assertThat(written)
                .extracting(AuditEntry::getKind)
                .containsExactly(
                        EntryKind.TAKEOVER, EntryKind.TALLY, EntryKind.CLOSE, EntryKind.GENESIS);
        AuditEntry close = written.get(2);
        assertThat(close.getChain()).isEqualTo("entries/0@1");
        assertThat(close.getClose().orElseThrow().getReason()).isEqualTo("GROWN");
        assertThat(close.getClose().orElseThrow().getInputs())
                .containsExactly(new InputStart("raw", 0, 103L), new InputStart("control", 0, 0L));
        AuditEntry genesis = written.get(3);
        assertThat(genesis.getChain()).isEqualTo("entries/0@2").isEqualTo(grown.id());
        assertThat(genesis.getSeq()).isZero();
        assertThat(genesis.getPrev().bytes()).containsOnly(0);
        assertThat(genesis.getGenesis().orElseThrow().getPartitionCount()).isEqualTo(3);
        assertThat(genesis.getGenesis().orElseThrow().getInputs())
                .isEqualTo(close.getClose().orElseThrow().getInputs());
        assertThat(genesis.getGenesis().orElseThrow().getPreviousHeads())
                .containsExactly(
                        new EntryRef(
                                "entries/0@1", close.getSeq(), LeafHash.of(codec.leaf(close))));

        written.clear();
        ChainState state = ChainState.fromBytes(grown.stateBytes());
        Chain again =
                Chain.resume(
                        GROWN,
                        0,
                        Optional.of(grown.stateBytes()),
                        new ChainProbe.Probed(
                                Optional.of(
                                        new ChainProbe.Last(
                                                "entries/0@2", state.headSeq, state.headHash)),
                                Map.of()),
                        new Incarnation(new byte[16]),
                        this::keep);
        again.begin("raw", 104, 6);
        assertThat(written).extracting(AuditEntry::getKind).containsExactly(EntryKind.TAKEOVER);
    }

    @Test
    void aStateOfAVersionBeforeIsOfTheFirstGenerationAndKnowsNoPartitions() {
        byte[] now = afterThreeRecords().stateBytes();
        byte[] third = new byte[now.length - 4];
        third[0] = 3;
        System.arraycopy(now, 5, third, 1, third.length - 1);
        byte[] second = new byte[now.length - 8];
        second[0] = 2;
        System.arraycopy(now, 9, second, 1, second.length - 1);
        for (byte[] before : List.of(second, third)) {
            ChainState state = ChainState.fromBytes(before);
            assertThat(state.generation).isEqualTo(1);
            assertThat(state.isOutgrown(64)).isFalse();
            byte[] known = now.clone();
            Arrays.fill(known, 1, 5, (byte) 0);
            assertThat(state.toBytes()).isEqualTo(known);
        }
    }
}
