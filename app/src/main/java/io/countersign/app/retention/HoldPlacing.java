package io.countersign.app.retention;

import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.HeldKey;
import io.countersign.audit.evidence.Hold;
import io.countersign.audit.evidence.HoldFiles;
import io.countersign.audit.evidence.HoldSealer;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HoldEntry;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Places a hold: the data keys of the selected records are kept under a key of the hold, which
/// lies in its file before the log says that it is placed.
public final class HoldPlacing {
    /// Gives each envelope of the evidence store to the consumer.
    @FunctionalInterface
    public interface EvidenceStore {
        void read(Consumer<EvidenceEnvelope> each) throws IOException;
    }

    /// @param entry where the log says so
    /// @param hold what is held
    public record Placed(EntryRef entry, Hold hold) {}

    private final EvidenceKeys keys;
    private final HoldFiles holds;
    private final EvidenceInventory inventory;

    /// @param inventory of the sealed log with the records to hold selected
    public HoldPlacing(EvidenceKeys keys, HoldFiles holds, EvidenceInventory inventory) {
        this.keys = keys;
        this.holds = holds;
        this.inventory = inventory;
    }

    /// Places a hold; one whose file a run before has written, and whose entry it has not, is
    /// completed as it was.
    ///
    /// @throws RefusedException where the id was used, or a selected record does not open
    public Placed place(
            String id, String reason, String person, EvidenceStore store, ChainedAct log)
            throws IOException {
        if (!HoldFiles.isId(id)) {
            throw new RefusedException(
                    "A hold is named with 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first");
        }
        if (inventory.placed().containsKey(id)) {
            throw new RefusedException(
                    "The log has a hold " + id + " already: choose another name");
        }
        Optional<Hold> left = holds.read(id);
        Hold hold = left.isPresent() ? left.get() : written(id, store);
        EntryRef entry =
                log.sealed(
                        new HoldEntry(
                                id,
                                "PLACED",
                                person,
                                reason,
                                Destruction.quarters(hold),
                                new Hash(hold.sha256().bytes()),
                                null));
        return new Placed(entry, hold);
    }

    private Hold written(String id, EvidenceStore store) throws IOException {
        Map<EvidencePlace, EvidenceRef> selected = new HashMap<>(inventory.selected());
        if (selected.isEmpty()) {
            throw new RefusedException("No entry of the selection has evidence");
        }
        int wanted = selected.size();
        SecureRandom random = new SecureRandom();
        byte[] key = holds.key(id, random);
        HoldSealer sealer = new HoldSealer(id, key, random);
        Arrays.fill(key, (byte) 0);
        Map<EvidencePlace, HeldKey> held = new HashMap<>();
        store.read(envelope -> {
            EvidencePlace place = new EvidencePlace(envelope.getChain(), envelope.getSeq());
            EvidenceRef ref = selected.get(place);
            if (ref != null) {
                // A forged envelope in the place of a real one opens nothing and is passed over.
                sealer.hold(keys, place.chain(), place.seq(), ref, envelope)
                        .ifPresent(one -> held.putIfAbsent(place, one));
            }
        });
        if (held.size() < wanted) {
            throw new RefusedException(
                    "Refused: of "
                            + wanted
                            + " records "
                            + (wanted - held.size())
                            + " do not open any more, so that nothing can be held of them; leave them out of the selection");
        }
        List<HeldKey> lines =
                held.values().stream()
                        .sorted(
                                Comparator.comparing(HeldKey::chain)
                                        .thenComparingLong(HeldKey::seq))
                        .toList();
        holds.write(id, lines);
        return holds.read(id).orElseThrow();
    }
}
