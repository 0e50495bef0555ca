package io.countersign.app.vault;

import io.countersign.app.patients.ExportReader;
import io.countersign.app.patients.ExportedPatient;
import io.countersign.app.patients.UnreadableExportException;
import io.countersign.audit.vault.UsState;
import io.countersign.audit.vault.VaultPerson;
import io.countersign.audit.vault.VaultWriter;
import io.countersign.detectors.phi.Patient;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings exports into a vault. Rows that cannot be used are named by their line, never by what
/// they hold. For one thread.
public final class VaultLoad {
    /// More bad rows are counted only.
    public static final int MAX_NAMED = 20;

    private final VaultWriter vault;
    private final ExportReader exports = new ExportReader(this::add);
    private final List<BadRow> named = new ArrayList<>();
    private long rows;
    private long bad;
    private long withoutState;

    /// @param line of its export, where the row begins
    /// @param why without anything of the row
    public record BadRow(long line, String why) {}

    public VaultLoad(VaultWriter vault) {
        this.vault = vault;
    }

    /// Reads one export; bad rows of the ones before are forgotten, not their count.
    ///
    /// @throws UnreadableExportException where it is neither CSV nor HL7
    public void read(BufferedReader export) throws IOException, UnreadableExportException {
        named.clear();
        exports.read(export);
    }

    private void add(ExportedPatient row) throws IOException {
        rows++;
        String mrn = Patient.subjectOf(row.mrn());
        Optional<String> fault =
                VaultPerson.fault(
                        mrn,
                        List.of(
                                row.family(),
                                row.given(),
                                row.street(),
                                row.city(),
                                row.postalCode(),
                                row.country()));
        if (fault.isPresent()) {
            bad++;
            if (named.size() < MAX_NAMED) {
                named.add(new BadRow(row.line(), fault.get()));
            }
            return;
        }
        String state = UsState.of(row.state());
        if (state.isEmpty()) {
            withoutState++;
        }
        vault.add(
                new VaultPerson(
                        mrn,
                        row.family(),
                        row.given(),
                        row.street(),
                        row.city(),
                        state,
                        row.postalCode(),
                        row.country()));
    }

    /// The first bad rows of the last export.
    public List<BadRow> named() {
        return List.copyOf(named);
    }

    public long rows() {
        return rows;
    }

    public long bad() {
        return bad;
    }

    /// Of the good ones those that name no state of ours.
    public long withoutState() {
        return withoutState;
    }
}
