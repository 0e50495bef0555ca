package io.countersign.ledger;

import io.countersign.schemas.EntryRef;
import io.countersign.schemas.InputStart;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/// A chain that cannot go on, and what of it is sealed.
///
/// @param partition of the entry topic
/// @param head its last entry that is sealed; behind it the chain is closed
/// @param sealedTo the offset after its record on the entry topic, as it was when it was sealed
/// @param code the incident, of `docs/spec/incidents.md`
/// @param where in its message: places, never content
/// @param handedOver where the next generation takes up each input: what later entries say of
///   records behind it is read and judged again
/// @param begunAt where a recovery that was cut off wrote the `close` to the entry topic
public record DamagedChain(
        int partition,
        EntryRef head,
        long sealedTo,
        String code,
        String where,
        List<InputStart> handedOver,
        OptionalLong begunAt) {
    public DamagedChain {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(begunAt, "begunAt");
        handedOver = List.copyOf(handedOver);
    }

    /// The same with inputs that the next generation takes up elsewhere.
    public DamagedChain handingOver(List<InputStart> inputs) {
        return new DamagedChain(partition, head, sealedTo, code, where, inputs, begunAt);
    }
}
