package io.countersign.detectors.phi.synthetic;

import java.util.Locale;
import java.util.Random;

/// HL7 v2, FHIR and X12 messages, in which a value's place says what it is.
final class CareMessages {
    private static final String HEX = "0123456789abcdef";

    private final Random random;
    private final Values v;

    CareMessages(Random random) {
        this.random = random;
        this.v = new Values(random);
    }

    private String barePhone() {
        return v.phoneBare();
    }

    Draft hl7() {
        Values.Person patient = v.person();
        Values.Person relative = v.person();
        String time = v.compactDate(2020, 2026) + "1%d%s".formatted(v.between(0, 9), v.digits(4));
        String last = patient.last().toUpperCase(Locale.ROOT);
        String first = patient.first().toUpperCase(Locale.ROOT);
        Draft m = new Draft();
        m.put(
                "MSH|^~\\&|EPIC|HOSP|LAB|HOSP|"
                        + time
                        + "||ADT^A08|MSG"
                        + v.digits(8)
                        + "|P|2.5.1\r");
        m.put("EVN|A08|" + time + "\r");
        m.put("PID|1||").put("MRN", v.mrn()).put("^^^HOSP^MR||").put("NAME", last + "^" + first);
        m.put("||")
                .put("DOB", v.compactDate(1935, 2020))
                .put("|M|||")
                .put(v.between(10, 999) + " ELM ST^^BOSTON^MA^");
        m.put("ZIP", "0" + v.between(1001, 2799))
                .put("||")
                .put("PHONE", v.phone())
                .put("|")
                .put("PHONE", barePhone());
        m.put("||||")
                .put("ACCOUNT", v.between(1, 9) + v.digits(7))
                .put("|")
                .put("SSN", random.nextBoolean() ? v.ssnDashed() : v.ssnBare());
        m.put("|").put("DRIVER_LICENSE", v.driverLicense()).put("^MA\r");
        m.put("NK1|1|")
                .put("NAME", relative.last() + "^" + relative.first())
                .put("|SPO||")
                .put("PHONE", barePhone())
                .put("\r");
        m.put("PV1|1|I|4W^412^1||||")
                .put("NPI", v.npi())
                .put("^OKAFOR^GRACE^^^DR^^^NPI||||||||||||")
                .put("UNIQUE_ID", v.between(1, 9) + v.digits(7))
                .put("\r");
        m.put("IN1|1|PPO1|62308|ACME HEALTH||||")
                .put("GROUP_NUMBER", v.groupNumber())
                .put("||||||||")
                .put("NAME", last + "^" + first);
        m.put("|SELF").put("|".repeat(19)).put("MEMBER_ID", v.memberId()).put("\r");
        m.put("DG1|1||").put("ICD10", v.icd10().replace(".", "")).put("^DIAGNOSIS^I10\r");
        m.put("OBR|1||")
                .put("UNIQUE_ID", v.otherId())
                .put("|")
                .put("LOINC", "24323-8")
                .put("^CMP^LN|||")
                .put("DATE", time)
                .put("\r");
        m.put("OBX|1|NM|")
                .put("LOINC", v.loinc())
                .put("^GLUCOSE^LN||")
                .put(v.between(70, 180) + "|mg/dL|||||F\r");
        return m;
    }

    private Draft quoted(String type, String value) {
        return new Draft().put("\"").put(type, value).put("\"");
    }

    Draft fhir() {
        Values.Person patient = v.person();
        Draft m = new Draft();
        m.put(
                "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\""
                        + v.from(HEX, 8)
                        + "-"
                        + v.from(HEX, 12)
                        + "\",\"meta\":{\"versionId\":\"3\",\"lastUpdated\":\""
                        + v.isoDate(2020, 2026)
                        + "T10:22:33.123Z\"},\"identifier\":[{\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"MR\"}]},\"value\":");
        m.put(quoted("MRN", v.mrn()));
        m.put("},{\"system\":\"http://hl7.org/fhir/sid/us-ssn\",\"value\":")
                .put(quoted("SSN", random.nextBoolean() ? v.ssnDashed() : v.ssnBare()));
        m.put("},{\"system\":\"http://hl7.org/fhir/sid/us-mbi\",\"value\":")
                .put(quoted("MBI", v.mbi()));
        m.put("},{\"type\":{\"coding\":[{\"code\":\"DL\"}]},\"value\":")
                .put(quoted("DRIVER_LICENSE", v.driverLicense()));
        m.put("}],\"name\":[{\"use\":\"official\",\"family\":")
                .put(quoted("NAME", patient.last()))
                .put(",\"given\":[")
                .put(quoted("NAME", patient.first()));
        m.put("]}],\"telecom\":[{\"system\":\"phone\",\"value\":")
                .put(quoted("PHONE", random.nextBoolean() ? v.phone() : barePhone()));
        m.put("},{\"system\":\"fax\",\"value\":").put(quoted("FAX", barePhone()));
        m.put("},{\"system\":\"email\",\"value\":").put(quoted("EMAIL", v.email(patient)));
        m.put("}],\"gender\":\"male\",\"birthDate\":").put(quoted("DOB", v.isoDate(1935, 2020)));
        m.put(
                        ",\"address\":[{\"line\":[\""
                                + v.between(10, 999)
                                + " Elm Street\"],\"city\":\"Boston\",\"state\":\"MA\",\"postalCode\":")
                .put(quoted("ZIP", v.zip()));
        m.put("}]}},{\"resource\":{\"resourceType\":\"Coverage\",\"subscriberId\":")
                .put(quoted("MEMBER_ID", v.memberId()));
        m.put(",\"class\":[{\"type\":{\"coding\":[{\"code\":\"group\"}]},\"value\":")
                .put(quoted("GROUP_NUMBER", v.groupNumber()));
        m.put(
                        "}]}},{\"resource\":{\"resourceType\":\"Practitioner\",\"identifier\":[{\"system\":\"http://hl7.org/fhir/sid/us-npi\",\"value\":")
                .put(quoted("NPI", v.npi()));
        m.put(
                        "}]}},{\"resource\":{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":")
                .put(quoted("LOINC", v.loinc()));
        m.put("}]},\"effectiveDateTime\":")
                .put(quoted("DATE", v.isoDate(2015, 2026)))
                .put(
                        ",\"valueQuantity\":{\"value\":"
                                + v.between(3, 180)
                                + ",\"unit\":\"mg/dL\"}}}");
        m.put(
                        ",{\"resource\":{\"resourceType\":\"Condition\",\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":")
                .put(quoted("SNOMED", v.snomed()));
        m.put("},{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":")
                .put(quoted("ICD10", v.icd10()));
        m.put("}]}}},{\"resource\":{\"resourceType\":\"Device\",\"udiCarrier\":[{\"carrierHRF\":")
                .put(quoted("UDI", v.udi()));
        m.put("}],\"serialNumber\":").put(quoted("SERIAL", v.serial()));
        return m.put("}}]}");
    }

    Draft x12() {
        Values.Person patient = v.person();
        String last = patient.last().toUpperCase(Locale.ROOT);
        String first = patient.first().toUpperCase(Locale.ROOT);
        Draft m = new Draft();
        m.put(
                "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260302*1022*^*00501*"
                        + v.digits(9)
                        + "*0*P*:~");
        m.put(
                "GS*HC*SENDER*RECEIVER*20260302*1022*"
                        + v.digits(4)
                        + "*X*005010X222A1~ST*837*0001*005010X222A1~");
        m.put("NM1*85*2*ELM CLINIC*****XX*")
                .put("NPI", v.npi())
                .put("~REF*EI*" + v.digits(9) + "~");
        m.put("NM1*IL*1*")
                .put("NAME", last)
                .put("*")
                .put("NAME", first)
                .put("****MI*")
                .put("MEMBER_ID", v.memberId());
        m.put("~N3*12 ELM STREET~N4*BOSTON*MA*").put("ZIP", "0" + v.between(1001, 2799));
        m.put("~DMG*D8*")
                .put("DOB", v.compactDate(1935, 2020))
                .put("*M~REF*SY*")
                .put("SSN", v.ssnBare());
        m.put("~CLM*")
                .put("CLAIM_NUMBER", "C" + v.digits(9))
                .put("*150***11:B:1*Y*A*Y*Y~DTP*472*D8*")
                .put("DATE", v.compactDate(2020, 2026));
        m.put("~REF*G1*").put("PRIOR_AUTH", v.priorAuth()).put("~REF*EA*").put("MRN", v.mrn());
        m.put("~HI*ABK:")
                .put("ICD10", v.icd10().replace(".", ""))
                .put("~SV1*HC:")
                .put("CPT", v.cpt())
                .put("*150*UN*1***1~");
        return m.put("SE*20*0001~GE*1*" + v.digits(4) + "~IEA*1*" + v.digits(9) + "~");
    }
}
