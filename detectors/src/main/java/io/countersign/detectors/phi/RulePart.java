package io.countersign.detectors.phi;

import io.countersign.detectors.InfoType;
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
import java.util.HashMap;
import java.util.Map;

/// What a finding of a type is to the rule of [Decide].
enum RulePart {
    VISIT,
    CONDITION,

    /// An identifier that exists only in care.
    CARE,
    NAME,

    /// A way to reach somebody: a person's only where the text speaks of a person, else a help
    /// line's or an office's.
    CONTACT,
    DIRECT,
    PROVIDER,
    BIRTH,
    DATE,
    ZIP,
    PLACE,
    ID,

    /// Nobody's.
    OTHER;

    private static final Map<InfoType, RulePart> PARTS = parts();

    private static Map<InfoType, RulePart> parts() {
        Map<InfoType, RulePart> parts = new HashMap<>();
        put(parts, CARE, Mrn.TYPE, Mbi.TYPE, Hicn.TYPE, MemberId.TYPE);
        put(parts, NAME, PersonName.TYPE);
        put(parts, CONTACT, Email.TYPE, Phone.TYPE, Fax.TYPE, StreetAddress.TYPE, Url.TYPE);
        put(parts, DIRECT, Ssn.TYPE, Itin.TYPE, ClaimNumber.TYPE, Account.TYPE, Card.TYPE);
        put(parts, DIRECT, Iban.TYPE, DriverLicense.TYPE, Passport.TYPE, Vin.TYPE);
        put(parts, DIRECT, Plate.TYPE, Device.TYPE);
        put(parts, PROVIDER, ClinicianName.TYPE, Npi.TYPE, Dea.TYPE, RoutingNumber.TYPE);
        put(parts, BIRTH, BirthDate.TYPE, AgeOver89.TYPE);
        put(parts, DATE, CalendarDate.TYPE);
        put(parts, ZIP, ZipCode.TYPE);
        put(parts, PLACE, City.TYPE, Facility.TYPE);
        put(parts, ID, OtherId.TYPE);
        put(parts, VISIT, Visit.TYPE);
        return parts;
    }

    private static void put(Map<InfoType, RulePart> parts, RulePart part, InfoType... types) {
        for (InfoType type : types) {
            parts.put(type, part);
        }
    }

    static RulePart of(InfoType type) {
        RulePart part = PARTS.get(type);
        if (part != null) {
            return part;
        }
        return type.category().identifier() ? OTHER : CONDITION;
    }
}
