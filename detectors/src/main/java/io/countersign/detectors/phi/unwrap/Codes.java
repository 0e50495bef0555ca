package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Detail;

/// What the codes of standards say a value beside them is: HL7 table 0203 for ids, table 0396 and
/// FHIR's system addresses for codes.
final class Codes {
    private static final int DETAIL_SHIFT = 1;

    static final long GROUP = (long) Detail.GROUP << DETAIL_SHIFT;
    private static final long DRIVER = WordClass.LICENSE | (long) Detail.DRIVER << DETAIL_SHIFT;
    private static final long LOINC = WordClass.DIAGNOSIS_KEY | (long) Detail.LOINC << DETAIL_SHIFT;
    private static final long SNOMED =
            WordClass.DIAGNOSIS_KEY | (long) Detail.SNOMED << DETAIL_SHIFT;
    static final long CPT = WordClass.DIAGNOSIS_KEY | (long) Detail.CPT << DETAIL_SHIFT;
    private static final long HCPCS = WordClass.DIAGNOSIS_KEY | (long) Detail.HCPCS << DETAIL_SHIFT;
    static final long NDC = WordClass.DIAGNOSIS_KEY | (long) Detail.NDC << DETAIL_SHIFT;
    static final long PRIOR_AUTH = WordClass.CLAIM | (long) Detail.PRIOR_AUTH << DETAIL_SHIFT;

    private record Row(String code, long key) {}

    private static final Row[] ID_TYPES = {
        new Row("MR", WordClass.MRN),
        new Row("PI", WordClass.MRN),
        new Row("PT", WordClass.MRN),
        new Row("SS", WordClass.SSN),
        new Row("DL", DRIVER),
        new Row("PPN", WordClass.PASSPORT),
        new Row("MB", WordClass.MEMBER),
        new Row("MC", WordClass.MEMBER),
        new Row("MA", WordClass.MEMBER),
        new Row("SN", WordClass.MEMBER),
        new Row("NPI", WordClass.NPI),
        new Row("DEA", WordClass.DEA),
        new Row("AN", WordClass.ACCOUNT),
        new Row("VN", WordClass.OTHER_ID),
        new Row("ACSN", WordClass.OTHER_ID),
        new Row("group", WordClass.MEMBER | GROUP)
    };

    private static final Row[] CODE_SYSTEMS = {
        new Row("I10", WordClass.DIAGNOSIS_KEY),
        new Row("I10C", WordClass.DIAGNOSIS_KEY),
        new Row("ICD10", WordClass.DIAGNOSIS_KEY),
        new Row("ICD-10-CM", WordClass.DIAGNOSIS_KEY),
        new Row("LN", LOINC),
        new Row("SCT", SNOMED),
        new Row("SNM", SNOMED),
        new Row("C4", CPT),
        new Row("CPT", CPT),
        new Row("HCPCS", HCPCS),
        new Row("HCPT", HCPCS),
        new Row("NDC", NDC)
    };

    /// Ends of FHIR's addresses of systems.
    private static final Row[] SYSTEMS = {
        new Row("us-ssn", WordClass.SSN),
        new Row("us-npi", WordClass.NPI),
        new Row("us-mbi", WordClass.MEMBER),
        new Row("us-medicare", WordClass.MEMBER),
        new Row("loinc.org", LOINC),
        new Row("snomed.info/sct", SNOMED),
        new Row("icd-10-cm", WordClass.DIAGNOSIS_KEY),
        new Row("icd-10", WordClass.DIAGNOSIS_KEY),
        new Row("sid/ndc", NDC),
        new Row("ama-assn.org/go/cpt", CPT),
        new Row("HCPCSReleaseCodeSets", HCPCS)
    };

    /// Object identifiers of HL7 v3 and C-CDA for systems of ids and codes.
    private static final Row[] OBJECT_IDENTIFIERS = {
        new Row("2.16.840.1.113883.4.1", WordClass.SSN),
        new Row("2.16.840.1.113883.4.6", WordClass.NPI),
        new Row("2.16.840.1.113883.4.572", WordClass.MEMBER),
        new Row("2.16.840.1.113883.4.927", WordClass.MEMBER),
        new Row("2.16.840.1.113883.6.1", LOINC),
        new Row("2.16.840.1.113883.6.96", SNOMED),
        new Row("2.16.840.1.113883.6.90", WordClass.DIAGNOSIS_KEY),
        new Row("2.16.840.1.113883.6.12", CPT),
        new Row("2.16.840.1.113883.6.69", NDC)
    };

    private Codes() {}

    /// HL7 v3: what the identifier of a system says of the id or code beside it.
    static long objectIdentifier(byte[] bytes, int from, int to) {
        return exact(OBJECT_IDENTIFIERS, bytes, from, to);
    }

    /// HL7 table 0203: the type of an id.
    static long idType(byte[] bytes, int from, int to) {
        return exact(ID_TYPES, bytes, from, to);
    }

    /// HL7 table 0396: the system of a code. An unknown one says nothing.
    static long codeSystem(byte[] bytes, int from, int to) {
        return exact(CODE_SYSTEMS, bytes, from, to);
    }

    private static long exact(Row[] rows, byte[] bytes, int from, int to) {
        for (Row row : rows) {
            if (Unwrap.equal(bytes, from, to, row.code)) {
                return row.key;
            }
        }
        return 0;
    }

    /// FHIR: `system` of an identifier, a code or a contact point.
    static long system(byte[] bytes, int from, int to) {
        if (Unwrap.equal(bytes, from, to, "phone")) {
            return WordClass.PHONE;
        }
        if (Unwrap.equal(bytes, from, to, "fax")) {
            return WordClass.FAX;
        }
        for (Row row : SYSTEMS) {
            int start = to - row.code.length();
            if (start >= from && Unwrap.startsWith(bytes, start, to, row.code)) {
                return row.key;
            }
        }
        return 0;
    }
}
