package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
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
        boolean care = false;
        boolean direct = false;
        boolean provider = false;
        boolean plainName = false;
        boolean carePlace = false;
        boolean contact = false;
        boolean health = false;
        boolean birth = false;
        boolean careDate = false;
        int names = 0;
        boolean keyed = false;
        Set<String> weak = findings.isEmpty() ? Set.of() : new java.util.HashSet<>();
        for (Finding finding : findings) {
            InfoType type = finding.type();
            boolean likely = finding.likelihood().atLeast(Likelihood.LIKELY);
            if (!type.category().identifier()) {
                health |= likely;
            } else if (CARE_IDENTIFIERS.contains(type)) {
                care |= finding.likelihood().atLeast(Likelihood.VERY_LIKELY);
                direct |= likely;
            } else if (type.equals(PersonName.TYPE)) {
                boolean beside = false;
                for (String code : finding.evidence()) {
                    beside |= PERSON_BESIDE.contains(code);
                }
                if (likely && (beside || facts.individual() || facts.visited())) {
                    direct = true;
                }
                plainName |= likely;
                names++;
            } else if (CONTACT.contains(type)) {
                contact |= likely;
                direct |= likely && finding.evidence().contains("KEY");
            } else if (DIRECT.contains(type)) {
                direct |= likely;
            } else if (PROVIDER.contains(type)) {
                provider = true;
                if (facts.individual()) {
                    weak.add("PROVIDER");
                }
            } else if (likely || type.equals(CalendarDate.TYPE)) {
                if (type.equals(BirthDate.TYPE) || type.equals(AgeOver89.TYPE)) {
                    birth = true;
                    weak.add("BIRTH");
                } else if (type.equals(CalendarDate.TYPE)) {
                    weak.add("DATE");
                    careDate |= finding.evidence().contains("CARE_WORD");
                } else if (type.equals(ZipCode.TYPE)) {
                    weak.add("ZIP");
                    keyed |= finding.evidence().contains("CONTEXT_WORD");
                } else if (type.equals(City.TYPE) || type.equals(Facility.TYPE)) {
                    weak.add("PLACE");
                    carePlace |= finding.evidence().contains("CARE_WORD");
                } else if (type.equals(OtherId.TYPE)) {
                    weak.add("ID");
                }
            }
        }
        health |= carePlace;
        direct |= plainName && (careDate || carePlace);
        boolean somebody = facts.individual() || facts.visited() || names > 0;
        direct |= contact && somebody;
        List<Decision.Hint> hints = new ArrayList<>();
        if (facts.placeholders() > 0) {
            hints.add(Decision.Hint.PLACEHOLDERS);
        }
        if (provider && names == 0) {
            hints.add(Decision.Hint.CLINICIAN_NAMES_ONLY);
        }
        if (!direct && !weak.isEmpty() && health) {
            hints.add(Decision.Hint.REIDENTIFICATION_RISK);
        }
        if (direct && health) {
            return new Decision(Decision.Answer.YES, Decision.Reason.IDENTITY_AND_HEALTH, hints);
        }
        if (care) {
            return new Decision(Decision.Answer.YES, Decision.Reason.CARE_IDENTIFIER, hints);
        }
        boolean person = facts.individual() || keyed;
        if (health && person && (birth || weak.size() >= 2 || careDate)) {
            return new Decision(
                    Decision.Answer.YES, Decision.Reason.QUASI_IDENTIFIERS_AND_HEALTH, hints);
        }
        if (!complete) {
            return new Decision(
                    Decision.Answer.UNDECIDED, Decision.Reason.NOT_FULLY_INSPECTED, hints);
        }
        if (direct) {
            return new Decision(Decision.Answer.NO, Decision.Reason.IDENTITY_WITHOUT_HEALTH, hints);
        }
        if (facts.placeholders() > 0) {
            return new Decision(
                    Decision.Answer.NO, Decision.Reason.DE_IDENTIFIED_PLACEHOLDERS, hints);
        }
        return new Decision(
                Decision.Answer.NO,
                health
                        ? Decision.Reason.HEALTH_WITHOUT_IDENTITY
                        : names > 0
                                ? Decision.Reason.IDENTITY_WITHOUT_HEALTH
                                : Decision.Reason.NOTHING_FOUND,
                hints);
    }
}
