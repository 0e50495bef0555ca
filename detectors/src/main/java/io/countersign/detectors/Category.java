package io.countersign.detectors;

/// The 18 identifiers of HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i), by the letter of the rule; and
/// HEALTH for what is no identifier but makes an identifier PHI.
public enum Category {
    A("Names"),
    B("Geography below state"),
    C("Dates except year, and ages over 89"),
    D("Telephone numbers"),
    E("Fax numbers"),
    F("E-mail addresses"),
    G("Social security numbers"),
    H("Medical record numbers"),
    I("Health plan beneficiary numbers"),
    J("Account numbers"),
    K("Certificate and license numbers"),
    L("Vehicle identifiers"),
    M("Device identifiers"),
    N("URLs"),
    O("IP addresses"),
    P("Biometric identifiers"),
    Q("Full-face photographs"),
    R("Other unique identifying numbers, characteristics, codes"),
    HEALTH("Health information");

    private final String title;

    Category(String title) {
        this.title = title;
    }

    /// The rule's own words, shortened.
    public String title() {
        return title;
    }

    /// Whether this is one of the 18 identifiers.
    public boolean identifier() {
        return this != HEALTH;
    }
}
