package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.Decision.Answer;
import io.countersign.detectors.phi.Decision.Hint;
import io.countersign.detectors.phi.Decision.Reason;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.recognise.Facts;
import io.countersign.detectors.phi.types.Account;
import io.countersign.detectors.phi.types.AgeOver89;
import io.countersign.detectors.phi.types.BirthDate;
import io.countersign.detectors.phi.types.CalendarDate;
import io.countersign.detectors.phi.types.Card;
import io.countersign.detectors.phi.types.City;
import io.countersign.detectors.phi.types.ClaimNumber;
import io.countersign.detectors.phi.types.ClinicianName;
import io.countersign.detectors.phi.types.Dea;
import io.countersign.detectors.phi.types.Device;
import io.countersign.detectors.phi.types.DriverLicense;
import io.countersign.detectors.phi.types.Email;
import io.countersign.detectors.phi.types.Facility;
import io.countersign.detectors.phi.types.Fax;
import io.countersign.detectors.phi.types.Hicn;
import io.countersign.detectors.phi.types.Iban;
import io.countersign.detectors.phi.types.Itin;
import io.countersign.detectors.phi.types.Mbi;
import io.countersign.detectors.phi.types.MemberId;
import io.countersign.detectors.phi.types.Mrn;
import io.countersign.detectors.phi.types.Npi;
import io.countersign.detectors.phi.types.OtherId;
import io.countersign.detectors.phi.types.Passport;
import io.countersign.detectors.phi.types.PersonName;
import io.countersign.detectors.phi.types.Phone;
import io.countersign.detectors.phi.types.Plate;
import io.countersign.detectors.phi.types.RoutingNumber;
import io.countersign.detectors.phi.types.Ssn;
import io.countersign.detectors.phi.types.StreetAddress;
import io.countersign.detectors.phi.types.Url;
import io.countersign.detectors.phi.types.Vin;
import io.countersign.detectors.phi.types.Visit;
import io.countersign.detectors.phi.types.ZipCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rule that joins identity and health. Straight down: identifiers that exist only in care; a
/// person and a health fact; several weak identifiers of one person and a health fact; else why
/// not.
final class Decide {
    private static final Set<InfoType> CARE_IDENTIFIERS =
            Set.of(Mrn.TYPE, Mbi.TYPE, Hicn.TYPE, MemberId.TYPE);
    private static final Set<InfoType> DIRECT =
            Set.of(
                    Ssn.TYPE,
                    Itin.TYPE,
                    ClaimNumber.TYPE,
                    Account.TYPE,
                    Card.TYPE,
                    Iban.TYPE,
                    DriverLicense.TYPE,
                    Passport.TYPE,
                    Vin.TYPE,
                    Plate.TYPE,
                    Device.TYPE);

    /// Ways to reach somebody: a person's only where the text speaks of a person, else a help
    /// line's or an office's.
    private static final Set<InfoType> CONTACT =
            Set.of(Email.TYPE, Phone.TYPE, Fax.TYPE, StreetAddress.TYPE, Url.TYPE);

    private static final Set<InfoType> PROVIDER =
            Set.of(ClinicianName.TYPE, Npi.TYPE, Dea.TYPE, RoutingNumber.TYPE);
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

    private Decide() {}

    static Decision of(List<Finding> findings, Facts facts, boolean complete) {
        Tally found = new Tally();
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

        /// The kinds of what identifies nobody alone, a bit for each of [Weak].
        private int weak;

        void add(Finding finding, Facts facts) {
            InfoType type = finding.type();
            boolean likely = finding.likelihood().atLeast(Likelihood.LIKELY);
            if (!type.category().identifier()) {
                visit |= likely && type.equals(Visit.TYPE);
                condition |= likely && !type.equals(Visit.TYPE);
                rare |= likely && has(finding, Evidence.RARE_CONDITION);
            } else if (CARE_IDENTIFIERS.contains(type)) {
                care |= finding.likelihood().atLeast(Likelihood.VERY_LIKELY);
                number |= likely;
            } else if (type.equals(PersonName.TYPE)) {
                name(finding, likely, facts);
            } else if (CONTACT.contains(type)) {
                contact |= likely;
                contactKeyed |= likely && has(finding, Evidence.KEY);
            } else if (DIRECT.contains(type)) {
                number |= likely;
            } else if (PROVIDER.contains(type)) {
                provider = true;
                if (facts.individual()) {
                    note(Weak.PROVIDER);
                }
            } else if (likely || type.equals(CalendarDate.TYPE)) {
                weak(finding);
            }
        }

        private void name(Finding finding, boolean likely, Facts facts) {
            boolean beside = false;
            for (String code : finding.evidence()) {
                beside |= PERSON_BESIDE.contains(code);
            }
            person |= likely && (beside || facts.individual() || facts.visited());
            plainName |= likely;
            relative |= likely && has(finding, Evidence.RELATIVE);
            names++;
        }

        private void weak(Finding finding) {
            InfoType type = finding.type();
            if (type.equals(BirthDate.TYPE) || type.equals(AgeOver89.TYPE)) {
                birth = true;
                note(Weak.BIRTH);
            } else if (type.equals(CalendarDate.TYPE)) {
                note(Weak.DATE);
                careDate |= has(finding, Evidence.CARE_WORD);
            } else if (type.equals(ZipCode.TYPE)) {
                note(Weak.ZIP);
                keyed |= has(finding, Evidence.CONTEXT_WORD);
            } else if (type.equals(City.TYPE) || type.equals(Facility.TYPE)) {
                note(Weak.PLACE);
                carePlace |= has(finding, Evidence.CARE_WORD);
            } else if (type.equals(OtherId.TYPE)) {
                note(Weak.ID);
            }
        }

        private void note(Weak kind) {
            weak |= 1 << kind.ordinal();
        }

        private static boolean has(Finding finding, Evidence code) {
            return finding.evidence().contains(code.name());
        }

        Decision decide(Facts facts, boolean complete) {
            boolean named = person || (plainName && (careDate || carePlace));
            boolean somebody = facts.individual() || facts.visited() || names > 0;
            boolean reachable = contactKeyed || (contact && somebody);
            boolean direct = named || number || reachable;
            boolean health = condition || visit || carePlace;
            boolean singled = rare && facts.placed() && facts.timed();
            List<Hint> hints = new ArrayList<>();
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
