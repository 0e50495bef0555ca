package io.countersign.app.cases;

import io.countersign.app.vault.AskedTokens;
import io.countersign.audit.vault.VaultPerson;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.letters.CaseLetters;
import io.countersign.forensics.letters.LetterField;
import io.countersign.forensics.letters.LetterKind;
import io.countersign.forensics.letters.LetterTemplate;
import io.countersign.forensics.letters.LetterValues;
import io.countersign.forensics.report.Letter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A letter to each affected patient whom the vault knows: about what was sent about him or her,
/// and nothing else of the case.
public final class PatientLetters {
    /// Only tokens of this type lead to patients.
    private static final String RESOLVABLE = "MRN";

    private final CaseView view;
    private final CaseLetters letters;
    private final LetterTemplate template;
    private final LetterValues hospital;

    public PatientLetters(
            CaseView view, CaseLetters letters, LetterTemplate template, LetterValues hospital) {
        this.view = view;
        this.letters = letters;
        this.template = template;
        this.hospital = hospital;
    }

    /// The letter without a name, to be read before the vault is opened.
    public Letter specimen() {
        return letter(uncovered().toList(), new LetterValues());
    }

    /// The tokens that the vault is asked about.
    public AskedTokens asked() {
        return new AskedTokens(
                uncovered()
                        .flatMap(one -> one.subjects().stream())
                        .filter(subject -> subject.type().equals(RESOLVABLE))
                        .map(SubjectToken::token)
                        .distinct()
                        .toList());
    }

    /// Writes them, numbered from 1: a file's name names nobody.
    ///
    /// @param persons by token, as two persons had the vault opened
    /// @return how many
    public int write(Map<String, Optional<VaultPerson>> persons, LetterFolder folder)
            throws IOException {
        Map<String, Set<String>> tokens = new LinkedHashMap<>();
        Map<String, VaultPerson> patients = new LinkedHashMap<>();
        persons.forEach((token, person) ->
                person.ifPresent(known -> {
                    patients.putIfAbsent(known.mrn(), known);
                    tokens.computeIfAbsent(known.mrn(), _new -> new LinkedHashSet<>()).add(token);
                }));
        int number = 0;
        for (Map.Entry<String, VaultPerson> patient : patients.entrySet()) {
            Set<String> own = tokens.getOrDefault(patient.getKey(), Set.of());
            List<Disclosure> about =
                    uncovered()
                            .filter(one ->
                                    one.subjects().stream()
                                            .anyMatch(subject -> own.contains(subject.token())))
                            .toList();
            number++;
            folder.write(name(number), letter(about, values(patient.getValue())));
        }
        return number;
    }

    /// The files of a letter.
    static String name(int number) {
        return String.format("letter-%06d", number);
    }

    private Letter letter(List<Disclosure> about, LetterValues patient) {
        return letters.letter(
                LetterKind.PATIENT,
                template,
                letters.values(about).with(hospital).with(patient),
                "Letter");
    }

    private static LetterValues values(VaultPerson person) {
        List<String> address = new ArrayList<>();
        address.add(person.street());
        address.add(
                Stream.of(person.city(), person.state(), person.postalCode())
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining(" ")));
        address.add(person.country());
        return new LetterValues()
                .with(LetterField.NAME, oneLine(person.given() + " " + person.family()))
                .with(
                        LetterField.ADDRESS,
                        address.stream()
                                .map(PatientLetters::oneLine)
                                .filter(line -> !line.isEmpty())
                                .collect(Collectors.joining("\n")));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ").strip();
    }

    private Stream<Disclosure> uncovered() {
        return view.disclosures().stream().filter(Disclosure::isUncovered);
    }
}
