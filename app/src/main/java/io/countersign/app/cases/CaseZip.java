package io.countersign.app.cases;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.audit.verify.LogReaders;
import io.countersign.forensics.cases.CaseFolder;
import io.countersign.forensics.cases.OpenedStep;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// What a case is handed out as: one zip file with the proof packs of its entries, the texts of its
/// steps as the entries are committed to them, and what people read (`docs/spec/proof.md`).
///
/// ```
/// HOW-TO-VERIFY.txt   report.html   report.pdf   events.csv   events.ocsf.ndjson   disclosures.csv
/// log.vkeys   steps.txt   proofs.zip   proofs-2.zip ...
/// complete/scope   complete/entries   complete/first.tlog-proof   complete/last.tlog-proof
/// ```
public final class CaseZip {
    /// The proof pack of the first log that holds entries of the case.
    public static final String PROOFS = "proofs.zip";

    public static final String REPORT = "report.html";
    public static final String PDF = "report.pdf";
    public static final String EVENTS = "events.csv";
    public static final String OCSF = "events.ocsf.ndjson";
    public static final String DISCLOSURES = "disclosures.csv";
    public static final String HOW_TO = "HOW-TO-VERIFY.txt";
    public static final String VKEYS = "log.vkeys";

    /// What begins the names of the files that show that nothing was left out.
    static final String COMPLETE = "complete/";

    /// Which events belong to the case.
    static final String SCOPE = COMPLETE + "scope";

    /// All leaves of the log between two seals.
    static final String LEAVES = COMPLETE + "entries";

    static final String FIRST = COMPLETE + "first.tlog-proof";
    static final String LAST = COMPLETE + "last.tlog-proof";

    /// A line a step.
    public static final String STEPS = "steps.txt";

    /// Of a pack of 30,000 entries of 65,535 bytes, which deflate.
    private static final long MAX_PROOFS_BYTES = 2L << 30;

    private static final long MAX_STEPS_BYTES = 256L << 20;

    /// More are not handed out.
    private static final int MAX_POLICIES = 1_000;

    /// More files are in no case: a pack for each log, and those above.
    private static final int MAX_FILES = LogReaders.MAX_LOGS + MAX_POLICIES + 16;

    private CaseZip() {}

    /// Writes one of the files.
    @FunctionalInterface
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    /// Where a policy lies that events were judged by.
    static final String POLICIES = "policies/";

    /// The name of a policy's bytes.
    static String policy(String sha256) {
        return POLICIES + sha256 + ".policy";
    }

    /// The policies by the hash in their names, each with the hash of its bytes.
    ///
    /// @throws ZipException where one is larger than a policy may be
    public static Map<String, String> policies(Path file) throws IOException {
        Map<String, String> policies = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().startsWith(POLICIES)) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        byte[] bytes = in.readNBytes(PolicyNote.MAX_BYTES + 1);
                        if (bytes.length > PolicyNote.MAX_BYTES) {
                            throw new ZipException("a policy is larger than it may be");
                        }
                        policies.put(entry.getName(), policy(Sha256.of(bytes).hex()));
                    }
                }
            }
        }
        return policies;
    }

    /// The name of a pack, from 0.
    static String proofs(int log) {
        return log == 0 ? PROOFS : "proofs-" + (log + 1) + ".zip";
    }

    /// Writes it under another name until it is whole, readable by its owner alone.
    ///
    /// @param contents by file name, written in their order
    public static void write(Path output, Map<String, Content> contents) throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(folder, output.getFileName().toString(), ".part");
        try {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(whole));
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                for (Map.Entry<String, Content> content : contents.entrySet()) {
                    // Packs and PDF files are deflated within.
                    zip.setLevel(
                            content.getKey().endsWith(".zip") || content.getKey().equals(PDF)
                                    ? Deflater.BEST_SPEED
                                    : Deflater.DEFAULT_COMPRESSION);
                    zip.putNextEntry(new ZipEntry(content.getKey()));
                    content.getValue().to(zip);
                    zip.closeEntry();
                }
            }
            Files.move(whole, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /// Whether a file is one of these, and no pack by itself.
    public static boolean is(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() <= MAX_FILES && zip.getEntry(PROOFS) != null;
        } catch (IOException _noZip) {
            return false;
        }
    }

    /// Takes the proof packs out, into a folder that is given, in the order of their logs.
    ///
    /// @throws ZipException where one is larger than a pack may be
    public static List<Path> packs(Path file, Path folder) throws IOException {
        List<Path> packs = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (int log = 0; log < LogReaders.MAX_LOGS; log++) {
                ZipEntry entry = zip.getEntry(proofs(log));
                if (entry == null) {
                    break;
                }
                Path pack = folder.resolve(proofs(log));
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(pack)) {
                    copy(in, out, proofs(log));
                }
                packs.add(pack);
            }
        }
        return packs;
    }

    private static void copy(InputStream in, OutputStream out, String name) throws IOException {
        long left = MAX_PROOFS_BYTES;
        byte[] buffer = new byte[1 << 16];
        int read = in.read(buffer);
        while (read > 0) {
            left -= read;
            if (left < 0) {
                throw new ZipException(name + " is larger than a pack may be");
            }
            out.write(buffer, 0, read);
            read = in.read(buffer);
        }
    }

    /// The texts of the steps, in order.
    ///
    /// @throws IOException where they are missing, or more than a case's may be
    public static List<OpenedStep> steps(Path file) throws IOException {
        List<OpenedStep> steps = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(STEPS);
            if (entry == null) {
                throw new ZipException("no " + STEPS);
            }
            try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                long all = 0;
                for (int next = in.read(); next >= 0; next = in.read()) {
                    all++;
                    if (next == '\n') {
                        steps.add(OpenedStep.parse(line.toByteArray()));
                        line.reset();
                    } else {
                        line.write(next);
                    }
                    if (all > MAX_STEPS_BYTES
                            || line.size() > OpenedStep.MAX_LINE_BYTES
                            || steps.size() > CaseFolder.MAX_STEPS) {
                        throw new ZipException(STEPS + " is larger than it may be");
                    }
                }
            }
        }
        return steps;
    }
}
