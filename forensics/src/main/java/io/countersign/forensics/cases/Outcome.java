package io.countersign.forensics.cases;

/// What a case is decided to be; the words of `decision` entries. A disclosure that no rule permits
/// is presumed a breach (45 CFR 164.402(2)): each of the others has to be shown.
public enum Outcome {
    /// Nothing was disclosed, such as PHI that the proxy blocked.
    NOT_A_DISCLOSURE("nothing reached the recipient, or it was no PHI"),
    /// One of the three exceptions of 164.402(1).
    EXCEPTION("good-faith access, inadvertent disclosure, or a recipient that could not retain it"),
    /// A risk assessment of at least the four factors of 164.402(2).
    LOW_PROBABILITY("a low probability that the PHI was compromised, by four factors"),
    /// Notices follow.
    BREACH("a breach: the notices below are due");

    private final String meaning;

    Outcome(String meaning) {
        this.meaning = meaning;
    }

    /// One line.
    public String meaning() {
        return meaning;
    }
}
