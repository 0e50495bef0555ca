package io.countersign.forensics.cases;

import io.countersign.audit.chain.CaseGrammar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody who sent what nobody saw was asked about it, and answered.
///
/// @param person as the disclosures name who sent them, or as the steps do
/// @param unseen disclosures of the person that left without cover, and of which nobody saw all
/// @param asked when, the last time
/// @param until the day by which an answer was asked for
/// @param answered when, the last time
/// @param patients how many patients it was about, as the person says; empty where nobody says so
public record Attestation(
        String person,
        int unseen,
        Optional<Instant> asked,
        Optional<LocalDate> until,
        Optional<Instant> answered,
        Optional<Integer> patients) {
    /// How far it has come.
    public enum State {
        NOT_ASKED,
        ASKED,
        OVERDUE,
        ANSWERED
    }

    /// @param today in the hospital's time zone
    public State state(LocalDate today) {
        if (answered.isPresent()) {
            return State.ANSWERED;
        }
        if (asked.isEmpty()) {
            return State.NOT_ASKED;
        }
        return until.filter(today::isAfter).isPresent() ? State.OVERDUE : State.ASKED;
    }

    /// Those of a case: everybody who sent something that nobody saw, was asked, or attested.
    static List<Attestation> of(List<CaseStep> steps, List<Disclosure> disclosures) {
        Map<String, Integer> unseen = new LinkedHashMap<>();
        for (Disclosure one : disclosures) {
            if (one.isUncovered() && one.isUnseen()) {
                one.who().ifPresent(who -> unseen.merge(who, 1, Integer::sum));
            }
        }
        Map<String, CaseStep> asked = new LinkedHashMap<>();
        Map<String, CaseStep> answered = new LinkedHashMap<>();
        for (CaseStep step : steps) {
            String by = step.details().getOrDefault("by", "");
            if (step.act().equals(CaseGrammar.ASKED)) {
                asked.put(by, step);
                unseen.putIfAbsent(by, 0);
            } else if (step.act().equals(CaseGrammar.ATTESTATION)) {
                answered.put(by, step);
                unseen.putIfAbsent(by, 0);
            }
        }
        List<Attestation> all = new ArrayList<>();
        unseen.forEach((person, count) -> {
            Optional<CaseStep> question = Optional.ofNullable(asked.get(person));
            Optional<CaseStep> answer = Optional.ofNullable(answered.get(person));
            all.add(
                    new Attestation(
                            person,
                            count,
                            question.map(CaseStep::at),
                            question.map(step -> step.details().getOrDefault("until", ""))
                                    .filter(day -> !day.isEmpty())
                                    .map(LocalDate::parse),
                            answer.map(CaseStep::at),
                            answer.map(step -> step.details().getOrDefault("patients", ""))
                                    .filter(number -> !number.isEmpty())
                                    .map(Integer::valueOf)));
        });
        return List.copyOf(all);
    }

    /// Redacted: who it is stands in the case.
    @Override
    public String toString() {
        return "Attestation[" + unseen + ", asked " + asked.isPresent() + "]";
    }
}
