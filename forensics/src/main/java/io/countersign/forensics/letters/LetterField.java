package io.countersign.forensics.letters;

import java.util.Arrays;
import java.util.Optional;

/// What a template may name.
public enum LetterField {
    TODAY("today", Source.CASE),
    CASE("case", Source.CASE),
    /// When it happened: a day, or the first and the last.
    BREACH_DATES("breach.dates", Source.CASE),
    BREACH_FIRST("breach.first", Source.CASE),
    BREACH_LAST("breach.last", Source.CASE),
    DISCOVERED("breach.discovered", Source.CASE),
    RECIPIENTS("breach.recipients", Source.CASE),
    /// How often something was sent.
    EVENTS("breach.events", Source.CASE),
    /// What kinds of information, in plain words.
    KINDS("breach.kinds", Source.CASE),
    AT_LEAST("individuals.at-least", Source.CASE),
    AT_MOST("individuals.at-most", Source.CASE),
    /// Disclosures of which nobody saw all.
    UNSEEN("individuals.unseen", Source.CASE),
    /// Of a notice to media: which state.
    STATE("state", Source.CASE),
    STATE_COUNT("state.individuals", Source.CASE),
    /// `UNDER_500` or `500_OR_MORE`, as HHS asks first.
    HHS_SIZE("hhs.size", Source.CASE),
    DECISION("decision", Source.CASE),
    NOTICE_BY("notice.by", Source.CASE),
    NAME("patient.name", Source.VAULT),
    /// On a line of its own, with `>` before it: as many lines as it has.
    ADDRESS("patient.address", Source.VAULT),
    /// Of a question: who is asked, about what, until when.
    ASKED("asked.person", Source.CASE),
    ASKED_UNTIL("asked.until", Source.CASE),
    ASKED_ABOUT("asked.disclosures", Source.CASE),
    /// What happened, in a sentence that a patient understands.
    WHAT("breach.what", Source.HOSPITAL),
    STEPS("individuals.steps", Source.HOSPITAL),
    ACTIONS("hospital.actions", Source.HOSPITAL),
    HOSPITAL("hospital.name", Source.HOSPITAL),
    HOSPITAL_ADDRESS("hospital.address", Source.HOSPITAL),
    PHONE("contact.toll-free", Source.HOSPITAL),
    /// An e-mail address, a web site or a postal address.
    CONTACT("contact.written", Source.HOSPITAL),
    VENDOR("vendor.name", Source.HOSPITAL),
    SIGNER("signer.name", Source.HOSPITAL),
    SIGNER_TITLE("signer.title", Source.HOSPITAL);

    /// Where a value comes from.
    public enum Source {
        /// Computed.
        CASE,
        /// Two persons opened it.
        VAULT,
        /// A file of the hospital.
        HOSPITAL
    }

    private final String word;
    private final Source source;

    LetterField(String word, Source source) {
        this.word = word;
        this.source = source;
    }

    /// As a template writes it.
    public String word() {
        return word;
    }

    public Source source() {
        return source;
    }

    public static Optional<LetterField> named(String word) {
        return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
    }
}
