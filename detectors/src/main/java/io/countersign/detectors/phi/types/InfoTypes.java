package io.countersign.detectors.phi.types;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.engine.WordClass;
import java.util.List;
import java.util.function.ObjLongConsumer;

/// Every info type of the standard detector, in the order of the Safe Harbor letters, with the
/// class that its context words have in the lexicon.
public final class InfoTypes {
    private record Row(InfoType type, long context) {}

    private static final List<Row> ROWS =
            List.of(
                    new Row(PersonName.TYPE, WordClass.NAME_KEY),
                    new Row(ClinicianName.TYPE, WordClass.CLINICIAN_TITLE),
                    new Row(Facility.TYPE, WordClass.FACILITY_HEAD),
                    new Row(StreetAddress.TYPE, WordClass.ADDRESS),
                    new Row(City.TYPE, WordClass.ADDRESS),
                    new Row(ZipCode.TYPE, WordClass.ZIP),
                    new Row(CalendarDate.TYPE, WordClass.DATE_WORD),
                    new Row(BirthDate.TYPE, WordClass.BIRTH),
                    new Row(AgeOver89.TYPE, WordClass.AGE),
                    new Row(Phone.TYPE, WordClass.PHONE),
                    new Row(Fax.TYPE, WordClass.FAX),
                    new Row(Email.TYPE, 0),
                    new Row(Ssn.TYPE, WordClass.SSN),
                    new Row(Itin.TYPE, WordClass.SSN),
                    new Row(Mrn.TYPE, WordClass.MRN),
                    new Row(Mbi.TYPE, WordClass.MEMBER),
                    new Row(Hicn.TYPE, WordClass.MEMBER),
                    new Row(MemberId.TYPE, WordClass.MEMBER),
                    new Row(GroupNumber.TYPE, WordClass.MEMBER),
                    new Row(ClaimNumber.TYPE, WordClass.CLAIM),
                    new Row(PriorAuthorization.TYPE, WordClass.CLAIM),
                    new Row(Account.TYPE, WordClass.ACCOUNT),
                    new Row(Card.TYPE, WordClass.CARD),
                    new Row(Iban.TYPE, WordClass.ACCOUNT),
                    new Row(RoutingNumber.TYPE, WordClass.ROUTING),
                    new Row(Npi.TYPE, WordClass.NPI),
                    new Row(Dea.TYPE, WordClass.DEA),
                    new Row(DriverLicense.TYPE, WordClass.LICENSE),
                    new Row(License.TYPE, WordClass.LICENSE),
                    new Row(Clia.TYPE, WordClass.LICENSE),
                    new Row(Passport.TYPE, WordClass.PASSPORT),
                    new Row(Vin.TYPE, WordClass.VEHICLE),
                    new Row(Plate.TYPE, WordClass.VEHICLE),
                    new Row(Device.TYPE, WordClass.DEVICE),
                    new Row(Udi.TYPE, WordClass.DEVICE),
                    new Row(Imei.TYPE, WordClass.DEVICE),
                    new Row(SerialNumber.TYPE, WordClass.DEVICE),
                    new Row(MacAddress.TYPE, WordClass.DEVICE),
                    new Row(Url.TYPE, 0),
                    new Row(IpAddress.TYPE, 0),
                    new Row(Biometric.TYPE, WordClass.OTHER_ID),
                    new Row(Photo.TYPE, 0),
                    new Row(OtherId.TYPE, WordClass.OTHER_ID),
                    new Row(Icd10.TYPE, WordClass.DIAGNOSIS_KEY),
                    new Row(Cpt.TYPE, WordClass.DIAGNOSIS_KEY),
                    new Row(Hcpcs.TYPE, WordClass.DIAGNOSIS_KEY),
                    new Row(Loinc.TYPE, WordClass.DIAGNOSIS_KEY),
                    new Row(Snomed.TYPE, WordClass.DIAGNOSIS_KEY),
                    new Row(Ndc.TYPE, WordClass.DIAGNOSIS_KEY),
                    new Row(Diagnosis.TYPE, WordClass.DISEASE),
                    new Row(Drug.TYPE, WordClass.DRUG),
                    new Row(Procedure.TYPE, WordClass.PROCEDURE),
                    new Row(Lab.TYPE, WordClass.LAB),
                    new Row(Visit.TYPE, WordClass.VISIT));

    private InfoTypes() {}

    /// All of them.
    public static List<InfoType> all() {
        return ROWS.stream().map(Row::type).toList();
    }

    /// Gives every word and phrase that the info types and the general vocabulary name to the
    /// lexicon's builder.
    public static void words(ObjLongConsumer<String> lexicon) {
        for (Row row : ROWS) {
            if (row.context != 0) {
                for (String word : row.type.contextWords()) {
                    lexicon.accept(word.replace('-', ' '), row.context);
                }
            }
        }
        for (String name : Facility.KNOWN) {
            lexicon.accept(name, WordClass.HOSPITAL);
        }
        for (String name : RareConditions.NAMES) {
            lexicon.accept(name, WordClass.DISEASE);
        }
        Vocabulary.words(lexicon);
    }
}
