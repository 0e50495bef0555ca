package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.Span;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.TokenKind;
import io.countersign.detectors.phi.types.Mrn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks the findings of one exchange up in the patient index, and the numbers that were no finding
/// for lack of a word beside them. For one thread.
///
/// Each finding costs a bounded number of lookups: a name is tried with the last [#MAX_BESIDE]
/// dates only and a date with as many names, a leaf has [#MAX_NUMBERS] plain numbers looked up at
/// most.
final class PatientMatcher {
    /// The code that a finding of a known patient carries.
    static final String MATCH = "INDEX_MATCH";

    static final int MAX_BESIDE = 8;
    static final int MAX_NUMBERS = 1 << 16;

    /// Patients that one exchange names at most; where it names more it was not inspected in full.
    static final int MAX_PATIENTS = 1 << 16;

    private static final int MIN_DIGITS = 5;
    private static final int MIN_NUMBER = 6;
    private static final int MAX_NUMBER = 15;

    /// A number without a word beside it counts where a stranger's would meet a patient's less
    /// often than so.
    private static final double MAX_CHANCE = 1e-3;

    private final PatientIndex.Reader reader;
    private final Set<Integer> patients = new LinkedHashSet<>();
    private boolean tooMany;
    private final List<PlainNumber> numbers = new ArrayList<>();
    private final byte[] number = new byte[MAX_NUMBER];

    PatientMatcher(PatientIndex.Reader reader) {
        this.reader = reader;
    }

    PatientIndex index() {
        return reader.index();
    }

    void reset() {
        patients.clear();
        tooMany = false;
        numbers.clear();
    }

    /// A plain number that a patient has.
    ///
    /// @param leafIndex -1 where the leaf has no findings and is not in the list
    private record PlainNumber(Leaf leaf, int leafIndex, Span span, int patient, boolean rare) {}

    /// Takes one leaf's plain numbers.
    ///
    /// @param findings of the leaf, in order of place
    /// @return whether one of them is a patient's, so that the leaf is needed until [#match]
    boolean leaf(Leaf leaf, int leafIndex, List<Finding> findings) {
        int before = numbers.size();
        byte[] b = leaf.array();
        int from = leaf.from();
        int to = from + leaf.bytes();
        int next = 0;
        int looked = 0;
        int i = from;
        while (i < to && looked < MAX_NUMBERS) {
            if (b[i] < '0' || b[i] > '9') {
                i++;
                continue;
            }
            int start = i;
            while (start > from && part(b[start - 1])) {
                start--;
            }
            int end = i;
            while (end < to && part(b[end])) {
                end++;
            }
            i = end;
            while (next < findings.size() && findings.get(next).span().end() <= start - from) {
                next++;
            }
            boolean found =
                    next < findings.size() && findings.get(next).span().start() < end - from;
            int length = found ? 0 : normalise(b, start, end);
            if (length > 0) {
                looked++;
                int[] owners = reader.patientsOf(TokenKind.MRN, number, length);
                if (owners.length > 0 && numbers.size() < MAX_NUMBERS) {
                    numbers.add(
                            new PlainNumber(
                                    leaf,
                                    leafIndex,
                                    new Span(start - from, end - from),
                                    owners[0],
                                    rare(length)));
                }
            }
        }
        tooMany |= looked == MAX_NUMBERS || numbers.size() == MAX_NUMBERS;
        return numbers.size() > before;
    }

    private static boolean part(byte c) {
        int lower = c | 0x20;
        return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z') || c == '-';
    }

    /// Into [#number]; 0 where it cannot be an MRN.
    private int normalise(byte[] b, int start, int end) {
        int length = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            byte c = b[i];
            if (c == '-') {
                continue;
            }
            if (length == MAX_NUMBER) {
                return 0;
            }
            digits += c <= '9' ? 1 : 0;
            number[length++] = c >= 'a' ? (byte) (c - 32) : c;
        }
        return digits >= MIN_DIGITS && length >= MIN_NUMBER ? length : 0;
    }

    private boolean rare(int length) {
        double space = 1;
        for (int i = 0; i < length; i++) {
            space *= number[i] <= '9' ? 10 : 26;
        }
        return index().patients() / space <= MAX_CHANCE;
    }

    private record Name(int finding, List<String> words) {}

    private record Birth(int finding, String date) {}

    /// Looks all findings up and raises those of patients to CERTAIN.
    void match(List<Finding> findings, List<Leaf> leaves) {
        boolean[] known = new boolean[findings.size()];
        List<Name> names = new ArrayList<>();
        List<Birth> births = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            switch (finding.type().name()) {
                case "MRN", "UNIQUE_ID", "ACCOUNT" -> known[i] = mrn(value(finding, leaves));
                case "MBI", "HICN", "MEMBER_ID" ->
                        known[i] =
                                note(TokenKind.MEMBER, value(finding, leaves))
                                        || mrn(value(finding, leaves));
                case "PHONE", "FAX" -> known[i] = note(TokenKind.PHONE, value(finding, leaves));
                case "EMAIL" -> known[i] = note(TokenKind.EMAIL, value(finding, leaves));
                case "NAME" -> name(i, finding, leaves, names, births, known);
                case "DATE", "DOB" -> birth(i, finding, leaves, names, births, known);
                default -> {}
            }
        }
        for (int i = 0; i < known.length; i++) {
            if (known[i]) {
                findings.set(i, certain(findings.get(i)));
            }
        }
        addNumbers(findings, leaves);
    }

    private static String value(Finding finding, List<Leaf> leaves) {
        Leaf leaf = leaves.get(finding.leaf());
        return NormalisedValue.of(
                finding.type().name(),
                leaf.array(),
                leaf.from() + finding.span().start(),
                finding.span().length());
    }

    private boolean mrn(String value) {
        return note(TokenKind.MRN, value) || note(TokenKind.MRN, Patient.withoutZeros(value));
    }

    private boolean note(TokenKind kind, String value) {
        int[] owners = reader.patientsOf(kind, value);
        for (int owner : owners) {
            add(owner);
        }
        return owners.length > 0;
    }

    private void add(int patient) {
        if (patients.size() < MAX_PATIENTS) {
            patients.add(patient);
        } else {
            tooMany |= !patients.contains(patient);
        }
    }

    /// Whether the text may name more than were looked up or kept.
    boolean tooMany() {
        return tooMany;
    }

    private void name(
            int i,
            Finding finding,
            List<Leaf> leaves,
            List<Name> names,
            List<Birth> births,
            boolean[] known) {
        List<String> words = Patient.words(window(finding, leaves.get(finding.leaf())));
        if (words.isEmpty()) {
            return;
        }
        // Structured records have one word in each field.
        if (words.size() == 1 && !names.isEmpty() && names.getLast().words().size() == 1) {
            words = List.of(names.getLast().words().getFirst(), words.getFirst());
        }
        Name name = new Name(i, words);
        for (Birth birth : births) {
            pair(name, birth, known);
        }
        keep(names, name);
    }

    /// The name with the word before it and the word after: a surname may have been left out of the
    /// finding, and a lookup of a word too many costs little.
    private static String window(Finding finding, Leaf leaf) {
        byte[] b = leaf.array();
        int start = leaf.from() + finding.span().start();
        int end = leaf.from() + finding.span().end();
        int from = start;
        while (from > leaf.from() && start - from < MAX_GAP && gap(b[from - 1])) {
            from--;
        }
        int before = from;
        while (from > leaf.from() && before - from < MAX_WORD && letter(b[from - 1])) {
            from--;
        }
        int leafEnd = leaf.from() + leaf.bytes();
        int to = end;
        while (to < leafEnd && to - end < MAX_GAP && gap(b[to])) {
            to++;
        }
        int after = to;
        while (to < leafEnd && to - after < MAX_WORD && letter(b[to])) {
            to++;
        }
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }

    private static final int MAX_GAP = 2;
    private static final int MAX_WORD = 32;

    private static boolean gap(byte c) {
        return c == ' ' || c == ',' || c == '^';
    }

    private static boolean letter(byte c) {
        int lower = c | 0x20;
        return c < 0 || (lower >= 'a' && lower <= 'z') || c == '-' || c == '\'';
    }

    private void birth(
            int i,
            Finding finding,
            List<Leaf> leaves,
            List<Name> names,
            List<Birth> births,
            boolean[] known) {
        Optional<String> date = Patient.birth(value(finding, leaves));
        if (date.isEmpty()) {
            return;
        }
        Birth birth = new Birth(i, date.get());
        for (Name name : names) {
            pair(name, birth, known);
        }
        keep(births, birth);
    }

    private static <T> void keep(List<T> list, T one) {
        if (list.size() == MAX_BESIDE) {
            list.removeFirst();
        }
        list.add(one);
    }

    private void pair(Name name, Birth birth, boolean[] known) {
        List<String> words = name.words();
        for (int a = 0; a < words.size(); a++) {
            for (int b = a + 1; b < words.size(); b++) {
                String value = Patient.nameAndBirth(words.get(a), words.get(b), birth.date());
                if (note(TokenKind.NAME_AND_BIRTH, value)) {
                    known[name.finding()] = true;
                    known[birth.finding()] = true;
                }
            }
        }
    }

    private static Finding certain(Finding finding) {
        InfoType type =
                finding.type().name().equals("UNIQUE_ID") || finding.type().name().equals("ACCOUNT")
                        ? Mrn.TYPE
                        : finding.type();
        List<String> evidence = new ArrayList<>(finding.evidence());
        evidence.add(MATCH);
        return new Finding(type, finding.leaf(), finding.span(), Likelihood.CERTAIN, evidence);
    }

    /// Plain numbers that are rare enough, or whose patient is known from elsewhere.
    private void addNumbers(List<Finding> findings, List<Leaf> leaves) {
        boolean added = false;
        for (PlainNumber one : numbers) {
            if (!one.rare() && !patients.contains(one.patient())) {
                continue;
            }
            int index = one.leafIndex();
            if (index < 0) {
                // The numbers of one leaf come one after the other.
                if (leaves.isEmpty() || leaves.getLast() != one.leaf()) {
                    leaves.add(one.leaf());
                }
                index = leaves.size() - 1;
            }
            findings.add(
                    new Finding(Mrn.TYPE, index, one.span(), Likelihood.CERTAIN, List.of(MATCH)));
            add(one.patient());
            added = true;
        }
        if (added) {
            findings.sort(
                    Comparator.comparingInt(Finding::leaf)
                            .thenComparingInt(finding -> finding.span().start()));
        }
    }

    /// The MRNs of the patients that were matched, each once.
    List<String> mrns() {
        return Arrays.stream(patients.stream().mapToInt(Integer::intValue).toArray())
                .mapToObj(reader::mrn)
                .distinct()
                .toList();
    }
}
