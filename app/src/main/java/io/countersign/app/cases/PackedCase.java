package io.countersign.app.cases;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Whether the entries of a proof pack that holds are one whole case: each step says how many
/// events the case has, in the log, so that nobody who hands it out leaves one out or puts one in.
///
/// @param id of the case
/// @param events in the pack
/// @param steps in the pack
/// @param fault a sentence; empty where it is whole
public record PackedCase(String id, long events, long steps, Optional<String> fault) {
    private static final String LEAF = ".entry";

    /// Reads a pack whose proofs were checked before.
    public static PackedCase read(Path pack) throws IOException {
        EntryCodec codec = new EntryCodec();
        Set<String> cases = new HashSet<>();
        TreeMap<Long, Optional<Long>> steps = new TreeMap<>();
        long events = 0;
        try (ZipFile zip = new ZipFile(pack.toFile())) {
            Enumeration<? extends ZipEntry> files = zip.entries();
            while (files.hasMoreElements()) {
                ZipEntry file = files.nextElement();
                if (!file.getName().endsWith(LEAF)) {
                    continue;
                }
                AuditEntry entry;
                try (InputStream in = zip.getInputStream(file)) {
                    entry = codec.entry(in.readNBytes(EntryCodec.MAX_LEAF_BYTES));
                }
                events += entry.getKind() == EntryKind.EVENT ? 1 : 0;
                entry.getDecision()
                        .ifPresent(step -> {
                            cases.add(step.getCaseId());
                            steps.put(step.getStep(), Optional.of(step.getEntries()));
                        });
                entry.getNotice()
                        .ifPresent(step -> {
                            cases.add(step.getCaseId());
                            steps.put(step.getStep(), Optional.empty());
                        });
            }
        }
        return new PackedCase(
                String.join(", ", cases), events, steps.size(), fault(cases, steps, events));
    }

    private static Optional<String> fault(
            Set<String> cases, TreeMap<Long, Optional<Long>> steps, long events) {
        if (cases.size() != 1) {
            return Optional.of(
                    cases.isEmpty()
                            ? "The pack holds no step of a case."
                            : "The pack holds steps of several cases.");
        }
        if (steps.firstKey() != 0 || steps.lastKey() != steps.size() - 1) {
            return Optional.of(
                    "A step of the case is left out: steps are numbered without holes, from 0.");
        }
        Optional<Long> said =
                steps.descendingMap().values().stream().flatMap(Optional::stream).findFirst();
        if (said.isEmpty() || said.get() != events) {
            return Optional.of(
                    "The case's last step counts "
                            + said.orElse(0L)
                            + " events, and the pack holds "
                            + events
                            + ": one was left out or put in.");
        }
        return Optional.empty();
    }
}
