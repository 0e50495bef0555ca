package io.countersign.detectors.patients;

/// What of a patient a token was made from. The letter goes into the token, so that a telephone
/// number never meets an MRN.
public enum TokenKind {
    /// A medical record number.
    MRN('M'),
    /// Two words of the name, and the date of birth.
    NAME_AND_BIRTH('N'),
    PHONE('P'),
    EMAIL('E'),
    /// A Medicare beneficiary identifier or another member number.
    MEMBER('B');

    private final char letter;

    TokenKind(char letter) {
        this.letter = letter;
    }

    byte letter() {
        return (byte) letter;
    }
}
