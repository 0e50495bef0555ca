package io.countersign.app.demo;

import io.countersign.app.cli.Terminal;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Subject;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a privacy officer asks, answered from entries and keyed tokens: whose data went where, was
/// it covered, and why.
final class Questions {
    private static final String MRN = "MRN";
    private static final String NAME = "NAME";

    private final Terminal terminal;
    private final TokenKeys tokens;
    private final List<AuditEntry> events;
    private final SampleDay day;

    Questions(Terminal terminal, Configuration configuration, Watch watch, SampleDay day)
            throws IOException {
        this.terminal = terminal;
        this.tokens = KeyRing.of(configuration).tokenKeys();
        this.events = watch.events();
        this.day = day;
    }

    /// @return whether the stories of the day ended as they should
    boolean answer() {
        boolean disclosed = disclosures();
        return stories() && disclosed;
    }

    /// Each raw record of the day is there to show something: did it end so?
    private boolean stories() {
        Map<String, Disposition> dispositions = new HashMap<>();
        for (AuditEntry entry : events) {
            EventEntry event = entry.getEvent().orElseThrow();
            String source = event.getSource().getId();
            int run = source.lastIndexOf('-');
            dispositions.put(
                    source.substring(0, Math.max(run, 0))
                            + "#"
                            + event.getSource().getSeq().orElse(-1L),
                    event.getDisposition());
        }
        Map<Story, Integer> other = new EnumMap<>(Story.class);
        int asExpected = 0;
        for (SampleRecord record : day.records()) {
            Disposition disposition = dispositions.get(record.sourceId() + "#" + record.seq());
            if (endedAs(record.story().expected(), disposition)) {
                asExpected++;
            } else {
                other.merge(record.story(), 1, Integer::sum);
            }
        }
        terminal.say("");
        terminal.say(
                "Did the day's stories end as they should? %d of %d records did."
                        .formatted(asExpected, day.records().size()));
        other.forEach((story, count) ->
                terminal.say(terminal.red("  not so: ") + count + " × " + story.label()));
        return other.isEmpty();
    }

    private static boolean endedAs(Story.Expected expected, @Nullable Disposition disposition) {
        return switch (expected) {
            case PERMITTED -> disposition == Disposition.PERMITTED;
            case REVIEW -> disposition == Disposition.REVIEW;
            case VIOLATION -> disposition == Disposition.VIOLATION;
            // An entry where an account shows, else a count.
            case NO_PROMPT -> disposition == null || disposition == Disposition.PERMITTED;
            case OUT_OF_SCOPE, NOT_A_USE, REJECTION -> disposition == null;
            // The first delivery of the same number has an entry.
            case REPEATED -> true;
        };
    }

    private boolean disclosures() {
        terminal.say("");
        terminal.say(
                "Which patients were disclosed? (each asked by the keyed tokens of name and record number)");
        int asked = 0;
        for (Patient patient : day.patients().keySet()) {
            List<EventEntry> about = about(patient);
            if (about.isEmpty()) {
                continue;
            }
            asked++;
            long permitted =
                    about.stream()
                            .filter(event -> event.getDisposition() == Disposition.PERMITTED)
                            .count();
            terminal.say(
                    "  %-18s MRN %s: %d events, %d covered by a BAA%s"
                            .formatted(
                                    patient.name(),
                                    patient.mrn(),
                                    about.size(),
                                    permitted,
                                    disclosed(about)));
        }
        terminal.say(
                "  %d of %d invented patients appear; the log names none of them."
                        .formatted(asked, day.patients().size()));
        return asked > 0;
    }

    /// Where it went without cover, and why that was none.
    private static String disclosed(List<EventEntry> about) {
        Set<String> places = new TreeSet<>();
        for (EventEntry event : about) {
            if (event.getDisposition() == Disposition.VIOLATION) {
                places.add(
                        "%s (%s)"
                                .formatted(
                                        AlertText.service(
                                                event.getDestination().getVendor(),
                                                event.getDestination().getProduct()),
                                        event.getCoverage().getReasons().getFirst()));
            }
        }
        return places.isEmpty() ? "" : "; DISCLOSED to " + String.join(", ", places);
    }

    private List<EventEntry> about(Patient patient) {
        List<EventEntry> found = new ArrayList<>();
        for (AuditEntry entry : events) {
            EventEntry event = entry.getEvent().orElseThrow();
            int year =
                    Instant.ofEpochMilli(event.getTimeMillis()).atOffset(ZoneOffset.UTC).getYear();
            Set<Token> wanted = new HashSet<>();
            wanted.add(tokens.token(year, MRN, patient.mrn()));
            wanted.add(tokens.token(year, NAME, patient.name().toLowerCase(Locale.ROOT)));
            if (event.getSubjects().stream().map(Subject::getToken).anyMatch(wanted::contains)) {
                found.add(event);
            }
        }
        return found;
    }
}
