package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.query.AnswerText;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.role.Approvers;
import io.countersign.app.role.Deployment;
import io.countersign.app.vault.AskedTokens;
import io.countersign.app.vault.VaultOpening;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.audit.vault.Residence;
import io.countersign.audit.vault.VaultFile;
import io.countersign.audit.vault.VaultPerson;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Subject;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;

/// `countersign vault open`.
@CommandLine.Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = {
            "Shows names and addresses of the patients that entries are about, after two persons agreed.",
            "First with --request, which says how many patients of which states it is about; two persons run",
            "countersign retention approve; then with --approved and a reason, which is sealed as evidence. The log",
            "says who asked, and is sealed, before anything is shown. A request opens the vault once."
        },
        footer = {
            "",
            "Examples:",
            "  countersign vault open --config countersign.yaml --entry audit.entry.v1/0@1:17 --purpose BREACH_NOTICE --request open.txt",
            "  countersign vault open --config countersign.yaml --entry audit.entry.v1/0@1:17 --purpose BREACH_NOTICE --approved open.txt --reason-file why.txt --output letters.csv"
        })
final class VaultOpenCommand implements Command {
    private static final int MAX_SUBJECTS_BYTES = 16 << 20;
    private static final String RESOLVABLE = "MRN";

    @CommandLine.Option(
            names = "--entry",
            paramLabel = "CHAIN:SEQ",
            description = "the patients of this entry; again for each")
    private List<String> entries = List.of();

    @CommandLine.Option(
            names = "--subjects",
            paramLabel = "FILE",
            description = "the patients of these subject tokens, in hex, one a line")
    private Optional<Path> subjects = Optional.empty();

    @CommandLine.Option(
            names = "--purpose",
            required = true,
            paramLabel = "CODE",
            description =
                    "why, as a code of A-Z, 0-9 and _, such as BREACH_NOTICE; it goes into the log")
    private String purpose = "";

    @CommandLine.Mixin private final Asker asker = new Asker();

    @CommandLine.Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "where the CSV goes, for its owner alone; standard output where it is left out")
    private Optional<Path> output = Optional.empty();

    @CommandLine.ArgGroup(exclusive = true, multiplicity = "1")
    private final RetentionCommand.Step step = new RetentionCommand.Step();

    @CommandLine.Mixin private final RetentionPlace place = new RetentionPlace();
    private final Terminal terminal;

    VaultOpenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        if (step.request().isEmpty() && step.approved().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Say --request FILE first, and --approved FILE once it is signed");
        }
        if (output.isPresent()
                && !Files.isWritable(output.get().toAbsolutePath().resolveSibling("."))) {
            // Before the request is used up.
            throw new CommandFailure(ExitCode.USAGE, "--output cannot be written there");
        }
        // Two persons sign a request before anything is opened: the reason is that of the opening.
        Applicant who =
                asker.applicant(
                        purpose,
                        step.request().isPresent() ? List.of(purpose) : Asker.ALWAYS_WITH_REASON,
                        terminal);
        RetentionPlace.Site site = place.site();
        Configuration configuration = site.configuration();
        TokenKeys tokens = KeyRing.of(configuration).tokenKeys();
        try (RetentionPlace.Site.Lock _ = site.lock();
                VaultFile vault = VaultCommand.open(configuration)) {
            AskedTokens asked = asked(site);
            VaultOpening opening =
                    new VaultOpening(
                            site.origin(),
                            tokens,
                            site.inventory(_none -> false),
                            terminal.clock().instant());
            if (step.request().isPresent()) {
                ApprovalRequest request = opening.ask(asked, purpose);
                RetentionCommand.written(terminal, step.request().get(), request);
                terminal.say(states(vault, asked));
                return ExitCode.CLEAN;
            }
            Deployment cluster = site.cluster();
            VaultOpening.Opened opened =
                    opening.open(
                            asked,
                            who.person(),
                            purpose,
                            step.approved().orElseThrow(),
                            Approvers.enrolled(cluster),
                            access -> site.chained(cluster, terminal).sealed(access, who.reason()),
                            vault.names(VaultCommand.keys(configuration), tokens));
            shown(opened);
            return ExitCode.CLEAN;
        } catch (RefusedException why) {
            throw RetentionCommand.refused(why);
        }
    }

    /// Only the tokens of MRNs lead to patients.
    private AskedTokens asked(RetentionPlace.Site site) throws IOException {
        List<String> asked = new ArrayList<>();
        if (subjects.isPresent()) {
            if (Files.size(subjects.get()) > MAX_SUBJECTS_BYTES) {
                throw new CommandFailure(ExitCode.REJECTED, "--subjects is larger than 16 MiB");
            }
            Files.readString(subjects.get(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .forEach(asked::add);
        }
        if (!entries.isEmpty()) {
            LogReaders logs = site.logs();
            for (String text : entries) {
                EntryName name = EntryName.of(text);
                LogReaders.Found found =
                        logs.find(name.chain(), name.seq())
                                .orElseThrow(() ->
                                        new CommandFailure(
                                                ExitCode.REJECTED,
                                                "The sealed log has no entry " + name));
                List<Subject> subjectsOf =
                        found.says().getEvent().map(EventEntry::getSubjects).orElse(List.of());
                subjectsOf.stream()
                        .filter(subject -> subject.getType().equals(RESOLVABLE))
                        .map(subject -> HexFormat.of().formatHex(subject.getToken().bytes()))
                        .forEach(asked::add);
                long others =
                        subjectsOf.stream()
                                .filter(subject -> !subject.getType().equals(RESOLVABLE))
                                .count();
                if (others > 0) {
                    terminal.err()
                            .println(
                                    name
                                            + " has "
                                            + others
                                            + " subjects that are no medical record number: the vault does not know them");
                }
            }
        }
        return new AskedTokens(asked);
    }

    /// Patients by state, which takes no name.
    private static String states(VaultFile vault, AskedTokens asked) throws IOException {
        TreeMap<String, TreeSet<Long>> states = new TreeMap<>();
        TreeSet<Long> patients = new TreeSet<>();
        long unknown = 0;
        for (Token token : asked.tokens()) {
            Optional<Residence> residence = vault.residence(token);
            if (residence.isEmpty()) {
                unknown++;
                continue;
            }
            String state = residence.get().state().isEmpty() ? "no state" : residence.get().state();
            patients.add(residence.get().patient());
            states.computeIfAbsent(state, _ -> new TreeSet<>()).add(residence.get().patient());
        }
        StringBuilder text = new StringBuilder();
        text.append(asked.hex().size())
                .append(" subjects, ")
                .append(patients.size())
                .append(" patients");
        states.forEach(
                (state, of) -> text.append(", ").append(state).append(": ").append(of.size()));
        if (unknown > 0) {
            text.append("; ").append(unknown).append(" subjects are not in the vault");
        }
        return text.toString();
    }

    private void shown(VaultOpening.Opened opened) throws IOException {
        StringBuilder csv = new StringBuilder();
        csv.append(
                        AnswerText.csvLine(
                                List.of(
                                        "subject",
                                        "mrn",
                                        "last_name",
                                        "first_name",
                                        "street",
                                        "city",
                                        "state",
                                        "zip",
                                        "country")))
                .append('\n');
        long unknown = 0;
        for (Map.Entry<String, Optional<VaultPerson>> one : opened.persons().entrySet()) {
            if (one.getValue().isEmpty()) {
                unknown++;
                continue;
            }
            List<String> cells = new ArrayList<>();
            cells.add(one.getKey());
            one.getValue().get().fields().stream().map(TerminalText::line).forEach(cells::add);
            csv.append(AnswerText.csvLine(cells)).append('\n');
        }
        byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
        if (output.isPresent()) {
            RedactedFile.replaceFile(output.get(), out -> out.write(bytes));
        } else {
            terminal.write(bytes);
        }
        terminal.err()
                .println(
                        (opened.persons().size() - unknown)
                                + " patients shown, "
                                + unknown
                                + " subjects not in the vault; access entry "
                                + opened.entry().getChain()
                                + ":"
                                + opened.entry().getSeq());
    }
}
