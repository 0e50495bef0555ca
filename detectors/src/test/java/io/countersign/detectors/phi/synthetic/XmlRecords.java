package io.countersign.detectors.phi.synthetic;

import java.util.Random;

/// Health records in XML: FHIR, where an element's value is an attribute, and C-CDA, where
/// identifiers of systems say what stands beside them.
final class XmlRecords {
    private static final String HEX = "0123456789abcdef";
    private static final String OID = "2.16.840.1.113883.";

    private final Random random;
    private final Values v;

    XmlRecords(Random random) {
        this.random = random;
        this.v = new Values(random);
    }

    private Draft element(String name, String type, String value) {
        return new Draft().put("<" + name + " value=\"").put(type, value).put("\"/>");
    }

    private Draft identifier(String system, String type, String value) {
        return new Draft()
                .put("<identifier><system value=\"" + system + "\"/>")
                .put(element("value", type, value))
                .put("</identifier>");
    }

    private Draft typed(String code, String type, String value) {
        return new Draft()
                .put("<identifier><type><coding><code value=\"" + code + "\"/></coding></type>")
                .put(element("value", type, value))
                .put("</identifier>");
    }

    Draft fhir() {
        Values.Person patient = v.person();
        Draft m = new Draft();
        m.put(random.nextBoolean() ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : "");
        m.put(
                "<Bundle xmlns=\"http://hl7.org/fhir\"><entry><resource><Patient>\n<id value=\""
                        + v.from(HEX, 8)
                        + "-"
                        + v.from(HEX, 12)
                        + "\"/><meta><versionId value=\"3\"/><lastUpdated value=\""
                        + v.isoDate(2020, 2026)
                        + "T10:22:33.123Z\"/></meta>\n  ");
        m.put(typed("MR", "MRN", v.mrn()))
                .put(
                        identifier(
                                "http://hl7.org/fhir/sid/us-ssn",
                                "SSN",
                                random.nextBoolean() ? v.ssnDashed() : v.ssnBare()))
                .put(identifier("http://hl7.org/fhir/sid/us-mbi", "MBI", v.mbi()))
                .put(typed("DL", "DRIVER_LICENSE", v.driverLicense()));
        m.put("\n  <name><use value=\"official\"/>")
                .put(element("family", "NAME", patient.last()))
                .put(element("given", "NAME", patient.first()));
        m.put("</name><telecom><system value=\"phone\"/>")
                .put(element("value", "PHONE", v.phoneBare()));
        m.put("</telecom><telecom><system value=\"fax\"/>")
                .put(element("value", "FAX", v.phoneBare()));
        m.put("</telecom><telecom><system value=\"email\"/>")
                .put(element("value", "EMAIL", v.email(patient)));
        m.put("</telecom><gender value=\"male\"/>")
                .put(element("birthDate", "DOB", v.isoDate(1935, 2020)));
        m.put("<address><city value=\"Boston\"/><state value=\"MA\"/>")
                .put(element("postalCode", "ZIP", v.zip()));
        m.put("</address></Patient></resource></entry>\n<entry><resource><Coverage>")
                .put(element("subscriberId", "MEMBER_ID", v.memberId()));
        m.put("</Coverage></resource></entry><entry><resource><Practitioner>")
                .put(identifier("http://hl7.org/fhir/sid/us-npi", "NPI", v.npi()));
        m.put(
                        "</Practitioner></resource></entry><entry><resource><Condition><code><coding><system value=\"http://snomed.info/sct\"/>")
                .put(element("code", "SNOMED", v.snomed()));
        m.put("</coding><coding><system value=\"http://hl7.org/fhir/sid/icd-10-cm\"/>")
                .put(element("code", "ICD10", v.icd10()));
        return m.put("</coding></code></Condition></resource></entry></Bundle>");
    }

    private Draft id(String root, String type, String value) {
        return new Draft()
                .put("<id root=\"" + OID + root + "\" extension=\"")
                .put(type, value)
                .put("\"/>");
    }

    private Draft code(String system, String type, String value, String words) {
        return new Draft()
                .put("<code code=\"")
                .put(type, value)
                .put("\" codeSystem=\"" + OID + system + "\" displayName=\"" + words + "\"/>");
    }

    private Draft of(String name, String type, String value) {
        return new Draft().put("<" + name + ">").put(type, value).put("</" + name + ">");
    }

    Draft ccda() {
        Values.Person patient = v.person();
        Draft m = new Draft();
        m.put(
                "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:sdtc=\"urn:hl7-org:sdtc\">\n<realmCode code=\"US\"/><typeId root=\""
                        + OID
                        + "1.3\" extension=\"POCD_HD000040\"/><templateId root=\""
                        + OID
                        + "10.20.22.1.1\" extension=\"2015-08-01\"/>\n<recordTarget><patientRole>");
        m.put(id("19.5", "MRN", v.mrn()))
                .put(id("4.1", "SSN", random.nextBoolean() ? v.ssnDashed() : v.ssnBare()));
        m.put("<addr use=\"HP\"><city>Boston</city><state>MA</state>")
                .put(of("postalCode", "ZIP", v.zip()));
        m.put("</addr><telecom use=\"HP\" value=\"tel:")
                .put("PHONE", v.phone())
                .put("\"/>\n<patient><name use=\"L\">");
        m.put(of("given", "NAME", patient.first())).put(of("family", "NAME", patient.last()));
        m.put("</name><administrativeGenderCode code=\"M\" displayName=\"Male\"/>");
        m.put("<birthTime value=\"")
                .put("DOB", v.compactDate(1935, 2020))
                .put("\"/></patient></patientRole></recordTarget>\n<author><assignedAuthor>");
        m.put(id("4.6", "NPI", v.npi()))
                .put("</assignedAuthor></author>\n<component><observation>");
        m.put(code("6.96", "SNOMED", v.snomed(), "finding"))
                .put("</observation><observation>")
                .put(code("6.1", "LOINC", v.loinc(), "result"))
                .put("</observation><observation>")
                .put(code("6.90", "ICD10", v.icd10(), "diagnosis"));
        return m.put("</observation></component></ClinicalDocument>");
    }
}
