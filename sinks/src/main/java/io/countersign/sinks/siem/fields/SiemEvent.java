package io.countersign.sinks.siem.fields;

import io.countersign.schemas.Severity;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The values of one event. Texts are safe to show and bounded ([SourceText]), lists too; whether
/// something was cut stands under [SiemField#TRUNCATED]. Numbers and times are decimal digits,
/// flags `true` or `false`.
///
/// @param code what kind of event it is, of few, such as `EVENT:VIOLATION` or `ALERT:PHI_DISCLOSED`
/// @param title what it is in a few fixed words
public record SiemEvent(
        String code, String title, Severity severity, Map<SiemField, List<String>> values) {
    public SiemEvent {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /// The value; of a list its elements with commas between them.
    public Optional<String> text(SiemField field) {
        List<String> found = values.get(field);
        return found == null ? Optional.empty() : Optional.of(String.join(",", found));
    }

    /// Redacted.
    @Override
    public String toString() {
        return "SiemEvent["
                + code
                + values.keySet().stream().map(Enum::name).collect(Collectors.joining(",", " ", ""))
                + "]";
    }
}
