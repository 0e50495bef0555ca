package io.countersign.app.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// An invented patient.
///
/// @param name given name and surname
/// @param mrn medical record number
/// @param phone of the fictional range 555-01xx
/// @param mail ends in example.org
public record Patient(String name, String mrn, LocalDate born, String phone, String mail) {
    private static final DateTimeFormatter AMERICAN =
            DateTimeFormatter.ofPattern("MM/dd/uuuu", Locale.ROOT);

    /// As a patient index takes it.
    io.countersign.detectors.phi.Patient forIndex() {
        int blank = name.lastIndexOf(' ');
        return new io.countersign.detectors.phi.Patient(
                mrn,
                name.substring(0, blank),
                name.substring(blank + 1),
                born.toString(),
                List.of(phone),
                List.of(mail),
                List.of());
    }

    /// Puts the patient into a text with `{name}`, `{mrn}`, `{born}`, `{phone}` and `{mail}`.
    String in(String template) {
        return template.replace("{name}", name)
                .replace("{mrn}", mrn)
                .replace("{born}", born.format(AMERICAN))
                .replace("{phone}", phone)
                .replace("{mail}", mail);
    }
}
