package io.countersign.app.judge;

import io.countersign.detectors.destination.CoverageState;
import io.countersign.detectors.destination.Disposition;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.UpstreamDlp;
import io.countersign.detectors.identity.Who;
import io.countersign.schemas.Outcome;
import io.countersign.topology.alerts.Joins;
import io.countersign.topology.steps.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a whole log came to: the counts, what could be seen, and three sentences. For one thread.
public final class JudgeSummary {
    private long lines;
    private long outOfScope;
    private long notAUse;
    private final Map<String, Long> rejections = new TreeMap<>();
    private final Map<Disposition, Long> dispositions = new EnumMap<>(Disposition.class);
    private final Map<String, Long> services = new TreeMap<>();
    private final Set<String> violators = new HashSet<>();
    private long events;
    private long disclosing;
    private long withBody;
    private long withAccount;
    private long withBytesUp;
    private long phi;
    private final Map<Missing, Map<String, Long>> missing = new EnumMap<>(Missing.class);

    /// What the running product may still learn from other records.
    private final Map<Joins.Open, Long> joins = new EnumMap<>(Joins.Open.class);

    /// Names of the sources' own DLP that the policy has no row for.
    private final Map<String, Long> unmapped = new TreeMap<>();

    /// Spellings that the directory of people resolved to nobody, by what it said.
    private final Map<String, Long> unresolved = new TreeMap<>();

    /// What would have decided more lines.
    enum Missing {
        REGISTER,
        BODY,
        ACCOUNT,
        BYTES
    }

    public void add(Passage passage) {
        lines++;
        switch (passage) {
            case Passage.Judged judged -> add(judged);
            case Passage.Rejected rejected ->
                    rejections.merge(rejected.code().name(), 1L, Long::sum);
            case Passage.Counted counted when counted.outcome() == Outcome.NOT_A_USE -> notAUse++;
            case Passage.Counted _ -> outOfScope++;
            case Passage.Received _,
                    Passage.Located _,
                    Passage.Inspected _,
                    Passage.Duplicate _,
                    Passage.Control _,
                    Passage.UnreadableControl _ ->
                    throw new IllegalArgumentException("not the end of a line's way");
        }
    }

    private void add(Passage.Judged judged) {
        events++;
        dispositions.merge(judged.verdict().disposition(), 1L, Long::sum);
        services.merge(
                judged.destination().vendor() + " " + judged.destination().product(),
                1L,
                Long::sum);
        judged.who().ifPresent(who -> noteUnresolved(judged, who));
        judged.content()
                .source()
                .unmapped()
                .forEach(name -> unmapped.merge(inWords(name), 1L, Long::sum));
        if (!judged.destination().activity().mayDisclose()) {
            return;
        }
        disclosing++;
        Joins.open(judged).forEach(join -> joins.merge(join, 1L, Long::sum));
        boolean body = judged.content().inspected() != Inspected.NOT_INSPECTED;
        boolean account =
                judged.destination().evidence().stream().anyMatch(one -> one.id().namesAccount());
        withBody += body ? 1 : 0;
        withAccount += account ? 1 : 0;
        withBytesUp += judged.event().bytesUp().isPresent() ? 1 : 0;
        phi += judged.content().phi().orElse(false) ? 1 : 0;
        if (judged.verdict().disposition() == Disposition.VIOLATION) {
            judged.who()
                    .flatMap(Who::person)
                    .or(() -> judged.event().user())
                    .ifPresent(violators::add);
        }
        if (judged.event().bytesUp().isEmpty()) {
            count(Missing.BYTES, judged.event().format());
        }
        if (judged.verdict().disposition() == Disposition.REVIEW) {
            noteMissing(judged, body);
        }
    }

    private void noteMissing(Passage.Judged judged, boolean body) {
        String format = judged.event().format();
        boolean open = judged.coverage().state() == CoverageState.UNKNOWN;
        if (open && judged.coverage().has(Reason.NO_BAA_REGISTER)) {
            count(Missing.REGISTER, format);
        }
        if (open && judged.destination().reasons().contains(Reason.ACCOUNT_NOT_IN_RECORD.name())) {
            count(Missing.ACCOUNT, format);
        }
        if (!body || judged.content().inspected() == Inspected.PARTIAL) {
            count(Missing.BODY, format);
        }
    }

    private void count(Missing what, String format) {
        missing.computeIfAbsent(what, _ -> new TreeMap<>()).merge(format, 1L, Long::sum);
    }

    public long rejected() {
        return rejections.values().stream().mapToLong(Long::longValue).sum();
    }

    public long violations() {
        return dispositions.getOrDefault(Disposition.VIOLATION, 0L);
    }

    public long reviews() {
        return dispositions.getOrDefault(Disposition.REVIEW, 0L);
    }

    public boolean foundPhi() {
        return phi > 0;
    }

    /// The figures, a name and a value each.
    public Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("lines", Long.toString(lines));
        figures.put("out of scope", Long.toString(outOfScope));
        figures.put("no use of a service", Long.toString(notAUse));
        figures.put("rejected", rejected() + (rejections.isEmpty() ? "" : " " + rejections));
        figures.put("events of AI services", Long.toString(events));
        for (Disposition disposition : Disposition.values()) {
            figures.put(
                    "  " + disposition, Long.toString(dispositions.getOrDefault(disposition, 0L)));
        }
        figures.put("requests that may disclose", Long.toString(disclosing));
        figures.put("  with text that could be read", withBody + " of " + disclosing);
        figures.put("  with evidence of the account", withAccount + " of " + disclosing);
        figures.put("  with bytes sent", withBytesUp + " of " + disclosing);
        joins.forEach((join, count) ->
                figures.put("  left to a join: " + inWords(join), Long.toString(count)));
        return figures;
    }

    /// The names that the sources' own DLP gave and `upstream-dlp.yaml` has no row for, with the
    /// number of events.
    public Map<String, Long> unmappedNames() {
        return new TreeMap<>(unmapped);
    }

    private void noteUnresolved(Passage.Judged judged, Who who) {
        if (who.resolution() == Who.Resolution.UNKNOWN_SPELLING
                || who.resolution() == Who.Resolution.AMBIGUOUS) {
            String from =
                    judged.event().user().or(() -> judged.event().sourceIp()).orElse("nobody");
            unresolved.merge(from + " (" + who.resolution() + ")", 1L, Long::sum);
        }
    }

    /// The spellings, and the leased addresses, that the directory of people resolved to nobody,
    /// with the number of events.
    public Map<String, Long> unresolved() {
        return new TreeMap<>(unresolved);
    }

    private static String inWords(UpstreamDlp.Name name) {
        StringBuilder words = new StringBuilder(name.source());
        part(words, "engine", name.engine());
        part(words, "dictionary", name.dictionary());
        part(words, "prompt_class", name.promptClass());
        return words.toString();
    }

    private static void part(StringBuilder words, String key, String value) {
        if (!value.isEmpty()) {
            words.append(", ").append(key).append(": ").append(value);
        }
    }

    private static String inWords(Joins.Open join) {
        return switch (join) {
            case ACCOUNT_OF_OTHER_REQUESTS -> "account";
            case BYTES_OF_TRAFFIC_LINE -> "bytes";
        };
    }

    /// What certainly happened, what this log can't tell, and the one setting that would decide the
    /// most lines.
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(happened());
        sentences.add(unknown());
        sentences.add(setting());
        return sentences;
    }

    private String happened() {
        if (events == 0) {
            return "No line of this log shows a use of an AI service that the catalogue knows.";
        }
        if (violations() > 0) {
            return "PHI went to a service that no BAA covers in %d of %d events, by %d named users."
                    .formatted(violations(), events, violators.size());
        }
        if (phi > 0) {
            return "PHI was sent in %d of %d events; no event certainly violates the policy."
                    .formatted(phi, events);
        }
        return "%s of %s; PHI was found in none of the texts that could be read."
                .formatted(counted(events, "use"), counted(services.size(), "AI service"));
    }

    private String unknown() {
        if (reviews() == 0) {
            return "Nothing in this log was left undecided.";
        }
        return "Undecided: %s; the text of %d, the account of %d, the coverage of %d can't be known from this log."
                .formatted(
                        counted(reviews(), "event"),
                        total(Missing.BODY),
                        total(Missing.ACCOUNT),
                        total(Missing.REGISTER));
    }

    private String setting() {
        return choices()
                .filter(choice -> choice.what() != Missing.BYTES)
                .max(
                        Comparator.comparingLong(Choice::lines)
                                .thenComparing(Choice::what, Comparator.reverseOrder()))
                .map(choice ->
                        "%s: that would decide up to %s."
                                .formatted(
                                        SourceSettings.setting(choice.what(), choice.format()),
                                        counted(choice.lines(), "line")))
                .orElse("No single setting at the source would decide more lines.");
    }

    /// What each source lacks, with the setting that would add it and the number of lines.
    public List<String> settings() {
        return choices()
                .map(choice ->
                        "%s (%s)"
                                .formatted(
                                        SourceSettings.setting(choice.what(), choice.format()),
                                        counted(choice.lines(), "line")))
                .distinct()
                .toList();
    }

    private Stream<Choice> choices() {
        return missing.entrySet().stream()
                .flatMap(what ->
                        what.getValue().entrySet().stream()
                                .map(of -> new Choice(what.getKey(), of.getKey(), of.getValue())));
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private long total(Missing what) {
        return missing.getOrDefault(what, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private record Choice(Missing what, String format, long lines) {}
}
