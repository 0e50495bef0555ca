package io.countersign.app.cases;

import io.countersign.app.query.AnswerText;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Individuals.Resident;
import io.countersign.forensics.cases.Individuals.Residents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A case's tables as CSV (RFC 4180); no cell is a formula to a spreadsheet.
final class CaseTables {
    private static final List<String> EVENTS =
            List.of(
                    "happened_at",
                    "who",
                    "department",
                    "recipient",
                    "account",
                    "activity",
                    "action",
                    "inspected",
                    "coverage",
                    "baa",
                    "elements",
                    "individuals_named",
                    "chain",
                    "seq",
                    "leaf_hash");

    private static final List<String> DISCLOSURES =
            List.of(
                    "patient",
                    "subject_token",
                    "date",
                    "recipient",
                    "recipient_address",
                    "what",
                    "purpose",
                    "entry");

    private CaseTables() {}

    /// All events of the case.
    static String events(CaseView view) {
        List<List<String>> rows = new ArrayList<>();
        view.disclosures().forEach(one -> rows.add(event(one)));
        return csv(EVENTS, rows);
    }

    private static List<String> event(Disclosure one) {
        return List.of(
                one.happenedAt().toString(),
                one.who().orElse(""),
                one.department().orElse(""),
                one.recipient(),
                one.account(),
                one.activity(),
                one.action().orElse(""),
                one.inspected(),
                one.coverage(),
                one.baa().orElse(""),
                elements(one),
                Integer.toString(one.subjects().size()),
                one.place().chain(),
                Long.toString(one.place().seq()),
                one.place().leafHash());
    }

    /// What 45 CFR 164.528 asks an accounting of disclosures to say, patient by patient: date,
    /// recipient, what, and why. Only what left without cover is in it; who a patient is, is for
    /// the vault to say, and the recipient's address for whoever writes the accounting.
    ///
    /// @param residents empty: tokens of one patient in several years are patients of their own
    static String disclosures(CaseView view, Optional<Residents> residents) {
        Map<String, List<List<String>>> byPatient = new LinkedHashMap<>();
        for (Disclosure one : view.disclosures()) {
            if (!one.isUncovered()) {
                continue;
            }
            for (SubjectToken subject : one.subjects()) {
                String patient =
                        residents
                                .flatMap(vault -> vault.of(subject.token()))
                                .map(Resident::patient)
                                .orElse(subject.token());
                byPatient
                        .computeIfAbsent(patient, _new -> new ArrayList<>())
                        .add(
                                List.of(
                                        subject.token(),
                                        one.happenedAt().toString(),
                                        one.recipient(),
                                        "",
                                        elements(one),
                                        "not permitted, unless the case was decided otherwise",
                                        one.place().name()));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        int number = 0;
        for (List<List<String>> own : byPatient.values()) {
            number++;
            for (List<String> row : own) {
                List<String> cells = new ArrayList<>();
                cells.add(Integer.toString(number));
                cells.addAll(row);
                rows.add(cells);
            }
        }
        return csv(DISCLOSURES, rows);
    }

    private static String elements(Disclosure one) {
        return String.join(
                " ",
                one.elements().stream()
                        .map(element -> element.type() + ":" + element.count())
                        .toList());
    }

    private static String csv(List<String> head, List<List<String>> rows) {
        StringBuilder csv = new StringBuilder(AnswerText.csvLine(head)).append("\r\n");
        rows.forEach(row -> csv.append(AnswerText.csvLine(row)).append("\r\n"));
        return csv.toString();
    }
}
