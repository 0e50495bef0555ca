package io.countersign.app.cases;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.tiles.Leaf;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.OpenedStep;
import io.countersign.forensics.cases.Place;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Whether the entries of proof packs that hold are one whole case. Each step's entry is committed
/// to the step's text, which names the events that it added: so nobody who hands a case out leaves
/// one out, puts one in, or takes another in its place.
///
/// @param id of the case
/// @param events in the packs
/// @param steps in the packs
/// @param members its events
/// @param fault a sentence, the same as of `docs/spec/verify_pack.py`; empty where it is whole
public record PackedCase(
        String id, long events, long steps, Set<Place> members, Optional<String> fault) {
    public PackedCase {
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    private static final String LEAF = ".entry";

    /// What the entries of packs say about a case.
    private static final class Found {
        private final EntryCodec codec = new EntryCodec();
        private final TreeHasher hasher = new TreeHasher();
        private final Set<String> cases = new HashSet<>();
        private final TreeMap<Long, EvidenceRef> texts = new TreeMap<>();
        private final TreeSet<Place> events = new TreeSet<>();
        private Optional<Long> counted = Optional.empty();
        private long countedAt = -1;
        private long eventLeaves;

        /// The policy that each event was judged by.
        private final TreeMap<Place, String> judgedBy = new TreeMap<>();

        /// Where a chain began to use a policy.
        private final TreeMap<Place, String> began = new TreeMap<>();

        void add(byte[] bytes) {
            EntryHead head = EntryHead.ofAnyVersion(bytes);
            if (head.kind() == EntryKind.EVENT) {
                eventLeaves++;
                Place place = place(head, bytes);
                events.add(place);
                codec.entry(bytes)
                        .getEvent()
                        .ifPresent(event -> judgedBy.put(place, hex(event.getPolicy())));
            } else if (head.kind() == EntryKind.POLICY) {
                codec.entry(bytes)
                        .getPolicy()
                        .ifPresent(
                                policy -> began.put(place(head, bytes), hex(policy.getSha256())));
            } else if (head.kind() == EntryKind.DECISION || head.kind() == EntryKind.NOTICE) {
                step(codec.entry(bytes));
            }
        }

        private Place place(EntryHead head, byte[] bytes) {
            return new Place(head.chain(), head.seq(), new Leaf(bytes, hasher).hash().hex());
        }

        private static String hex(Hash hash) {
            return HexFormat.of().formatHex(hash.bytes());
        }

        /// Packs of earlier releases have no policy's entry, and say nothing of them.
        Optional<String> policyFault(Map<String, String> policies) {
            for (Map.Entry<String, String> file : policies.entrySet()) {
                if (!file.getKey().equals(file.getValue())
                        || judgedBy.values().stream()
                                .noneMatch(sha -> CaseZip.policy(sha).equals(file.getKey()))) {
                    return Optional.of(
                            "A policy in the file is none that an event of the case was judged by.");
                }
            }
            for (Map.Entry<Place, String> event : judgedBy.entrySet()) {
                Map.Entry<Place, String> before = began.lowerEntry(event.getKey());
                boolean there =
                        before != null
                                && before.getKey().chain().equals(event.getKey().chain())
                                && before.getValue().equals(event.getValue());
                if (!there && !(began.isEmpty() && policies.isEmpty())) {
                    return Optional.of(
                            "Event "
                                    + event.getKey().name()
                                    + " was judged by a policy whose entry is left out.");
                }
            }
            return Optional.empty();
        }

        private void step(AuditEntry entry) {
            entry.getDecision()
                    .ifPresent(step -> {
                        cases.add(step.getCaseId());
                        texts.put(step.getStep(), step.getText());
                        if (step.getStep() > countedAt) {
                            countedAt = step.getStep();
                            counted = Optional.of(step.getEntries());
                        }
                    });
            entry.getNotice()
                    .ifPresent(step -> {
                        cases.add(step.getCaseId());
                        texts.put(step.getStep(), step.getText());
                    });
        }
    }

    /// Reads packs whose proofs were checked before.
    ///
    /// @param steps as the case has them beside the packs
    /// @param policies beside the packs, as [CaseZip#policies(Path)] reads them
    public static PackedCase read(
            List<Path> packs, List<OpenedStep> steps, Map<String, String> policies)
            throws IOException {
        Found found = new Found();
        for (Path pack : packs) {
            try (ZipFile zip = new ZipFile(pack.toFile())) {
                Enumeration<? extends ZipEntry> files = zip.entries();
                while (files.hasMoreElements()) {
                    ZipEntry file = files.nextElement();
                    if (file.getName().endsWith(LEAF)) {
                        try (InputStream in = zip.getInputStream(file)) {
                            found.add(in.readNBytes(EntryCodec.MAX_LEAF_BYTES));
                        }
                    }
                }
            }
        }
        return new PackedCase(
                String.join(", ", found.cases),
                found.eventLeaves,
                found.texts.size(),
                found.events,
                fault(found, steps).or(() -> found.policyFault(policies)));
    }

    private static Optional<String> fault(Found found, List<OpenedStep> steps) throws IOException {
        if (found.cases.size() != 1) {
            return Optional.of(
                    found.cases.isEmpty()
                            ? "The packs hold no step of a case."
                            : "The packs hold steps of several cases.");
        }
        if (found.texts.firstKey() != 0 || found.texts.lastKey() != found.texts.size() - 1) {
            return Optional.of(
                    "A step of the case is left out: steps are numbered without holes, from 0.");
        }
        if (steps.size() != found.texts.size()) {
            return Optional.of("steps.txt has not a line for each step.");
        }
        List<OpenedStep> own = new ArrayList<>();
        for (EvidenceRef text : found.texts.values()) {
            int number = own.size();
            if (!steps.get(number).isOf(text)) {
                return Optional.of(
                        "The text of step " + number + " is not the one that the log names.");
            }
            own.add(steps.get(number));
        }
        return members(found, own);
    }

    private static Optional<String> members(Found found, List<OpenedStep> steps)
            throws IOException {
        TreeSet<Place> named = new TreeSet<>();
        for (OpenedStep step : steps) {
            named.addAll(CaseView.members(List.of(step.step())));
        }
        for (Place place : named) {
            Place there = found.events.ceiling(place);
            if (there == null || there.compareTo(place) != 0) {
                return Optional.of("Event " + place.name() + " of the case is left out.");
            }
            if (!there.equals(place)) {
                return Optional.of(
                        "Event " + place.name() + " is another than the one that the case names.");
            }
        }
        for (Place place : found.events) {
            if (!named.contains(place)) {
                return Optional.of("Event " + place.name() + " was put in: the case has it not.");
            }
        }
        return found.counted.orElse(-1L) == named.size() && found.eventLeaves == named.size()
                ? Optional.empty()
                : Optional.of("The case's last step counts another number of events.");
    }
}
