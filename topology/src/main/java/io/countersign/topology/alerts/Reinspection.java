package io.countersign.topology.alerts;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.UseRule;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Origin;
import io.countersign.schemas.PersonPart;
import io.countersign.sources.Content;
import io.countersign.sources.Event;
import io.countersign.topology.steps.ContentFinding;
import io.countersign.topology.steps.EvidenceContents;
import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Judge;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.Protect;
import io.countersign.topology.steps.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the detectors of today find in the evidence of an entry, and the verdict that follows under
/// the policy of today. Where it stays unseen what it is, or less is seen than was, only a yes
/// counts. One instance serves one thread.
public final class Reinspection {
    /// The basis of an amendment that a change of the detectors caused.
    public static final String BASIS = "DETECTORS_CHANGED";

    private static final String USE = "use=";

    private final Inspect inspect;
    private final TokenKeys tokens;

    public Reinspection(Inspect inspect, TokenKeys tokens) {
        this.inspect = inspect;
        this.tokens = tokens;
    }

    /// What looking again came to.
    public sealed interface Outcome {
        /// The same PHI of the same patients and kinds; other counts or words are no news.
        record Same() implements Outcome {}

        /// @param amendment what is to be chained
        record Changed(AmendmentEntry amendment) implements Outcome {}

        /// The catalogue does not name the entry's service, so that it stays as it was judged.
        record NotNamed() implements Outcome {}

        /// Less can be read than was read then (a charset that only the record named, evidence that
        /// was cut), and what can be read has no PHI.
        record LessSeen() implements Outcome {}

        /// What was sent lies in another record, whose entry has evidence of its own.
        record ElsewhereJudged() implements Outcome {}
    }

    /// Looks again.
    ///
    /// @param original names the event's own entry; asked where there is something to say of it
    /// @param standing the event as it is judged so far, after its latest amendment
    /// @param contents of its evidence
    /// @param now decides whether the patient index is too old
    public Outcome of(
            Supplier<EntryRef> original,
            EventEntry standing,
            List<Content> contents,
            PolicyInForce policy,
            Instant now) {
        if (standing.getReasons().contains(Reason.BODY_FROM_OTHER_RECORD.name())) {
            return new Outcome.ElsewhereJudged();
        }
        ContentFinding found = inspect.read(event(standing, contents), policy, now);
        boolean phi = found.phi().orElse(false);
        boolean less = isLess(standing, Protect.content(found));
        if (less && !phi) {
            return new Outcome.LessSeen();
        }
        EventEntry seen = seen(standing, found, phi, policy);
        if (!isNews(standing, seen)) {
            return new Outcome.Same();
        }
        Optional<EventEntry> judged = Reevaluation.judged(seen, policy);
        if (judged.isEmpty()) {
            return new Outcome.NotNamed();
        }
        return new Outcome.Changed(
                AmendmentEntry.newBuilder()
                        .setOriginal(original.get())
                        .setChanged(Differences.between(standing, judged.get()))
                        .setBasis(BASIS)
                        .setConfidence(Likelihood.CERTAIN)
                        .setLearntFrom(List.of())
                        .setRevised(judged.get())
                        .build());
    }

    /// As much of the event as an inspection looks at.
    private static Event event(EventEntry standing, List<Content> contents) {
        Event.Builder event = Event.builder(standing.getSource().getFormat());
        contents.forEach(event::content);
        gap(standing).ifPresent(event::contentGap);
        return event.build();
    }

    /// What was missing of the content then is missing now.
    private static Optional<Event.ContentGap> gap(EventEntry standing) {
        String reason = standing.getContent().getInspectedReason();
        return Stream.of(Event.ContentGap.values())
                .filter(gap -> gap.name().equals(reason))
                .findFirst()
                .or(() ->
                        standing.getReasons().contains(EvidenceContents.CUT)
                                ? Optional.of(Event.ContentGap.BODY_LIMIT)
                                : Optional.empty());
    }

    private static boolean isLess(EventEntry standing, ContentPart now) {
        return extent(now.getInspected()) < extent(standing.getContent().getInspected());
    }

    private static int extent(Inspected inspected) {
        return switch (inspected) {
            case FULL -> 2;
            case PARTIAL -> 1;
            case BY_SOURCE, NOT_INSPECTED, UNRECOGNISED -> 0;
        };
    }

    /// The entry with what was found now in the place of what was found then.
    private EventEntry seen(
            EventEntry standing, ContentFinding found, boolean phi, PolicyInForce policy) {
        Set<String> reasons = new LinkedHashSet<>(standing.getReasons());
        boolean bySource = reasons.contains(Reason.PHI_REPORTED_BY_SOURCE.name()) && !phi;
        if (!bySource) {
            reasons.remove(Reason.PHI_REPORTED_BY_SOURCE.name());
        }
        reasons.remove(Subjects.CUT);
        Subjects subjects =
                Subjects.of(found, Instant.ofEpochMilli(standing.getTimeMillis()), tokens);
        subjects.cut().ifPresent(reasons::add);
        EventEntry seen = Revised.copy(standing);
        Revised.set(seen, "content", content(standing.getContent(), found, phi, bySource));
        Revised.set(seen, "subjects", subjects.named());
        Revised.set(seen, "moreSubjects", subjects.more());
        Revised.set(seen, "coverage", coverage(standing, found, policy));
        Revised.set(seen, "reasons", List.copyOf(reasons));
        return seen;
    }

    /// What the source's own DLP or a person said stays beside what we read.
    private static ContentPart content(
            ContentPart before, ContentFinding found, boolean phi, boolean bySource) {
        ContentPart now = Protect.content(found);
        List<FindingCount> findings = new ArrayList<>(now.getFindings());
        before.getFindings().stream()
                .filter(one -> one.getOrigin() != Origin.OURS)
                .forEach(findings::add);
        boolean sourceLooked = before.getInspected() == Inspected.BY_SOURCE && !phi;
        return new ContentPart(
                sourceLooked ? Inspected.BY_SOURCE : now.getInspected(),
                sourceLooked ? before.getInspectedReason() : now.getInspectedReason(),
                now.getBytesInspected(),
                bySource ? before.getPhi().orElse(null) : now.getPhi().orElse(null),
                bySource ? before.getPhiReason() : now.getPhiReason(),
                findings,
                now.getHints(),
                now.getPatientIndex().orElse(null));
    }

    private static CoveragePart coverage(
            EventEntry standing, ContentFinding found, PolicyInForce policy) {
        List<String> details =
                standing.getCoverage().getDetails().stream()
                        .filter(one -> !one.startsWith(USE))
                        .collect(Collectors.toCollection(ArrayList::new));
        List<String> breaches =
                Judge.breaches(
                        found,
                        whom(standing),
                        standing.getDestination().getService().orElse(""),
                        policy.policy().register());
        if (!breaches.isEmpty()) {
            details.add(USE + String.join("; ", breaches));
        }
        return new CoveragePart(
                standing.getCoverage().getState(),
                standing.getCoverage().getBaa().orElse(null),
                standing.getCoverage().getReasons(),
                details);
    }

    private static UseRule.Whom whom(EventEntry standing) {
        Optional<PersonPart> person = standing.getPerson();
        return new UseRule.Whom(
                set(standing.getUser(), person.flatMap(PersonPart::getId)),
                set(standing.getDepartment(), person.flatMap(PersonPart::getDepartment)),
                person.flatMap(PersonPart::getRole));
    }

    private static Set<String> set(Optional<String> one, Optional<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }

    private static boolean isNews(EventEntry before, EventEntry after) {
        ContentPart then = before.getContent();
        ContentPart now = after.getContent();
        return !then.getPhi().equals(now.getPhi())
                || then.getInspected() != now.getInspected()
                || !distinct(then.getFindings(), FindingCount::getType)
                        .equals(distinct(now.getFindings(), FindingCount::getType))
                || !new HashSet<>(before.getSubjects()).equals(new HashSet<>(after.getSubjects()));
    }

    private static <T> Set<String> distinct(List<T> all, Function<T, String> of) {
        return all.stream().map(of).collect(Collectors.toSet());
    }
}
