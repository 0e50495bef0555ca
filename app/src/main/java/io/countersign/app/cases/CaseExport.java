package io.countersign.app.cases;

import io.countersign.app.report.RegisterFacts;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.pack.Manifest;
import io.countersign.audit.pack.PackWriter;
import io.countersign.audit.pack.PackWriter.UnfitSelectionException;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.FoundEntry;
import io.countersign.audit.verify.Progress;
import io.countersign.detectors.destination.Reason;
import io.countersign.forensics.cases.CaseScope;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Individuals.Residents;
import io.countersign.forensics.cases.OpenedStep;
import io.countersign.forensics.periodic.AppliedPolicies;
import io.countersign.forensics.periodic.Register;
import io.countersign.forensics.report.CaseReport;
import io.countersign.forensics.report.Html;
import io.countersign.forensics.report.Pdf;
import io.countersign.forensics.report.Report;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes a case as one zip file: a proof pack for each log that holds entries of it, and what
/// people read. All of it is PHI.
///
/// @param view of the case, of which no event is missing
/// @param steps as the log is committed to them
/// @param residents empty: there is no vault to ask
/// @param scope of which the case is shown to have all; empty where nothing is said about other
///   events
/// @param policies bytes of policies that are at hand, by their SHA-256 in hexadecimal; those that
///   events name are handed out
/// @param version of Countersign, for the OCSF events
public record CaseExport(
        CaseView view,
        Individuals individuals,
        List<Clock> clocks,
        List<OpenedStep> steps,
        Optional<Residents> residents,
        Optional<CaseScope> scope,
        Map<String, byte[]> policies,
        String version) {
    public CaseExport {
        clocks = List.copyOf(clocks);
        steps = List.copyOf(steps);
        policies = Map.copyOf(policies);
        if (!view.missing().isEmpty() || steps.size() != view.steps().size()) {
            throw new IllegalArgumentException("a case is handed out whole");
        }
    }

    /// What lies beside a log.
    @FunctionalInterface
    public interface Sides {
        LogSides of(EntryReader log) throws IOException;
    }

    /// Writes it.
    ///
    /// @param entries of the case, by the log that holds them, the oldest first
    /// @param keys that lie beside the logs
    /// @param made when, by the clock of who makes it
    /// @throws CaseRefusedException where a pack cannot hold so many
    public void write(
            Path output,
            Map<EntryReader, List<EntryKey>> entries,
            Sides sides,
            VerifierKeys keys,
            Instant made,
            Progress progress)
            throws IOException {
        Map<String, Long> judged = judged(entries);
        Report report =
                new CaseReport(
                                view,
                                individuals,
                                clocks,
                                made,
                                logs(entries.keySet()),
                                applied(judged).section(view))
                        .report();
        Map<String, CaseZip.Content> contents = new LinkedHashMap<>();
        contents.put(CaseZip.HOW_TO, text(HowToVerify.text(entries.size(), scope.isPresent())));
        contents.put(CaseZip.REPORT, text(Html.of(report)));
        contents.put(CaseZip.PDF, out -> out.write(Pdf.of(report)));
        contents.put(CaseZip.EVENTS, text(CaseTables.events(view)));
        contents.putAll(policyFiles(judged.keySet()));
        Map<EntryReader, Set<EntryKey>> packed = new LinkedHashMap<>();
        contents.put(CaseZip.OCSF, out -> ocsf(entries, packed, out));
        contents.put(CaseZip.DISCLOSURES, text(CaseTables.disclosures(view, residents)));
        contents.put(CaseZip.VKEYS, text(keys.text()));
        contents.put(CaseZip.STEPS, this::steps);
        if (scope.isPresent()) {
            contents.putAll(
                    new ScopeExport(scope.get(), view)
                            .contents(
                                    entries.keySet(),
                                    (reader, key) -> {
                                        boolean _ =
                                                packed.computeIfAbsent(
                                                                reader, _ -> new LinkedHashSet<>())
                                                        .add(key);
                                    },
                                    progress));
        }
        int log = 0;
        for (EntryReader reader : entries.keySet()) {
            LogSides beside = sides.of(reader);
            contents.put(
                    CaseZip.proofs(log),
                    out ->
                            pack(
                                    new PackWriter(reader, beside),
                                    packed.getOrDefault(reader, Set.of()),
                                    out,
                                    progress));
            log++;
        }
        CaseZip.write(output, contents);
    }

    private static String logs(Set<EntryReader> logs) {
        return logs.stream()
                .map(log -> log.checkpoint().origin() + ", " + log.size().value() + " entries")
                .collect(Collectors.joining("; "));
    }

    private static CaseZip.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void steps(OutputStream out) throws IOException {
        for (OpenedStep step : steps) {
            out.write(step.line());
            out.write('\n');
        }
    }

    private static void pack(
            PackWriter writer, Set<EntryKey> keys, OutputStream out, Progress progress)
            throws IOException {
        try {
            Manifest _ = writer.entries(keys, out, progress);
        } catch (UnfitSelectionException unfit) {
            throw new CaseRefusedException(String.valueOf(unfit.getMessage()));
        }
    }

    /// How many events each policy judged, by its SHA-256.
    private static Map<String, Long> judged(Map<EntryReader, List<EntryKey>> entries)
            throws IOException {
        Map<String, Long> judged = new TreeMap<>();
        for (Map.Entry<EntryReader, List<EntryKey>> held : entries.entrySet()) {
            for (LeafIndex index : held.getKey().locate(held.getValue())) {
                held.getKey()
                        .entry(held.getKey().at(index))
                        .getEvent()
                        .ifPresent(event -> judged.merge(hex(event.getPolicy()), 1L, Long::sum));
            }
        }
        return judged;
    }

    /// @param judged by which policies
    private AppliedPolicies applied(Map<String, Long> judged) {
        Map<String, Register> registers = new TreeMap<>();
        for (Map.Entry<String, byte[]> policy : policies.entrySet()) {
            if (judged.containsKey(policy.getKey())) {
                try {
                    registers.put(
                            policy.getKey(),
                            RegisterFacts.of(
                                    PolicyNote.decode(policy.getValue()), policy.getKey()));
                } catch (UndecodableRecordException _unreadable) {
                    registers.put(policy.getKey(), AppliedPolicies.UNREADABLE);
                }
            }
        }
        return new AppliedPolicies(
                judged,
                registers,
                code -> Reason.sentence(code, Optional.of("(which the event names)"), List.of()));
    }

    /// The policies that events were judged by, as far as they are at hand.
    private Map<String, CaseZip.Content> policyFiles(Set<String> judged) {
        Map<String, CaseZip.Content> files = new LinkedHashMap<>();
        for (String sha256 : judged) {
            byte[] policy = policies.get(sha256);
            if (policy != null) {
                files.put(CaseZip.policy(sha256), out -> out.write(policy));
            }
        }
        return files;
    }

    private static String hex(Hash hash) {
        return HexFormat.of().formatHex(hash.bytes());
    }

    /// The case's entries as events of OCSF, without tokens of patients, as for a SIEM.
    ///
    /// @param packed takes the entries of each log, and those that hold the schemas that they were
    ///   written with: so a program that knows none of our schemas reads what a step says
    private void ocsf(
            Map<EntryReader, List<EntryKey>> entries,
            Map<EntryReader, Set<EntryKey>> packed,
            OutputStream out)
            throws IOException {
        OcsfEncoder encoder = new OcsfEncoder(new OcsfOptions(version, false));
        for (Map.Entry<EntryReader, List<EntryKey>> held : entries.entrySet()) {
            EntryReader log = held.getKey();
            Set<EntryKey> keys = new LinkedHashSet<>(held.getValue());
            Set<Long> schemas = new LinkedHashSet<>();
            for (LeafIndex index : log.locate(held.getValue())) {
                FoundEntry found = log.at(index);
                AuditEntry entry = log.entry(found);
                encoder.encode(
                        new Decoded.Entry(
                                new LogPosition(
                                        entry.getChain(), entry.getSeq(), found.leafHash().hex()),
                                entry),
                        out);
                out.write('\n');
                if (schemas.add(EntryCodec.fingerprint(found.leaf().bytes()))) {
                    log.schemaOf(found.leaf()).ifPresent(keys::add);
                }
            }
            packed.put(log, keys);
        }
    }

    /// Its sizes: what stands in a case is for its readers.
    @Override
    public String toString() {
        return "CaseExport[" + view + "]";
    }
}
