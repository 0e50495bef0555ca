package io.countersign.forensics.cases;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.keys.SecretFile;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder of one case: a file for each step, `000000.step`, and beside it where the log has it,
/// `000000.entry`. Files are their owner's only, whole or not there, and never written over.
///
/// A step is written first, then chained, then marked as on record. What a crash cuts off in
/// between is a last step without its mark: it is asked for again as it stands, so that the log may
/// hold it twice, and never in two versions.
///
/// For one process at a time; two that write the same step are told apart by the file.
public final class CaseFolder {
    /// A case of more steps is several cases.
    public static final int MAX_STEPS = 10_000;

    private static final String STEP = ".step";
    private static final String ENTRY = ".entry";
    private static final long MAX_FILE_BYTES = 16L << 20;

    private final Path folder;
    private final String id;

    /// @param cases the folder of all cases
    public CaseFolder(Path cases, String id) {
        if (!CaseGrammar.caseId(id)) {
            throw new IllegalArgumentException("no id of a case");
        }
        this.folder = cases.resolve(id);
        this.id = id;
    }

    /// Ids of the cases in a folder, ascending.
    public static List<String> ids(Path cases) throws IOException {
        if (!Files.isDirectory(cases)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(cases)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .filter(CaseGrammar::caseId)
                    .sorted()
                    .toList();
        }
    }

    public String id() {
        return id;
    }

    public boolean exists() {
        return Files.exists(file(0, STEP));
    }

    /// All steps in order.
    ///
    /// @throws IOException where one is missing, damaged, or another case's
    public List<SealedStep> steps() throws IOException {
        List<SealedStep> steps = new ArrayList<>();
        while (Files.exists(file(steps.size(), STEP))) {
            if (steps.size() == MAX_STEPS) {
                throw new IOException(folder + " has more than " + MAX_STEPS + " steps");
            }
            Path file = file(steps.size(), STEP);
            SealedStep step = StepJson.decode(read(file));
            if (!step.entry().caseId().equals(id) || step.entry().number() != steps.size()) {
                throw new IOException(file + " is no step of this case: restore it from a copy");
            }
            steps.add(step);
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                long there =
                        files.filter(file -> file.toString().endsWith(STEP))
                                .limit(MAX_STEPS)
                                .count();
                if (there != steps.size()) {
                    throw new IOException(
                            folder + " lacks step " + steps.size() + ": restore it from a copy");
                }
            }
        }
        return steps;
    }

    /// Where the log has a step; empty where that is not known yet.
    public Optional<EntryRef> entry(long number) throws IOException {
        Path file = file(number, ENTRY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = new String(read(file), StandardCharsets.US_ASCII).strip().split(" ", -1);
        try {
            Place place = new Place(words[0], Long.parseLong(words[1]), words[2]);
            return Optional.of(
                    new EntryRef(
                            place.chain(),
                            place.seq(),
                            new Hash(HexFormat.of().parseHex(place.leafHash()))));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _damaged) {
            throw new IOException(file + " names no entry: restore it from a copy");
        }
    }

    /// Writes a step that is to be chained.
    ///
    /// @return false where another process wrote this step before
    public boolean write(SealedStep step) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return SecretFile.createWhole(file(step.entry().number(), STEP), StepJson.encode(step));
    }

    /// Marks a step as on record.
    public void onRecord(long number, EntryRef entry) throws IOException {
        String line =
                entry.getChain()
                        + " "
                        + entry.getSeq()
                        + " "
                        + HexFormat.of().formatHex(entry.getLeafHash().bytes())
                        + "\n";
        SecretFile.createWhole(file(number, ENTRY), line.getBytes(StandardCharsets.US_ASCII));
    }

    private Path file(long number, String suffix) {
        return folder.resolve(String.format("%06d%s", number, suffix));
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is too large for a step of a case");
        }
        return Files.readAllBytes(file);
    }
}
