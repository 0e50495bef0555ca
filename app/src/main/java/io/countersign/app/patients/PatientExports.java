package io.countersign.app.patients;

import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.detectors.phi.Patient;
import java.io.BufferedReader;
import java.io.IOException;

/// Brings exports of patients into the index, and counts.
public final class PatientExports {
    private final PatientIndexBuilder index;
    private final ExportReader exports = new ExportReader(this::add);
    private long rows;
    private long refused;

    public PatientExports(PatientIndexBuilder index) {
        this.index = index;
    }

    /// Patients read.
    public long rows() {
        return rows;
    }

    /// Of them those without an MRN, or with one that is too long: they are not in the index.
    public long refused() {
        return refused;
    }

    /// Reads one export; its first line says which of the two kinds it is.
    ///
    /// @throws UnreadableExportException where it is neither
    public void read(BufferedReader export) throws IOException, UnreadableExportException {
        exports.read(export);
    }

    private void add(ExportedPatient exported) {
        rows++;
        Patient patient =
                new Patient(
                        exported.mrn(),
                        exported.given(),
                        exported.family(),
                        exported.birth(),
                        exported.phones(),
                        exported.emails(),
                        exported.members());
        if (!patient.addTo(index)) {
            refused++;
        }
    }
}
