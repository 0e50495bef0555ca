package io.countersign.detectors.phi.synthetic;

import java.util.List;
import java.util.function.Function;

/// One kind of value with the words and keys that stand before it in real text.
///
/// @param type the info type's name
/// @param value makes one
/// @param labels words before it in prose; an empty list means that it stands without any
/// @param keys keys of JSON, form and table
public record Kind(
        String type, Function<Values, String> value, List<String> labels, List<String> keys) {
    private static Kind of(
            String type, Function<Values, String> value, String labels, String keys) {
        return new Kind(type, value, split(labels), split(keys));
    }

    private static List<String> split(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split("; ", -1));
    }

    public static final List<Kind> ALL =
            List.of(
                    of(
                            "NPI",
                            Values::npi,
                            "NPI; NPI number; NPI #; rendering provider NPI; billing NPI",
                            "npi; providerNpi; rendering_npi; billingProviderNPI; nationalProviderIdentifier"),
                    of(
                            "DEA",
                            Values::dea,
                            "DEA; DEA number; DEA #; DEA registration",
                            "dea; deaNumber; prescriber_dea"),
                    of("DEA", Values::dea, "", "prescriberRegistration"),
                    of(
                            "MBI",
                            Values::mbi,
                            "MBI; Medicare number; Medicare beneficiary identifier; Medicare ID",
                            "mbi; medicareBeneficiaryIdentifier; medicare_id"),
                    of("MBI", Values::mbi, "", "value"),
                    of(
                            "HICN",
                            Values::hicn,
                            "HICN; Medicare claim number; HIC number",
                            "hicn; hic_number; medicareClaimNumber"),
                    of("SSN", Values::ssnDashed, "", "value"),
                    of(
                            "SSN",
                            Values::ssnBare,
                            "SSN; social security number; SS#; Social Security",
                            "ssn; socialSecurityNumber; patient_ssn"),
                    of("ITIN", Values::itin, "ITIN; taxpayer ID", "itin; taxpayerId"),
                    of(
                            "MEMBER_ID",
                            Values::memberId,
                            "member ID; subscriber ID; member number; policy number; insurance ID; Medicaid ID; beneficiary ID",
                            "memberId; member_id; subscriberId; policyNumber; insurance_id; medicaidId"),
                    of(
                            "GROUP_NUMBER",
                            Values::groupNumber,
                            "group number; group no.; group #; Grp #; plan group number",
                            "groupNumber; group_number; planGroupNumber"),
                    of(
                            "CLAIM_NUMBER",
                            Values::claim,
                            "claim number; claim #; claim ID; ICN; claim",
                            "claimNumber; claim_id; icn; claimId"),
                    of(
                            "PRIOR_AUTH",
                            Values::priorAuth,
                            "prior authorization number; prior auth #; PA number; authorization number; auth #; precertification number",
                            "priorAuthNumber; prior_auth_number; authorizationNumber; preAuthId; precertNumber"),
                    of("VIN", Values::vin, "", "value"),
                    of("VIN", Values::vin, "VIN; vehicle identification number", "vin; vehicleVin"),
                    of(
                            "PLATE",
                            Values::plate,
                            "license plate; plate number; plate; license plate number",
                            "licensePlate; plate_number"),
                    of(
                            "UDI",
                            Values::udi,
                            "UDI; device UDI; unique device identifier",
                            "udi; deviceUdi"),
                    of("IMEI", Values::imei, "IMEI; IMEI number", "imei; deviceImei"),
                    of(
                            "SERIAL",
                            Values::serial,
                            "serial number; device serial; pacemaker serial number; pump serial no.; S/N",
                            "serialNumber; deviceSerial; device_serial_number"),
                    of(
                            "MAC",
                            Values::mac,
                            "MAC address; MAC; device MAC",
                            "macAddress; mac; device_mac"),
                    of(
                            "ABA",
                            Values::aba,
                            "routing number; ABA; ABA number; routing #",
                            "routingNumber; aba; routing_number"),
                    of(
                            "ACCOUNT",
                            Values::account,
                            "account number; bank account; acct #; patient account number; account",
                            "accountNumber; account_number; patientAccountNumber; bankAccount"),
                    of("IBAN", Values::iban, "", "value"),
                    of("IBAN", Values::iban, "IBAN", "iban"),
                    of("CARD", Values::card, "", "value"),
                    of(
                            "CARD",
                            Values::card,
                            "card number; credit card; card ending in full",
                            "cardNumber; credit_card; creditCardNumber"),
                    of(
                            "PASSPORT",
                            Values::passport,
                            "passport number; passport no.; passport; passport #",
                            "passportNumber; passport; passport_no"),
                    of(
                            "DRIVER_LICENSE",
                            Values::driverLicense,
                            "driver's license; driver license number; DL #; drivers license no.",
                            "driverLicense; driversLicenseNumber; dl_number; driver_license"),
                    of(
                            "LICENSE",
                            Values::license,
                            "medical license number; nursing license; certificate number; state license; medical license",
                            "medicalLicenseNumber; certificateNumber; state_license_number"),
                    of(
                            "CLIA",
                            Values::clia,
                            "CLIA; CLIA number; CLIA #; CLIA certificate number",
                            "clia; cliaNumber; clia_number"),
                    of(
                            "MRN",
                            Values::mrn,
                            "MRN; medical record number; MR#; chart number; patient ID; MRN #; med rec no.",
                            "mrn; medicalRecordNumber; patientId; patient_mrn; chart_number"),
                    of(
                            "UNIQUE_ID",
                            Values::otherId,
                            "accession number; encounter ID; Rx number; prescription number; specimen ID; study subject ID; case number; visit number",
                            "accessionNumber; encounterId; rxNumber; specimenId; subject_id; visitNumber; caseNumber"),
                    of(
                            "BIOMETRIC",
                            Values::biometricId,
                            "fingerprint template ID; voiceprint ID; face template ID; iris scan ID; biometric ID",
                            "voiceprintId; fingerprintTemplateId; faceTemplate; biometric_id"),
                    of("PHONE", Values::phone, "", "value"),
                    of(
                            "PHONE",
                            Values::phoneBare,
                            "phone; call; cell; tel; mobile; phone number",
                            "phone; phoneNumber; mobilePhone; home_phone"),
                    of(
                            "FAX",
                            Values::phoneBare,
                            "fax; fax number; fax #",
                            "fax; faxNumber; fax_number"),
                    of("EMAIL", v -> v.email(v.person()), "", "value"),
                    of("IP_ADDRESS", Values::ip, "", "value"),
                    of("IP_ADDRESS", Values::ip6, "", "value"),
                    of(
                            "IP_ADDRESS",
                            Values::ip6,
                            "IP; client address",
                            "ip; clientIp; remote_addr"),
                    of(
                            "ZIP",
                            Values::zip,
                            "ZIP; zip code; postal code",
                            "zip; zipCode; postalCode; postal_code"),
                    of(
                            "DOB",
                            v -> v.date(1935, 2020),
                            "DOB; date of birth; born on; birth date",
                            "dob; birthDate; date_of_birth; dateOfBirth"),
                    of(
                            "DATE",
                            v -> v.date(2015, 2026),
                            "admitted on; discharged on; date of service; visit date; seen on",
                            "visitDate; admissionDate; date_of_service; dischargeDate"),
                    of(
                            "AGE_OVER_89",
                            v -> Integer.toString(v.between(90, 109)),
                            "patient aged; age",
                            "age; patientAge"),
                    of("ICD10", Values::icd10Dotted, "", "value"),
                    of(
                            "ICD10",
                            Values::icd10,
                            "diagnosis code; ICD-10; dx; ICD-10 code",
                            "icd10; diagnosisCode; icd_code"),
                    of("NDC", Values::ndc, "NDC; NDC code; NDC number", "ndc; ndcCode; drug_ndc"),
                    of("NDC", Values::ndc, "", "value"),
                    of(
                            "CPT",
                            Values::cpt,
                            "CPT; CPT code; procedure code; billed CPT",
                            "cpt; cptCode; procedure_code"),
                    of(
                            "HCPCS",
                            Values::hcpcs,
                            "HCPCS; HCPCS code; HCPCS Level II code",
                            "hcpcs; hcpcsCode; hcpcs_code"),
                    of("LOINC", Values::loinc, "LOINC; LOINC code", "loinc; loincCode; loinc_code"),
                    of(
                            "SNOMED",
                            Values::snomed,
                            "SNOMED; SNOMED CT; SNOMED code; SNOMED CT code",
                            "snomed; snomedCode; snomed_ct"));
}
