package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.Decision.Answer;
import io.countersign.detectors.phi.Decision.Hint;
import io.countersign.detectors.phi.Decision.Reason;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.recognise.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rule that joins identity and health. Straight down: identifiers that exist only in care; a
/// person and a health fact; several weak identifiers of one person and a health fact; else why
/// not.
final class Decide {
    private static final Set<String> PERSON_BESIDE =
            Set.of(
                    "ROLE",
                    "TITLE",
                    "KEY",
                    "CONTEXT_WORD",
                    "DEMOGRAPHIC_BESIDE",
                    "PERSON_VERB",
                    "NAME_SEEN_BEFORE",
                    PatientMatcher.MATCH);

    /// Of so many kinds a health finding has to be where a text reads as a chart.
    private static final int CHART = 3;

    private final Tally found = new Tally();

    /// One that is used again keeps its work space. Not for several threads at once.
    Decide() {}

    static Decision of(List<Finding> findings, Facts facts, boolean complete) {
        return new Decide().decide(findings, facts, complete);
    }

    Decision decide(List<Finding> findings, Facts facts, boolean complete) {
        found.clear();
        for (int i = 0; i < findings.size(); i++) {
            found.add(findings.get(i), facts);
        }
        return found.decide(facts, complete);
    }

    /// What identifies somebody only together with another kind.
    private enum Weak {
        PROVIDER,
        BIRTH,
        DATE,
        ZIP,
        PLACE,
        ID
    }

    /// What the findings say together.
    private static final class Tally {
        private boolean care;
        private boolean number;
        private boolean person;
        private boolean plainName;
        private boolean relative;
        private boolean contact;
        private boolean contactKeyed;
        private boolean provider;
        private boolean carePlace;
        private boolean careDate;
        private boolean visit;
        private boolean condition;
        private boolean rare;
        private boolean birth;
        private boolean keyed;
        private int names;
        private int plainNames;
        private int dates;
        private int conditions;

        /// The kinds of health findings, a bit for each type.
        private int clinical;

        /// The kinds of what identifies nobody alone, a bit for each of [Weak].
        private int weak;

        private final List<Hint> hints = new ArrayList<>();

        void clear() {
            care = false;
            number = false;
            person = false;
            plainName = false;
            relative = false;
            contact = false;
            contactKeyed = false;
            provider = false;
            carePlace = false;
            careDate = false;
            visit = false;
            condition = false;
            rare = false;
            birth = false;
            keyed = false;
            names = 0;
            plainNames = 0;
            dates = 0;
            conditions = 0;
            clinical = 0;
            weak = 0;
            hints.clear();
        }

        void add(Finding finding, Facts facts) {
            boolean likely = finding.likelihood().atLeast(Likelihood.LIKELY);
            switch (RulePart.of(finding.type())) {
                case VISIT -> {
                    visit |= likely;
                    rare |= likely && has(finding, Evidence.RARE_CONDITION);
                }
                case CONDITION -> {
                    condition |= likely;
                    if (likely) {
                        conditions++;
                        clinical |= 1 << kind(finding);
                    }
                    rare |= likely && has(finding, Evidence.RARE_CONDITION);
                }
                case CARE -> {
                    care |= finding.likelihood().atLeast(Likelihood.VERY_LIKELY);
                    number |= likely;
                }
                case NAME -> name(finding, likely, facts);
                case CONTACT -> {
                    contact |= likely;
                    contactKeyed |= likely && has(finding, Evidence.KEY);
                }
                case DIRECT -> number |= likely;
                case PROVIDER -> {
                    provider = true;
                    if (facts.individual()) {
                        note(Weak.PROVIDER);
                    }
                }
                case DATE -> {
                    note(Weak.DATE);
                    dates++;
                    careDate |= has(finding, Evidence.CARE_WORD);
                }
                case BIRTH, ZIP, PLACE, ID, OTHER -> {
                    if (likely) {
                        weak(finding);
                    }
                }
            }
        }

        private void name(Finding finding, boolean likely, Facts facts) {
            boolean beside = false;
            for (String code : finding.evidence()) {
                beside |= PERSON_BESIDE.contains(code);
            }
            person |= likely && (beside || facts.individual() || facts.visited());
            plainName |= likely;
            plainNames += likely ? 1 : 0;
            relative |= likely && has(finding, Evidence.RELATIVE);
            names++;
        }

        private void weak(Finding finding) {
            switch (RulePart.of(finding.type())) {
                case BIRTH -> {
                    birth = true;
                    note(Weak.BIRTH);
                }
                case ZIP -> {
                    note(Weak.ZIP);
                    keyed |= has(finding, Evidence.CONTEXT_WORD);
                }
                case PLACE -> {
                    note(Weak.PLACE);
                    carePlace |= has(finding, Evidence.CARE_WORD);
                }
                case ID -> note(Weak.ID);
                default -> {}
            }
        }

        private static int kind(Finding finding) {
            return switch (finding.type().name()) {
                case "DIAGNOSIS" -> 0;
                case "DRUG" -> 1;
                case "LAB" -> 2;
                case "PROCEDURE" -> 3;
                default -> 4;
            };
        }

        private void note(Weak kind) {
            weak |= 1 << kind.ordinal();
        }

        private static boolean has(Finding finding, Evidence code) {
            return finding.evidence().contains(code.name());
        }

        Decision decide(Facts facts, boolean complete) {
            boolean named =
                    person || (plainName && (careDate || carePlace || birth || note() || list()));
            boolean somebody = facts.individual() || facts.visited() || names > 0;
            boolean reachable = contactKeyed || (contact && somebody);
            boolean direct = named || number || reachable;
            boolean health = condition || visit || carePlace;
            boolean singled = rare && facts.placed() && facts.timed();
            if (facts.placeholders() > 0) {
                hints.add(Hint.PLACEHOLDERS);
            }
            if (provider && names == 0) {
                hints.add(Hint.CLINICIAN_NAMES_ONLY);
            }
            if (relative) {
                hints.add(Hint.RELATIVE_NAMED);
            }
            if (!direct && health && (weak != 0 || singled)) {
                hints.add(Hint.REIDENTIFICATION_RISK);
            }
            if (direct && health) {
                return yes(
                        !named && !number
                                ? Reason.CONTACT_AND_HEALTH
                                : condition
                                        ? Reason.IDENTITY_AND_HEALTH
                                        : Reason.IDENTITY_AND_VISIT,
                        hints);
            }
            if (care) {
                return yes(Reason.CARE_IDENTIFIER, hints);
            }
            boolean one = facts.individual() || keyed;
            if (health && one && (birth || Integer.bitCount(weak) >= 2 || careDate)) {
                return yes(Reason.QUASI_IDENTIFIERS_AND_HEALTH, hints);
            }
            if (!complete) {
                return new Decision(Answer.UNDECIDED, Reason.NOT_FULLY_INSPECTED, hints);
            }
            return new Decision(Answer.NO, whyNot(direct, health, singled, facts), hints);
        }

        /// Whether it reads as somebody's chart: a finding, what is given for it, what was
        /// measured.
        private boolean note() {
            return Integer.bitCount(clinical) >= CHART;
        }

        /// Whether it reads as an extract of several people, a row each.
        private boolean list() {
            return plainNames >= 2 && dates >= plainNames && conditions >= plainNames;
        }

        private static Decision yes(Reason reason, List<Hint> hints) {
            return new Decision(Answer.YES, reason, hints);
        }

        private Reason whyNot(boolean direct, boolean health, boolean singled, Facts facts) {
            if (direct) {
                return Reason.IDENTITY_WITHOUT_HEALTH;
            }
            if (facts.placeholders() > 0) {
                return Reason.DE_IDENTIFIED_PLACEHOLDERS;
            }
            if (health) {
                return singled
                        ? Reason.RARE_CONDITION_WITHOUT_IDENTITY
                        : provider && names == 0
                                ? Reason.CLINICIANS_AND_HEALTH
                                : Reason.HEALTH_WITHOUT_IDENTITY;
            }
            return names > 0 ? Reason.IDENTITY_WITHOUT_HEALTH : Reason.NOTHING_FOUND;
        }
    }
}
