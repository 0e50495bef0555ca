package io.countersign.audit.verify;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.SealEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Finds places of a log by halving: each seal says how far every chain had come, so that a log of
/// any length is searched in a few bundles. It relies on the seals that it meets; whether they tell
/// the truth is for [LogVerifier] to check.
final class SealSearch {
    private final StoredLeaves leaves;
    private final long size;

    /// @param size leaves of the log
    SealSearch(StoredLeaves leaves, long size) {
        this.leaves = leaves;
        this.size = size;
    }

    record SealAt(long index, AuditEntry entry) {
        Instant time() {
            return Instant.ofEpochMilli(entry.getTimeMillis());
        }

        /// How far each chain had come, but for the sealer's own.
        List<ChainHead> heads() {
            return entry.getSeal().map(SealEntry::getHeads).orElse(List.of());
        }

        /// How far each chain had come, the sealer's own too.
        Map<String, Long> lastNumbers() {
            Map<String, Long> last = new HashMap<>();
            for (ChainHead head : heads()) {
                last.put(head.getChain(), head.getSeq());
            }
            last.put(entry.getChain(), entry.getSeq());
            return last;
        }

        boolean covers(String chain, long seq) {
            return lastNumbers().getOrDefault(chain, -1L) >= seq;
        }
    }

    /// Between the seals that do not have a property and those that do, which come later.
    ///
    /// @param before leaves up to the last seal without it; 0 where there is none
    /// @param first index of the first seal with it
    record Boundary(long before, OptionalLong first) {}

    Boundary boundary(Predicate<SealAt> property) throws IOException {
        // All seals below low are without it, and low lies behind one or is 0; those from high on
        // have it.
        long low = 0;
        long high = size;
        OptionalLong first = OptionalLong.empty();
        while (low < high) {
            long middle = low + (high - low) / 2;
            Optional<SealAt> seal = firstSeal(middle, high);
            if (seal.isEmpty()) {
                high = middle;
            } else if (property.test(seal.get())) {
                first = OptionalLong.of(seal.get().index());
                high = middle;
            } else {
                low = seal.get().index() + 1;
            }
        }
        return new Boundary(low, first);
    }

    private Optional<SealAt> firstSeal(long from, long to) throws IOException {
        AtomicReference<Optional<SealAt>> found = new AtomicReference<>(Optional.empty());
        leaves.walk(
                from,
                to,
                (index, head, leaf) -> {
                    if (head.kind() == EntryKind.SEAL) {
                        found.set(Optional.of(new SealAt(index, leaves.entry(leaf))));
                    }
                    return found.get().isEmpty();
                });
        return found.get();
    }

    /// The place of an entry; empty where the seals say that there is none.
    OptionalLong find(String chain, long seq) throws IOException {
        Boundary boundary = boundary(seal -> seal.covers(chain, seq));
        return boundary.first().isEmpty()
                ? OptionalLong.empty()
                : scan(chain, seq, boundary.before(), boundary.first().getAsLong() + 1);
    }

    /// The place of an entry within a part of the log, without relying on a seal: the numbers of a
    /// chain ascend, so that the search ends at the first larger one.
    OptionalLong scan(String chain, long seq, long from, long to) throws IOException {
        AtomicReference<OptionalLong> found = new AtomicReference<>(OptionalLong.empty());
        leaves.walk(
                from,
                to,
                (index, head, leaf) -> {
                    if (!head.chain().equals(chain)) {
                        return true;
                    }
                    if (head.seq() == seq) {
                        found.set(OptionalLong.of(index));
                    }
                    return head.seq() < seq;
                });
        return found.get();
    }

    /// The places of many entries, the log halved for all of them together; what it does not hold
    /// has none.
    Map<EntryKey, LeafIndex> locate(List<EntryKey> keys) throws IOException {
        Map<EntryKey, LeafIndex> found = new LinkedHashMap<>();
        locate(keys, 0, size, found);
        return found;
    }

    /// @param low behind a seal, or 0
    /// @param high behind a seal that covers all of the keys, or the end of the log
    private void locate(List<EntryKey> keys, long low, long high, Map<EntryKey, LeafIndex> found)
            throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        Optional<SealAt> middle = sealWithin(low, high - 1);
        if (middle.isEmpty()) {
            scan(keys, low, high, found);
            return;
        }
        Map<String, Long> sealed = middle.get().lastNumbers();
        Map<Boolean, List<EntryKey>> parts =
                keys.stream()
                        .collect(
                                Collectors.partitioningBy(key ->
                                        sealed.getOrDefault(key.chain().toString(), -1L)
                                                >= key.seq()));
        long behind = middle.get().index() + 1;
        locate(parts.getOrDefault(true, List.of()), low, behind, found);
        locate(parts.getOrDefault(false, List.of()), behind, high, found);
    }

    /// A seal from `low` on and before `high`, near the middle where there is one.
    private Optional<SealAt> sealWithin(long low, long high) throws IOException {
        long end = high;
        while (low < end) {
            long middle = low + (end - low) / 2;
            Optional<SealAt> seal = firstSeal(middle, end);
            if (seal.isPresent()) {
                return seal;
            }
            end = middle;
        }
        return Optional.empty();
    }

    private void scan(List<EntryKey> keys, long from, long to, Map<EntryKey, LeafIndex> found)
            throws IOException {
        Map<String, EntryKey> names = new HashMap<>();
        keys.forEach(key -> names.put(key.toString(), key));
        leaves.walk(
                from,
                to,
                (index, head, leaf) -> {
                    EntryKey key = names.remove(head.chain() + ":" + head.seq());
                    if (key != null) {
                        found.put(key, new LeafIndex(index));
                    }
                    return !names.isEmpty();
                });
    }
}
