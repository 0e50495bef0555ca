package io.countersign.app.cli;

import io.countersign.app.cases.CaseDesk;
import io.countersign.app.cases.CaseExport;
import io.countersign.app.cases.SealedEntries;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.Progress;
import io.countersign.forensics.cases.CaseScope;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Disclosure.Element;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.cases.StepEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A case of three events over the logs of two years, with a note after the turn; a fourth event is
/// none of its own.
final class SmallCase {
    static final String ID = "2026-014";
    private static final Instant NOW = Instant.parse("2026-12-31T10:00:00Z");

    private final Path site;
    private final SmallLog log;
    private final CaseDesk desk;
    private final List<Place> events = new ArrayList<>();
    private final Place other;
    private final EntryKey policy;
    private int batch;

    SmallCase(Path site) throws IOException {
        this.site = site;
        this.log = SmallLog.begun(SmallLog.signer(1), "roe");
        this.desk =
                new CaseDesk(
                        site.resolve("cases"),
                        ID,
                        EvidenceKeys.open(
                                site.resolve("keys"),
                                EvidenceKeys.Missing.CREATE,
                                new SecureRandom()),
                        step -> Optional.of(chained(step)));
        policy =
                key(
                        place(
                                log.append(
                                        1,
                                        b ->
                                                b.setKind(EntryKind.POLICY)
                                                        .setPolicy(
                                                                new PolicyEntry(
                                                                        new Hash(
                                                                                Sha256.of(
                                                                                                SmallLog
                                                                                                        .POLICY)
                                                                                        .bytes()),
                                                                        "2026-01")))));
        events.add(place(log.event(++batch, false)));
        other = place(log.event(++batch, false));
        desk.add(CaseStep.of(0, CaseGrammar.OPENED, "p.officer", NOW, "what it is about"));
        log.event(++batch, true);
        log.next(site, batch + 1);
        EntryRef reviewed = log.event(++batch, false);
        events.add(place(reviewed));
        log.amended(batch + 1, reviewed);
        events.add(place(log.event(++batch, false)));
        desk.add(
                new CaseStep(
                        1,
                        CaseGrammar.ENTRIES,
                        "p.officer",
                        NOW,
                        "",
                        events,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
        desk.add(CaseStep.of(2, CaseGrammar.NOTE, "p.officer", NOW, "a note"));
        log.event(++batch, false);
        log.write(site.resolve("2027"));
    }

    private EntryRef chained(StepEntry step) {
        return switch (step) {
            case StepEntry.Step(var decision) ->
                    log.append(batch, b -> b.setKind(EntryKind.DECISION).setDecision(decision));
            case StepEntry.Notice(var notice) ->
                    log.append(batch, b -> b.setKind(EntryKind.NOTICE).setNotice(notice));
        };
    }

    private static Place place(EntryRef entry) {
        return new Place(
                entry.getChain(),
                entry.getSeq(),
                HexFormat.of().formatHex(entry.getLeafHash().bytes()));
    }

    /// The events of the case.
    List<EntryKey> events() {
        return events.stream().map(SmallCase::key).toList();
    }

    /// One that is none of the case.
    EntryKey other() {
        return key(other);
    }

    /// By which the chain began to use the policy of all events.
    EntryKey policy() {
        return policy;
    }

    /// Where the log has the steps.
    List<EntryKey> steps() throws IOException {
        List<EntryKey> steps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            EntryRef entry = desk.entry(i).orElseThrow();
            steps.add(new EntryKey(ChainId.parse(entry.getChain()), entry.getSeq()));
        }
        return steps;
    }

    private static EntryKey key(Place place) {
        return new EntryKey(ChainId.parse(place.chain()), place.seq());
    }

    EntryReader oldestLog() throws IOException {
        return LogPlace.open(LogPlace.all(site.toString(), Optional.empty()), Optional.empty())
                .oldestFirst()
                .getFirst();
    }

    /// Hands out the case, with these entries as its own.
    void export(Path output, List<EntryKey> entries) throws IOException, InterruptedException {
        export(output, entries, Optional.empty());
    }

    /// ... and with what shows that it has all events of a scope.
    void export(Path output, List<EntryKey> entries, Optional<CaseScope> scope)
            throws IOException, InterruptedException {
        List<Disclosure> disclosures = events.stream().map(SmallCase::disclosure).toList();
        CaseView view = CaseView.of(ID, desk.read(), disclosures, List.of());
        Individuals individuals = view.individuals(Optional.empty());
        List<LogPlace> logs = LogPlace.all(site.toString(), Optional.empty());
        SealedEntries sealed =
                SealedEntries.await(() -> LogPlace.open(logs, Optional.empty()), entries);
        Map<EntryReader, List<EntryKey>> byLog = sealed.byLog();
        new CaseExport(
                        view,
                        individuals,
                        List.of(),
                        desk.opened(),
                        Optional.empty(),
                        scope,
                        Map.of(Sha256.of(SmallLog.POLICY).hex(), SmallLog.POLICY),
                        "0.1.0-test")
                .write(
                        output,
                        byLog,
                        reader -> logs.get(sealed.readers().oldestFirst().indexOf(reader)).sides(),
                        LogPlace.keysBeside(logs).orElseThrow(),
                        NOW,
                        Progress.NONE);
    }

    private static Disclosure disclosure(Place place) {
        return new Disclosure(
                place,
                NOW,
                Optional.of("=roe"),
                Optional.empty(),
                "Example AI",
                "PERSONAL",
                "SEND",
                Optional.of("ALLOWED"),
                Optional.of(200),
                "FULL",
                Optional.of(true),
                "NOT_COVERED",
                Optional.empty(),
                List.of("PERSONAL_ACCOUNT"),
                List.of(new Element("MRN", 2, List.of())),
                List.of(new SubjectToken("MRN", "ab".repeat(32), true)),
                Disclosure.MoreSubjects.NONE,
                List.of(),
                false);
    }
}
