package io.countersign.forensics.cases;

import io.countersign.schemas.EventEntry;
import io.countersign.schemas.PersonPart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which events belong to a case by a rule that anybody can apply: all of a time that have one of
/// some values in each of some fields. With the log's entries of that time it shows that none was
/// left out (`docs/spec/proof.md`).
///
/// ```
/// countersign-case-scope/1 LF
/// sealed <since> <until> LF           milliseconds since 1970 UTC
/// (<key> <value> LF)+                 keys in their order, values of one key ascending
/// ```
///
/// @param since what was sealed since then
/// @param until and before
/// @param values of each key, by which an event has to match one
public record CaseScope(Instant since, Instant until, Map<Key, Set<String>> values) {
    /// A field of an event.
    public enum Key {
        /// The person's id, and where there is none the user as the source spelt it.
        PERSON,
        /// The catalogue's id of the service.
        SERVICE,
        /// By the directory of people, else by the source.
        DEPARTMENT,
        /// VIOLATION, REVIEW or PERMITTED.
        DISPOSITION,
        /// A subject's token as 64 lower-case hexadecimal digits.
        SUBJECT;

        /// As a scope spells it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The key of a word.
        public static Optional<Key> of(String word) {
            return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
        }

        private List<String> in(EventEntry event) {
            return switch (this) {
                case PERSON ->
                        event.getPerson().flatMap(PersonPart::getId).or(event::getUser).stream()
                                .toList();
                case SERVICE -> event.getDestination().getService().stream().toList();
                case DEPARTMENT ->
                        event
                                .getPerson()
                                .flatMap(PersonPart::getDepartment)
                                .or(event::getDepartment)
                                .stream()
                                .toList();
                case DISPOSITION -> List.of(event.getDisposition().name());
                case SUBJECT ->
                        event.getSubjects().stream()
                                .map(subject ->
                                        HexFormat.of().formatHex(subject.getToken().bytes()))
                                .toList();
            };
        }
    }

    /// A longer one is none of ours.
    public static final int MAX_BYTES = 1 << 20;

    private static final String FIRST_LINE = "countersign-case-scope/1";

    public CaseScope {
        EnumMap<Key, Set<String>> copy = new EnumMap<>(Key.class);
        values.forEach((key, some) ->
                copy.put(key, Collections.unmodifiableSortedSet(new TreeSet<>(some))));
        values = Collections.unmodifiableMap(copy);
        if (!since.isBefore(until) || since.toEpochMilli() < 0) {
            throw new IllegalArgumentException("a time ends after it begins");
        }
        if (values.isEmpty()
                || values.values().stream()
                        .anyMatch(some ->
                                some.isEmpty() || some.stream().anyMatch(CaseScope::unfit))) {
            throw new IllegalArgumentException(
                    "a scope has values, each of one line without control characters");
        }
    }

    private static boolean unfit(String value) {
        return value.isEmpty() || value.chars().anyMatch(Character::isISOControl);
    }

    /// Whether an event has one of the values of each key.
    public boolean matches(EventEntry event) {
        return values.entrySet().stream()
                .allMatch(of -> of.getKey().in(event).stream().anyMatch(of.getValue()::contains));
    }

    /// Reads what [#encode] writes, and nothing else.
    ///
    /// @throws IllegalArgumentException where it is none
    public static CaseScope parse(byte[] bytes) {
        List<String> lines = List.of(new String(bytes, StandardCharsets.UTF_8).split("\n"));
        if (lines.size() < 3 || !lines.get(0).equals(FIRST_LINE)) {
            throw new IllegalArgumentException("no scope of a case");
        }
        String[] sealed = lines.get(1).split(" ", -1);
        if (sealed.length != 3 || !sealed[0].equals("sealed")) {
            throw new IllegalArgumentException("no scope of a case");
        }
        Map<Key, Set<String>> values = new EnumMap<>(Key.class);
        for (String line : lines.subList(2, lines.size())) {
            int space = Math.max(0, line.indexOf(' '));
            Key key = Key.of(line.substring(0, space)).orElseThrow(IllegalArgumentException::new);
            values.computeIfAbsent(key, _ -> new TreeSet<>()).add(line.substring(space + 1));
        }
        CaseScope scope =
                new CaseScope(
                        Instant.ofEpochMilli(Long.parseLong(sealed[1])),
                        Instant.ofEpochMilli(Long.parseLong(sealed[2])),
                        values);
        if (!Arrays.equals(scope.encode(), bytes)) {
            throw new IllegalArgumentException("a scope in another spelling");
        }
        return scope;
    }

    /// One scope has one spelling.
    public byte[] encode() {
        StringBuilder text = new StringBuilder(FIRST_LINE);
        text.append("\nsealed ")
                .append(since.toEpochMilli())
                .append(' ')
                .append(until.toEpochMilli())
                .append('\n');
        values.forEach((key, some) ->
                some.forEach(
                        value -> text.append(key.word()).append(' ').append(value).append('\n')));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// For people, without tokens.
    public String words() {
        List<String> words = new ArrayList<>();
        values.forEach((key, some) ->
                words.add(
                        key.word()
                                + " "
                                + (key == Key.SUBJECT
                                        ? "one of " + some.size() + " tokens"
                                        : String.join(" or ", some))));
        return String.join(", ", words);
    }

    /// How many values: they name people.
    @Override
    public String toString() {
        return "CaseScope[" + since + " to " + until + ", " + values.keySet() + "]";
    }
}
