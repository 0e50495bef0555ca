package io.countersign.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of the directory of people that was refused, as it lies in the store.
///
/// @param code why
/// @param offset of its record, so that each refusal is told once
/// @param key of the part, as whoever wrote the record chose it
record RefusedPart(String code, long offset, String key) {
    private static final int FIELDS = 3;

    static Optional<RefusedPart> of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        String[] fields = new String(bytes, StandardCharsets.UTF_8).split(" ", FIELDS);
        return Optional.of(new RefusedPart(fields[0], Long.parseLong(fields[1]), fields[2]));
    }

    byte[] bytes() {
        return (code + " " + offset + " " + key).getBytes(StandardCharsets.UTF_8);
    }

    /// Nobody's words but ours.
    @Override
    public String toString() {
        return "RefusedPart[" + code + ", " + offset + "]";
    }
}
