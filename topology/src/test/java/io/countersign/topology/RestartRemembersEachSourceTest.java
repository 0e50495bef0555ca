package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.topology.SourceSequence.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/// How a record relates to the ones before is the same whether the task ran on, started anew or had
/// its transaction aborted: memory never knows more or less than the store.
final class RestartRemembersEachSourceTest {
    private static final int STEPS = 20_000;

    private record Sent(String source, long seq, long mark) {}

    @Test
    void aStartBeforeEachRecordChangesNothing() {
        KeyValueStore<String, byte[]> kept = store();
        KeyValueStore<String, byte[]> reread = store();
        SourceSequences runningOn = new SourceSequences(kept);
        Map<Relation, Integer> seen = new HashMap<>();
        for (Sent sent : sent(SourceSequences.MAX_REMEMBERED / 4, 1)) {
            Relation relation = runningOn.take(sent.source, sent.seq, sent.mark);
            assertThat(relation)
                    .isEqualTo(new SourceSequences(reread).take(sent.source, sent.seq, sent.mark));
            seen.merge(relation, 1, Integer::sum);
        }

        assertThat(contents(kept)).isEqualTo(contents(reread));
        assertThat(seen).containsOnlyKeys(Relation.values());
    }

    @Test
    void moreSourcesThanAreRememberedAreReadAgain() {
        KeyValueStore<String, byte[]> kept = store();
        KeyValueStore<String, byte[]> reread = store();
        SourceSequences runningOn = new SourceSequences(kept);
        for (Sent sent : sent(3 * SourceSequences.MAX_REMEMBERED, 2)) {
            assertThat(runningOn.take(sent.source, sent.seq, sent.mark))
                    .isEqualTo(new SourceSequences(reread).take(sent.source, sent.seq, sent.mark));
        }
    }

    /// After an abort the store holds what the last commit held, and the same records come again.
    @Test
    void whatAnAbortedTransactionSawIsNewAgain() {
        SplittableRandom random = new SplittableRandom(3);
        KeyValueStore<String, byte[]> store = store();
        KeyValueStore<String, byte[]> undisturbed = store();
        SourceSequences sequences = new SourceSequences(store);
        SourceSequences model = new SourceSequences(undisturbed);
        List<Sent> all = sent(8, 4);
        int at = 0;
        while (at < all.size()) {
            Map<String, String> committed = contents(store);
            int end = Math.min(all.size(), at + random.nextInt(1, 200));
            if (random.nextInt(3) == 0) {
                for (Sent sent : all.subList(at, at + random.nextInt(end - at + 1))) {
                    sequences.take(sent.source, sent.seq, sent.mark);
                }
                restore(store, committed);
                sequences = new SourceSequences(store);
            }
            for (Sent sent : all.subList(at, end)) {
                assertThat(sequences.take(sent.source, sent.seq, sent.mark))
                        .isEqualTo(model.take(sent.source, sent.seq, sent.mark));
            }
            at = end;
        }
        assertThat(contents(store)).isEqualTo(contents(undisturbed));
    }

    @Test
    void whatIsInTheStoreDoesNotChangeWithTheMemory() {
        KeyValueStore<String, byte[]> store = store();
        SourceSequences sequences = new SourceSequences(store);
        sequences.take("proxy-1", 1, 11);
        byte[] before = store.get("proxy-1");
        byte[] copy = before.clone();
        sequences.take("proxy-1", 2, 12);

        assertThat(before).isEqualTo(copy);
        assertThat(store.get("proxy-1")).isNotEqualTo(copy);
    }

    /// Mostly the next number; now and then one that came before, with the same payload or another.
    private static List<Sent> sent(int sources, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Long> next = new HashMap<>();
        List<Sent> all = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            String source = "proxy-" + random.nextInt(sources);
            long seq = next.merge(source, 1L, Long::sum);
            int kind = random.nextInt(10);
            if (kind < 3) {
                next.put(source, seq - 1);
                seq = Math.max(0, seq - random.nextInt(2 * SourceSequence.WINDOW));
            }
            all.add(new Sent(source, seq, kind == 0 ? random.nextLong() : seq * 31));
        }
        return all;
    }

    private static KeyValueStore<String, byte[]> store() {
        KeyValueStore<String, byte[]> store =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("source-seq"),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled()
                        .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }

    private static Map<String, String> contents(KeyValueStore<String, byte[]> store) {
        Map<String, String> contents = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> next = all.next();
                contents.put(next.key, Arrays.toString(next.value));
            }
        }
        return contents;
    }

    private static void restore(
            KeyValueStore<String, byte[]> store, Map<String, String> committed) {
        for (String source : contents(store).keySet()) {
            String bytes = committed.get(source);
            store.put(source, bytes == null ? null : parse(bytes));
        }
    }

    private static byte[] parse(String bytes) {
        String[] numbers = bytes.substring(1, bytes.length() - 1).split(", ", -1);
        byte[] parsed = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            parsed[i] = Byte.parseByte(numbers[i]);
        }
        return parsed;
    }
}
