package io.countersign.detectors.phi.engine;

/// What the lexicon knows of a word or phrase, as bits of one `long`. Bits 0 to 5 are three levels
/// of two bits; the others are sets.
public final class WordClass {
    private WordClass() {}

    /// Levels 1 rare, 2 known, 3 common.
    public static final int FIRST_NAME_SHIFT = 0;

    public static final int SURNAME_SHIFT = 2;

    /// Levels 1 rare, 2 known, 3 among the most common.
    public static final int ENGLISH_SHIFT = 4;

    public static final long MEDICAL = 1L << 6;
    public static final long DRUG = 1L << 7;
    public static final long EPONYM = 1L << 8;
    public static final long ABBREVIATION = 1L << 9;
    public static final long DISEASE = 1L << 10;
    public static final long CITY = 1L << 11;
    public static final long SMALL_PLACE = 1L << 12;
    public static final long COUNTRY = 1L << 13;
    public static final long STATE = 1L << 14;
    public static final long STATE_CODE = 1L << 15;

    /// A phrase of the lexicon starts with this word.
    public static final long PHRASE_START = 1L << 16;

    /// A known facility.
    public static final long HOSPITAL = 1L << 17;

    public static final long MONTH = 1L << 18;
    public static final long WEEKDAY = 1L << 19;
    public static final long STREET_SUFFIX = 1L << 20;
    public static final long UNIT = 1L << 21;

    /// Hospital, clinic: the word that makes a name a facility.
    public static final long FACILITY_HEAD = 1L << 22;

    /// Medical, memorial, general: words that facility names are made of.
    public static final long FACILITY_PART = 1L << 23;

    public static final long CLINICIAN_TITLE = 1L << 24;
    public static final long PERSON_TITLE = 1L << 25;
    public static final long PATIENT = 1L << 26;
    public static final long RELATIVE = 1L << 27;
    public static final long CLINICIAN = 1L << 28;
    public static final long DEMOGRAPHIC = 1L << 29;
    public static final long VISIT = 1L << 30;
    public static final long PLACE_PREPOSITION = 1L << 31;

    /// Disease, syndrome, score: what an eponym stands before.
    public static final long EPONYM_HEAD = 1L << 32;

    public static final long MRN = 1L << 33;
    public static final long SSN = 1L << 34;
    public static final long PHONE = 1L << 35;
    public static final long FAX = 1L << 36;
    public static final long MEMBER = 1L << 37;
    public static final long CLAIM = 1L << 38;
    public static final long NPI = 1L << 39;
    public static final long DEA = 1L << 40;
    public static final long ACCOUNT = 1L << 41;
    public static final long CARD = 1L << 42;
    public static final long ROUTING = 1L << 43;
    public static final long LICENSE = 1L << 44;
    public static final long PASSPORT = 1L << 45;
    public static final long VEHICLE = 1L << 46;
    public static final long DEVICE = 1L << 47;
    public static final long OTHER_ID = 1L << 48;
    public static final long ZIP = 1L << 49;
    public static final long BIRTH = 1L << 50;
    public static final long DATE_WORD = 1L << 51;
    public static final long AGE = 1L << 52;
    public static final long LAB = 1L << 53;
    public static final long PROCEDURE = 1L << 54;
    public static final long NAME_KEY = 1L << 55;
    public static final long ADDRESS = 1L << 56;

    /// Number, no, id, is: stands between a context word and its value.
    public static final long FILLER = 1L << 57;

    /// Presents, reports, denies: what a person does.
    public static final long PERSON_VERB = 1L << 58;

    public static final long ORGANISATION = 1L << 59;

    /// Version, lot, port: the number after it is nobody's.
    public static final long NO_PERSON = 1L << 60;

    public static final long DIAGNOSIS_KEY = 1L << 61;

    /// De, van, bin: lower case inside a name.
    public static final long PARTICLE = 1L << 62;

    /// Seen, treated, admitted: a place or a date of care may follow.
    public static final long CARE = 1L << 63;

    /// Every class that names the kind of a number beside it.
    public static final long NUMBER_CONTEXT =
            MRN
                    | SSN
                    | PHONE
                    | FAX
                    | MEMBER
                    | CLAIM
                    | NPI
                    | DEA
                    | ACCOUNT
                    | CARD
                    | ROUTING
                    | LICENSE
                    | PASSPORT
                    | VEHICLE
                    | DEVICE
                    | OTHER_ID
                    | ZIP
                    | BIRTH
                    | DIAGNOSIS_KEY
                    | NO_PERSON;

    /// A health fact by itself.
    public static final long HEALTH = DISEASE | DRUG | VISIT | LAB | PROCEDURE;

    /// What a lower-case word must be for a recogniser to have something to do at it: whoever adds
    /// one that starts at such words adds their class here. Words right before digits, and all that
    /// touch `@ : - _ ]` or another token, are visited whatever they are.
    public static final long WAKES =
            HEALTH | DEMOGRAPHIC | PATIENT | RELATIVE | PERSON_TITLE | CLINICIAN_TITLE | NAME_KEY;

    /// What recognisers of numbers ask of the words around one, few of which are any of these.
    public static final long BESIDE_NUMBERS =
            NUMBER_CONTEXT
                    | FILLER
                    | DATE_WORD
                    | CARE
                    | AGE
                    | MONTH
                    | UNIT
                    | PATIENT
                    | DEMOGRAPHIC
                    | PLACE_PREPOSITION;

    public static int firstName(long bits) {
        return (int) (bits >>> FIRST_NAME_SHIFT) & 3;
    }

    public static int surname(long bits) {
        return (int) (bits >>> SURNAME_SHIFT) & 3;
    }

    public static int english(long bits) {
        return (int) (bits >>> ENGLISH_SHIFT) & 3;
    }
}
