package io.countersign.forensics.letters;

import java.util.EnumMap;
import java.util.Map;

/// What the places of a letter are filled with. It may name a patient.
public final class LetterValues {
    private final Map<LetterField, String> values = new EnumMap<>(LetterField.class);

    public LetterValues() {}

    private LetterValues(Map<LetterField, String> values) {
        this.values.putAll(values);
    }

    /// The same with one more; an empty text is none.
    public LetterValues with(LetterField field, String value) {
        LetterValues more = new LetterValues(values);
        if (!value.isBlank()) {
            more.values.put(field, value.strip());
        }
        return more;
    }

    /// The same, and all of the others.
    public LetterValues with(LetterValues others) {
        LetterValues more = new LetterValues(values);
        more.values.putAll(others.values);
        return more;
    }

    boolean has(LetterField field) {
        return values.containsKey(field);
    }

    /// A value, or what marks its place as open.
    String of(LetterField field) {
        return values.getOrDefault(field, "[" + field.word() + "]");
    }

    /// Which fields it has.
    @Override
    public String toString() {
        return "LetterValues" + values.keySet();
    }
}
