package io.countersign.bench;

import io.countersign.app.cases.CaseDesk;
import io.countersign.app.cases.CaseExport;
import io.countersign.app.cases.CaseZip;
import io.countersign.app.cases.PackedCase;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.pack.PackCheck;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.audit.verify.Progress;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Disclosure.Element;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.cases.StepEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.SealEntry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.SchemaNormalization;

/// A case of many events, which lie all over a log with as many others: how long its export takes
/// with proofs, tables, OCSF events and both reports, and how long both verifiers take. The gate:
/// both say that it is whole.
public final class CaseBench {
    private static final int EVENTS = 10_000;
    private static final int SEALED_TOGETHER = 1_000;
    private static final String ORIGIN = "bench.example.org/case";
    private static final String CHAIN = "audit.entry.v1/0@1";
    private static final String LEDGER = "ledger/0@1";
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");

    private final EntryCodec codec = new EntryCodec();
    private final TreeHasher hasher = new TreeHasher();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Place> events = new ArrayList<>();
    private Sha256 head = Sha256.ZEROS;
    private Sha256 ledgerHead = Sha256.ZEROS;
    private long seq;
    private long ledgerSeq;
    private int unsealed;

    private CaseBench() {}

    /// @param arguments how many events the case has; 10,000 where none is said
    public static void main(String[] arguments)
            throws IOException, InterruptedException, MalformedNoteException {
        int count = arguments.length == 0 ? EVENTS : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("countersign-case-bench");
        try {
            new CaseBench().run(folder, count);
        } finally {
            PipelineBench.delete(folder);
        }
    }

    private void run(Path folder, int count)
            throws IOException, InterruptedException, MalformedNoteException {
        Ed25519NoteSigner signer = new Ed25519NoteSigner(ORIGIN, new byte[32]);
        VerifierKeys keys = new VerifierKeys(List.of(signer.verifierKey()));
        CaseDesk desk =
                new CaseDesk(
                        folder.resolve("cases"),
                        "bench",
                        EvidenceKeys.open(
                                folder.resolve("keys"),
                                EvidenceKeys.Missing.CREATE,
                                new SecureRandom()),
                        step -> Optional.of(chained(step)));
        fill(count, desk);
        write(folder.resolve("log"), signer);

        Path zip = folder.resolve("case.zip");
        long start = System.nanoTime();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        export(folder, desk, keys, zip);
        System.out.printf(
                "export   %d events of a log of %d: %.1f s, %.1f s of CPU, %.1f MB%n",
                count,
                leaves.size(),
                seconds(start),
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9,
                Files.size(zip) / 1e6);

        start = System.nanoTime();
        Path packs = Files.createDirectory(folder.resolve("packs"));
        for (Path pack : CaseZip.packs(zip, packs)) {
            if (!PackCheck.check(pack, new PackTrust(keys, List.of(), Optional.empty())).holds()) {
                throw new GateFailure("the case's pack does not hold");
            }
        }
        PackedCase packed =
                PackedCase.read(
                        List.of(packs.resolve(CaseZip.PROOFS)),
                        CaseZip.steps(zip),
                        CaseZip.policies(zip));
        if (packed.fault().isPresent() || packed.events() != count) {
            throw new GateFailure("the case is not whole: " + packed.fault());
        }
        System.out.printf("verify   ours: %.1f s%n", seconds(start));

        Path vkeys = folder.resolve("log.vkeys");
        keys.write(vkeys);
        start = System.nanoTime();
        Process second =
                new ProcessBuilder(
                                "python3",
                                "-B",
                                "docs/spec/verify_pack.py",
                                zip.toString(),
                                vkeys.toString())
                        .inheritIO()
                        .start();
        if (second.waitFor() != 0) {
            throw new GateFailure("verify_pack.py says that the case is not whole");
        }
        System.out.printf("verify   verify_pack.py: %.1f s%n", seconds(start));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /// Every other event is the case's.
    private void fill(int count, CaseDesk desk) throws IOException {
        String text = AuditEntry.getClassSchema().toString();
        ledger(b ->
                b.setKind(EntryKind.SCHEMA)
                        .setSchema$(
                                new SchemaEntry(
                                        SchemaNormalization.parsingFingerprint64(
                                                AuditEntry.getClassSchema()),
                                        new Hash(
                                                Sha256.of(text.getBytes(StandardCharsets.UTF_8))
                                                        .bytes()),
                                        text)));
        for (int i = 0; i < 2 * count; i++) {
            long offset = i;
            EntryRef event = chain(b -> Entries600.event(b, offset));
            if (i % 2 == 0) {
                events.add(new Place(CHAIN, event.getSeq(), head.hex()));
            }
            if (++unsealed == SEALED_TOGETHER) {
                seal();
            }
        }
        EntryRef _ = desk.add(CaseStep.of(0, CaseGrammar.OPENED, "p.officer", NOW, "a bench"));
        EntryRef _ =
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
        seal();
    }

    private EntryRef chained(StepEntry step) {
        return switch (step) {
            case StepEntry.Step(var decision) ->
                    chain(b -> b.setKind(EntryKind.DECISION).setDecision(decision));
            case StepEntry.Notice(var notice) ->
                    chain(b -> b.setKind(EntryKind.NOTICE).setNotice(notice));
        };
    }

    private void seal() {
        ChainHead last =
                ChainHead.newBuilder()
                        .setChain(CHAIN)
                        .setSeq(seq - 1)
                        .setLeafHash(new Hash(head.bytes()))
                        .setEntryOffset(seq)
                        .setInputs(List.of())
                        .build();
        ledger(b ->
                b.setKind(EntryKind.SEAL)
                        .setSeal(
                                SealEntry.newBuilder()
                                        .setN(ledgerSeq)
                                        .setLeaves(unsealed + 1L)
                                        .setHeads(List.of(last))
                                        .setPreviousCheckpoint(new Hash(new byte[32]))
                                        .setVkeys(new Hash(new byte[32]))
                                        .setNext(null)
                                        .build()));
        unsealed = 0;
    }

    private EntryRef chain(UnaryOperator<AuditEntry.Builder> part) {
        Leaf leaf = leaf(CHAIN, seq, head, part);
        head = leaf.hash();
        return new EntryRef(CHAIN, seq++, new Hash(head.bytes()));
    }

    private void ledger(UnaryOperator<AuditEntry.Builder> part) {
        ledgerHead = leaf(LEDGER, ledgerSeq++, ledgerHead, part).hash();
    }

    private Leaf leaf(
            String chain, long number, Sha256 previous, UnaryOperator<AuditEntry.Builder> part) {
        AuditEntry.Builder entry =
                AuditEntry.newBuilder()
                        .setChain(chain)
                        .setSeq(number)
                        .setPrev(new Hash(previous.bytes()))
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(NOW.toEpochMilli() + number);
        Leaf leaf = new Leaf(codec.leaf(part.apply(entry).build()), hasher);
        leaves.add(leaf);
        return leaf;
    }

    private void write(Path log, Ed25519NoteSigner signer) throws IOException {
        Growth growth = TreeEdge.empty().append(leaves);
        for (TileObject object : growth.objects()) {
            Path file = log.resolve(object.path().path());
            Files.createDirectories(file.getParent());
            Files.write(file, object.bytes());
        }
        Checkpoint checkpoint = new Checkpoint(ORIGIN, growth.edge().size(), growth.root());
        Files.write(
                log.resolve("checkpoint"),
                SignedNote.sign(checkpoint.text(), List.of(signer)).encode());
    }

    private void export(Path folder, CaseDesk desk, VerifierKeys keys, Path zip)
            throws IOException, MalformedNoteException {
        List<EntryKey> entries = new ArrayList<>();
        events.forEach(place -> entries.add(new EntryKey(ChainId.parse(CHAIN), place.seq())));
        for (int step = 0; step < 2; step++) {
            entries.add(
                    new EntryKey(ChainId.parse(CHAIN), desk.entry(step).orElseThrow().getSeq()));
        }
        LogReaders readers =
                LogReaders.open(List.of(new DirectoryTileSource(folder.resolve("log"))), keys);
        Map<EntryReader, List<EntryKey>> held = readers.holding(entries);
        CaseView view =
                CaseView.of(
                        "bench",
                        desk.read(),
                        events.stream().map(CaseBench::disclosure).toList(),
                        List.of());
        new CaseExport(
                        view,
                        view.individuals(Optional.empty()),
                        List.of(),
                        desk.opened(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        "bench")
                .write(zip, held, _log -> LogSides.none(), keys, NOW, Progress.NONE);
    }

    private static Disclosure disclosure(Place place) {
        return new Disclosure(
                place,
                NOW.plusSeconds(place.seq()),
                Optional.of("j.roe"),
                Optional.of("Front Desk"),
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
                List.of(new SubjectToken("MRN", place.leafHash(), true)),
                Disclosure.MoreSubjects.NONE,
                List.of(),
                false);
    }
}
