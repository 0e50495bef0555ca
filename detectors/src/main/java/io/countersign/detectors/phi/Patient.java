package io.countersign.detectors.phi;

import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.detectors.patients.TokenKind;
import io.countersign.detectors.phi.types.Email;
import io.countersign.detectors.phi.types.Mbi;
import io.countersign.detectors.phi.types.Mrn;
import io.countersign.detectors.phi.types.Phone;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One patient as the hospital's system exports it, in any spelling; all of it PHI. [#addTo] brings
/// it into the spellings that texts are looked up by. [#toString()] shows nothing.
///
/// @param mrn the medical record number, with its facility where the site has several
/// @param given first and middle names
/// @param family the surname, of one word or more
/// @param birthDate in any order that a text may have it in, or `yyyyMMdd`
public record Patient(
        String mrn,
        String given,
        String family,
        String birthDate,
        List<String> phones,
        List<String> emails,
        List<String> memberIds) {
    private static final int MAX_NAME_WORDS = 6;
    private static final int MAX_GIVEN = 2;
    private static final int MAX_FAMILY = 3;

    /// Words that come and go with a name.
    private static final Set<String> TITLES =
            Set.of(
                    "mr", "mrs", "ms", "miss", "dr", "jr", "sr", "ii", "iii", "iv", "md", "rn",
                    "de", "la", "del", "van", "von", "der", "den", "dos", "da", "di");

    public Patient {
        phones = List.copyOf(phones);
        emails = List.copyOf(emails);
        memberIds = List.copyOf(memberIds);
    }

    /// Adds the patient's tokens.
    ///
    /// @return false where the MRN is missing or too long: then nothing was added
    public boolean addTo(PatientIndexBuilder index) {
        String id = subjectOf(mrn);
        if (!index.patient(id)) {
            return false;
        }
        Set<String> mrns = new LinkedHashSet<>(List.of(id));
        String plain = withoutZeros(id);
        if (mrns.add(plain)) {
            index.token(TokenKind.MRN, plain);
        }
        Optional<String> birth = birth(normalised("DOB", birthDate));
        if (birth.isPresent()) {
            List<String> first = words(given);
            List<String> last = words(family);
            for (String one : first.subList(0, Math.min(MAX_GIVEN, first.size()))) {
                for (String other : last.subList(0, Math.min(MAX_FAMILY, last.size()))) {
                    index.token(TokenKind.NAME_AND_BIRTH, nameAndBirth(one, other, birth.get()));
                }
            }
        }
        distinct(phones, Phone.TYPE.name()).forEach(value -> index.token(TokenKind.PHONE, value));
        distinct(emails, Email.TYPE.name()).forEach(value -> index.token(TokenKind.EMAIL, value));
        distinct(memberIds, Mbi.TYPE.name()).forEach(value -> index.token(TokenKind.MEMBER, value));
        return true;
    }

    /// The one spelling of an MRN that a patient's subject token is made from; empty where nothing
    /// of it is a letter or a digit.
    public static String subjectOf(String mrn) {
        return normalised(Mrn.TYPE.name(), mrn);
    }

    private static Set<String> distinct(List<String> values, String type) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String value : values) {
            String normal = normalised(type, value);
            if (!normal.isEmpty()) {
                distinct.add(normal);
            }
        }
        return distinct;
    }

    private static String normalised(String type, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return NormalisedValue.of(type, utf8, 0, utf8.length);
    }

    /// A numeric MRN is written with its leading zeros here and without them there.
    static String withoutZeros(String id) {
        int i = 0;
        while (i < id.length() - 1 && id.charAt(i) == '0') {
            i++;
        }
        return id.substring(i);
    }

    /// The two words in alphabetical order, so that "Roe, Jane" and "Jane Roe" are the same.
    static String nameAndBirth(String one, String other, String birth) {
        return one.compareTo(other) <= 0
                ? one + " " + other + " " + birth
                : other + " " + one + " " + birth;
    }

    /// The words of a name without accents, titles, particles and initials.
    static List<String> words(String name) {
        String folded =
                Normalizer.normalize(name, Normalizer.Form.NFD)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[\\p{M}'\u2019]+", "");
        List<String> words = new ArrayList<>();
        for (String word : Arrays.asList(folded.split("[^\\p{L}\\p{N}]+", -1))) {
            if (word.length() > 1 && !TITLES.contains(word) && words.size() < MAX_NAME_WORDS) {
                words.add(word);
            }
        }
        return words;
    }

    /// `yyyy-MM-dd` of a normalised date; empty where day, month or year is missing.
    static Optional<String> birth(String date) {
        if (date.length() >= 8 && date.chars().limit(8).allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(
                    date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6, 8));
        }
        boolean whole =
                date.length() == 10
                        && date.charAt(4) == '-'
                        && date.charAt(7) == '-'
                        && date.charAt(0) != '-';
        return whole ? Optional.of(date) : Optional.empty();
    }

    @Override
    public String toString() {
        return "Patient[redacted]";
    }
}
