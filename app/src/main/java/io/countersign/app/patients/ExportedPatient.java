package io.countersign.app.patients;

import java.util.List;

/// What an export says of one patient, all of it PHI; a field that it does not state is empty.
///
/// @param line of the export, from 1: where it begins
/// @param given first and middle names
/// @param street with what HL7 calls the other designation
/// @param state as the export writes it
public record ExportedPatient(
        long line,
        String mrn,
        String given,
        String family,
        String birth,
        List<String> phones,
        List<String> emails,
        List<String> members,
        String street,
        String city,
        String state,
        String postalCode,
        String country) {
    public ExportedPatient {
        phones = List.copyOf(phones);
        emails = List.copyOf(emails);
        members = List.copyOf(members);
    }

    @Override
    public String toString() {
        return "ExportedPatient[redacted]";
    }
}
