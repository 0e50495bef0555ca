package io.countersign.topology.alerts;

import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.ExchangeMark;
import io.countersign.schemas.Mark;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Copies of records with some fields changed. Avro's own builders copy by class names, which it
/// does not let them load, and a constructor would have to be kept in step with each new field.
final class Revised {
    private Revised() {}

    static EventEntry copy(EventEntry original) {
        return copied(original, new EventEntry());
    }

    static DestinationPart copy(DestinationPart original) {
        return copied(original, new DestinationPart());
    }

    static Mark copy(Mark original) {
        return copied(original, new Mark());
    }

    static ExchangeMark copy(ExchangeMark original) {
        return copied(original, new ExchangeMark());
    }

    /// @param copy made here and not yet given away
    static void set(SpecificRecord copy, String field, @Nullable Object value) {
        copy.put(copy.getSchema().getField(field).pos(), value);
    }

    private static <T extends SpecificRecord> T copied(T original, T copy) {
        int fields = original.getSchema().getFields().size();
        for (int i = 0; i < fields; i++) {
            copy.put(i, original.get(i));
        }
        return copy;
    }
}
