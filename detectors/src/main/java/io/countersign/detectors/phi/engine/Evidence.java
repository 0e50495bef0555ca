package io.countersign.detectors.phi.engine;

/// Why something was found, as stable codes. At most 64, since a hit holds them as bits.
public enum Evidence {
    SHAPE,
    CONTEXT_WORD,
    WEAK_CONTEXT,
    KEY,
    CHECKSUM_PASSED,
    CHECKSUM_FAILED,
    NAME_LIST,
    PLACE_LIST,
    WORD_LIST,
    TITLE,
    ROLE,
    DEMOGRAPHIC_BESIDE,
    PERSON_VERB,
    CARE_WORD,
    STATE_BESIDE,
    STREET_SUFFIX,
    RESTRICTED_ZIP3,
    TOLL_FREE,
    ROLE_MAILBOX,
    PRIVATE_RANGE,
    KNOWN_SPECIMEN,
    NAME_SEEN_BEFORE,
    CLINICIAN,
    PARTIAL_VALUE,
    MODEL,
    SUBSTANCE_USE,
    PSYCHOTHERAPY,
    HIV,
    REPRODUCTIVE,
    MINOR,
    RELATIVE,
    RARE_CONDITION;

    public long bit() {
        return 1L << ordinal();
    }
}
