package io.countersign.app.cli;

import io.countersign.app.cases.CaseRefusedException;
import io.countersign.app.cases.HospitalValues;
import io.countersign.app.cases.LetterFolder;
import io.countersign.app.cases.PatientLetters;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.role.Approvers;
import io.countersign.app.vault.AskedTokens;
import io.countersign.app.vault.VaultOpening;
import io.countersign.app.vault.VaultResidents;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.audit.vault.VaultFile;
import io.countersign.forensics.cases.Attestation;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.letters.CaseLetters;
import io.countersign.forensics.letters.LetterKind;
import io.countersign.forensics.letters.LetterTemplate;
import io.countersign.forensics.letters.LetterValues;
import io.countersign.forensics.letters.UnfitTemplateException;
import io.countersign.forensics.report.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/// `countersign case letter`.
@CommandLine.Command(
        name = "letter",
        mixinStandardHelpOptions = true,
        description = {
            "Writes what goes out because of a case, as HTML, text and PDF: PATIENT (45 CFR 164.404),",
            "MEDIA (164.406), HHS (the fields of its portal), VENDOR (a request to one recipient to delete),",
            "ATTESTATION (questions to somebody who sent what nobody saw, which become a step of the case).",
            "Each is marked as a draft until two persons signed that it is a breach - of VENDOR and",
            "ATTESTATION, until nothing in it is left open.",
            "",
            "PATIENT alone writes a specimen without a name. With --request it asks to open the vault; two",
            "persons run countersign retention approve; then --approved writes a letter to each patient whom",
            "the vault knows, after the log that says who asked is sealed. Nothing is sent: countersign case",
            "notice records what was."
        },
        footer = {
            "",
            "Examples:",
            "  countersign case letter 2026-014 PATIENT --write-template patient.txt",
            "  countersign case letter 2026-014 PATIENT --values hospital.txt -o specimen",
            "  countersign case letter 2026-014 PATIENT --request open.txt",
            "  countersign case letter 2026-014 PATIENT --values hospital.txt --approved open.txt -o letters",
            "  countersign case letter 2026-014 MEDIA --state CA --values hospital.txt -o media",
            "  countersign case letter 2026-014 VENDOR --to anthropic.claude --values hospital.txt -o vendor",
            "  countersign case letter 2026-014 ATTESTATION --of j.doe --until 2026-12-10 -o questions"
        })
final class CaseLetterCommand implements Command {
    private static final String PURPOSE = "BREACH_NOTICE";
    private static final int MAX_TEMPLATE_BYTES = 4 * LetterTemplate.MAX_CHARS;

    @CommandLine.Parameters(
            index = "1",
            paramLabel = "KIND",
            description = "PATIENT, MEDIA, HHS, VENDOR or ATTESTATION")
    private LetterKind kind = LetterKind.PATIENT;

    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description =
                    "the folder to write to, for its owner alone; it is made where it is not there")
    private Optional<Path> output = Optional.empty();

    @CommandLine.Option(
            names = "--values",
            paramLabel = "FILE",
            description =
                    "lines such as hospital.name = Mercy Example: what the hospital says in its letters")
    private Optional<Path> values = Optional.empty();

    @CommandLine.Option(
            names = "--template",
            paramLabel = "FILE",
            description = "a template of your own")
    private Optional<Path> template = Optional.empty();

    @CommandLine.Option(
            names = "--write-template",
            paramLabel = "FILE",
            description =
                    "writes the template that comes with Countersign, to be changed, and does nothing else")
    private Optional<Path> writeTemplate = Optional.empty();

    @CommandLine.Option(
            names = "--state",
            paramLabel = "STATE",
            description = "with MEDIA: which, as two letters")
    private Optional<String> state = Optional.empty();

    @CommandLine.Option(
            names = "--to",
            paramLabel = "SERVICE",
            description =
                    "with VENDOR: which recipient, as case status names it; each is told of what it received alone")
    private Optional<String> to = Optional.empty();

    @CommandLine.Option(
            names = "--of",
            paramLabel = "PERSON",
            description = "with ATTESTATION: who is asked, as the events name the sender")
    private Optional<String> of = Optional.empty();

    @CommandLine.Option(
            names = "--until",
            paramLabel = "DAY",
            description = "with ATTESTATION: the day by which an answer is asked for")
    private Optional<LocalDate> until = Optional.empty();

    @CommandLine.ArgGroup(exclusive = true)
    private RetentionCommand.Step vault = new RetentionCommand.Step();

    @CommandLine.Mixin private CaseDays days = new CaseDays();
    @CommandLine.Mixin private CaseSite site = new CaseSite();

    private final Terminal terminal;

    CaseLetterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException, MalformedNoteException {
        if (writeTemplate.isPresent()) {
            Files.writeString(writeTemplate.get(), kind.bundled());
            return ExitCode.CLEAN;
        }
        requireFitting();
        LetterTemplate parsed = parsed();
        try (CaseSite.Open open = site.open(terminal);
                VaultResidents residents = VaultResidents.of(open.deployment().configuration())) {
            LetterValues hospital =
                    values.isPresent() ? HospitalValues.read(values.get()) : new LetterValues();
            CaseView view = open.view("CASE_READ");
            Individuals individuals = view.individuals(residents.residents());
            CaseLetters letters =
                    new CaseLetters(
                            view,
                            individuals,
                            view.clocks(individuals, days.zone(), open.clocks(days.clocks())),
                            days.zone(),
                            LocalDate.ofInstant(terminal.clock().instant(), days.zone()));
            List<Disclosure> left =
                    view.disclosures().stream().filter(Disclosure::isUncovered).toList();
            switch (kind) {
                case PATIENT -> patients(open, new PatientLetters(view, letters, parsed, hospital));
                case MEDIA ->
                        write(
                                letters.letter(
                                        kind,
                                        parsed,
                                        letters.values(left)
                                                .with(letters.ofState(state.orElseThrow()))
                                                .with(hospital),
                                        "Notice to the media"),
                                kind.word() + "-" + state.orElseThrow());
                case HHS ->
                        write(
                                letters.letter(
                                        kind,
                                        parsed,
                                        letters.values(left).with(hospital),
                                        "Fields for HHS"),
                                kind.word());
                case VENDOR -> {
                    String recipient = recipient(view);
                    write(
                            letters.letter(
                                    kind,
                                    parsed,
                                    letters.values(
                                                    left.stream()
                                                            .filter(one ->
                                                                    one.recipient()
                                                                            .equals(recipient))
                                                            .toList())
                                            .with(hospital),
                                    "Request"),
                            kind.word());
                }
                case ATTESTATION -> ask(open, view, letters, parsed, hospital);
            }
        } catch (CaseRefusedException why) {
            throw CaseSite.Open.refused(why);
        } catch (RefusedException why) {
            throw RetentionCommand.refused(why);
        }
        return ExitCode.CLEAN;
    }

    private void requireFitting() {
        boolean opens = vault.request().isPresent() || vault.approved().isPresent();
        if (output.isEmpty() && vault.request().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "-o names the folder to write to");
        }
        if (opens && kind != LetterKind.PATIENT) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--request and --approved open the vault for PATIENT letters");
        }
        if ((kind == LetterKind.MEDIA) != state.filter(CaseGrammar::jurisdiction).isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--state is two capital letters and goes with MEDIA");
        }
        if (to.isPresent() && kind != LetterKind.VENDOR) {
            throw new CommandFailure(ExitCode.USAGE, "--to goes with VENDOR");
        }
        boolean asks = of.isPresent() && until.isPresent();
        if ((kind == LetterKind.ATTESTATION) != asks || !of.stream().allMatch(EntryGrammar::user)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--of PERSON and --until DAY go with ATTESTATION");
        }
    }

    /// The one that the request goes to: nobody is told what others received.
    private String recipient(CaseView view) {
        Set<String> recipients = view.recipients();
        if (to.isEmpty() && recipients.size() == 1) {
            return recipients.iterator().next();
        }
        return to.filter(recipients::contains)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                recipients.isEmpty()
                                        ? "Nothing in the case left without cover: nobody is to be asked"
                                        : "--to names one recipient of the case: "
                                                + TerminalText.line(
                                                        String.join(", ", recipients))));
    }

    private LetterTemplate parsed() throws IOException {
        try {
            if (template.isEmpty()) {
                return kind.template(kind.bundled());
            }
            if (Files.size(template.get()) > MAX_TEMPLATE_BYTES) {
                throw new CommandFailure(ExitCode.REJECTED, "--template is larger than 256 KiB");
            }
            return kind.template(Files.readString(template.get()));
        } catch (UnfitTemplateException why) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(why.getMessage())));
        }
    }

    private void patients(CaseSite.Open open, PatientLetters letters)
            throws IOException, MalformedNoteException {
        if (vault.request().isEmpty() && vault.approved().isEmpty()) {
            write(letters.specimen(), "specimen");
            return;
        }
        Configuration configuration = open.deployment().configuration();
        RetentionPlace.Site place =
                new RetentionPlace.Site(
                        configuration, Optional.empty(), List.of(), Optional.empty());
        TokenKeys tokens = KeyRing.of(configuration).tokenKeys();
        try (RetentionPlace.Site.Lock _ = place.lock();
                VaultFile names = VaultCommand.open(configuration)) {
            AskedTokens asked = letters.asked();
            VaultOpening opening =
                    new VaultOpening(
                            place.origin(),
                            tokens,
                            place.inventory(_none -> false),
                            terminal.clock().instant());
            if (vault.request().isPresent()) {
                RetentionCommand.written(
                        terminal, vault.request().get(), opening.ask(asked, PURPOSE));
                return;
            }
            LetterFolder folder = folder();
            if (folder.has("letter-000001")) {
                // Before the request is used up.
                throw new CommandFailure(
                        ExitCode.USAGE, "There are letters in that folder already: name another");
            }
            Applicant who = site.applicant(PURPOSE, Asker.ALWAYS_WITH_REASON, terminal);
            VaultOpening.Opened opened =
                    opening.open(
                            asked,
                            who.person(),
                            PURPOSE,
                            vault.approved().orElseThrow(),
                            Approvers.enrolled(open.deployment()),
                            access ->
                                    place.chained(open.deployment(), terminal)
                                            .sealed(access, who.reason()),
                            names.names(VaultCommand.keys(configuration), tokens));
            int written = letters.write(opened.persons(), folder);
            long unknown = opened.persons().values().stream().filter(Optional::isEmpty).count();
            terminal.say(
                    written
                            + (written == 1 ? " letter in " : " letters in ")
                            + TerminalText.line(output.orElseThrow().toString())
                            + "; access entry "
                            + opened.entry().getChain()
                            + ":"
                            + opened.entry().getSeq());
            said(letters.specimen(), List.of("patient.name", "patient.address"));
            if (unknown > 0) {
                terminal.say(
                        unknown
                                + " subjects are not in the vault: 45 CFR 164.404(d)(2) says how they are told");
            }
        }
    }

    private void ask(
            CaseSite.Open open,
            CaseView view,
            CaseLetters letters,
            LetterTemplate parsed,
            LetterValues hospital)
            throws IOException {
        String person = of.orElseThrow();
        LocalDate day = until.orElseThrow();
        if (letters.unseenOf(person).isEmpty()) {
            List<String> others =
                    view.attestations().stream().map(Attestation::person).distinct().toList();
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    others.isEmpty()
                            ? "All that left was seen in full: nobody is to be asked"
                            : "That person sent nothing that nobody saw: these did: "
                                    + TerminalText.line(String.join(", ", others)));
        }
        write(
                letters.letter(
                        kind,
                        parsed,
                        letters.ofQuestion(person, day).with(hospital),
                        "What did you send?"),
                "attestation-" + open.steps().size());
        open.add(
                new CaseStep(
                        open.steps().size(),
                        CaseGrammar.ASKED,
                        site.who(),
                        terminal.clock().instant(),
                        "",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("by", person, "until", day.toString())));
    }

    private LetterFolder folder() throws IOException {
        return new LetterFolder(output.orElseThrow());
    }

    private void write(Letter letter, String name) throws IOException {
        folder().write(name, letter);
        terminal.say(
                TerminalText.line(output.orElseThrow().resolve(name).toString())
                        + ".html, .txt and .pdf"
                        + (letter.draft() ? ": a draft" : ""));
        said(letter, List.of());
    }

    /// Says why a letter is a draft.
    ///
    /// @param filled fields that have a value elsewhere
    private void said(Letter letter, List<String> filled) {
        List<String> open = new ArrayList<>(letter.open());
        open.removeAll(filled);
        if (!open.isEmpty()) {
            terminal.say("left open, for the file of --values: " + String.join(", ", open));
        } else if (letter.draft() && filled.isEmpty()) {
            terminal.say(
                    "nothing is left open: it is a draft until two persons signed BREACH (case propose, case decide)");
        }
    }
}
