package io.countersign.app.judge;

import io.countersign.sources.Content;
import io.countersign.sources.Event;
import io.countersign.sources.Mapping;
import io.countersign.sources.MappingDraft;
import io.countersign.sources.RecordKeys;
import io.countersign.sources.RejectionCode;
import io.countersign.topology.steps.Passage;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names in a log that no field of a format takes, with how many records have them: of lines
/// that are of no known format all names, of others those that the format does not define (their
/// values are inspected as text). For one thread.
public final class UnmappedKeys {
    private static final int MAX_KEYS = 10_000;
    private static final String UNLISTED = "unlisted keys";

    private final Map<String, Long> beside = new HashMap<>();
    private final Map<Mapping.Syntax, Map<String, Long>> unknown =
            new EnumMap<>(Mapping.Syntax.class);
    private final Map<Mapping.Syntax, Long> records = new EnumMap<>(Mapping.Syntax.class);

    /// A name and how many records have it.
    ///
    /// @param known whether the records are of a known format
    public record Count(String key, long count, boolean known) {}

    public void add(Passage passage) {
        switch (passage) {
            case Passage.Judged judged -> add(judged.event(), judged.raw().payload());
            case Passage.Rejected rejected when rejected.code() == RejectionCode.UNKNOWN_FORMAT ->
                    RecordKeys.of(rejected.raw().payload()).ifPresent(this::unknown);
            default -> {}
        }
    }

    private void unknown(RecordKeys keys) {
        records.merge(keys.syntax(), 1L, Long::sum);
        Map<String, Long> counts = unknown.computeIfAbsent(keys.syntax(), _ -> new HashMap<>());
        keys.paths().forEach(path -> count(counts, path));
    }

    private void add(Event event, byte[] record) {
        Set<String> unlisted = new HashSet<>();
        for (Content content : event.contents()) {
            if (content.role() == Content.Role.FIELD && content.path().equals(UNLISTED)) {
                new String(content.utf8(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.substring(0, Math.max(0, line.indexOf('='))))
                        .forEach(unlisted::add);
            }
        }
        if (unlisted.isEmpty()) {
            return;
        }
        // A value of several lines may hold what looks like a name: only the record's own count.
        RecordKeys.of(record)
                .ifPresent(keys ->
                        keys.paths().stream()
                                .filter(path ->
                                        unlisted.contains(last(path)) || unlisted.contains(path))
                                .forEach(path -> count(beside, path)));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static void count(Map<String, Long> counts, String key) {
        if (counts.size() < MAX_KEYS || counts.containsKey(key)) {
            counts.merge(key, 1L, Long::sum);
        }
    }

    /// All of them, the most frequent first; those of unknown records before others.
    public List<Count> counts() {
        return java.util.stream.Stream.concat(
                        unknown.values().stream()
                                .flatMap(one -> one.entrySet().stream())
                                .map(one -> new Count(one.getKey(), one.getValue(), false)),
                        beside.entrySet().stream()
                                .map(one -> new Count(one.getKey(), one.getValue(), true)))
                .sorted(
                        Comparator.comparing(Count::known)
                                .thenComparing(Count::count, Comparator.reverseOrder())
                                .thenComparing(Count::key))
                .toList();
    }

    /// The start of a mapping for the records of no known format; empty where there are none. Where
    /// some are JSON and others key=value, for those of which there are more.
    public Optional<MappingDraft> draft(String name) {
        return records.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most ->
                        new MappingDraft(
                                name,
                                most.getKey(),
                                unknown.getOrDefault(most.getKey(), Map.of()),
                                most.getValue()));
    }
}
