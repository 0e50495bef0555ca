package io.countersign.app.cases;

import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.Sealed;
import io.countersign.forensics.cases.CaseFolder;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseTexts;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.OpenedStep;
import io.countersign.forensics.cases.SealedStep;
import io.countersign.forensics.cases.StepEntry;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.NoticeEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One case of an installation: reads its steps and adds others, each sealed in the folder and on
/// record in the log. For one thread; one process at a time works at a case.
public final class CaseDesk {
    private final CaseFolder folder;
    private final CaseTexts texts;
    private final CaseChain chain;

    /// @param cases the folder of all cases
    /// @param keys of cases
    public CaseDesk(Path cases, String id, EvidenceKeys keys, CaseChain chain) {
        this.folder = new CaseFolder(cases, id);
        this.texts = new CaseTexts(keys);
        this.chain = chain;
    }

    public String id() {
        return folder.id();
    }

    public boolean exists() {
        return folder.exists();
    }

    /// All steps, each as the log binds it. A last step that a crash kept off the record is put on
    /// it first.
    ///
    /// @throws CaseRefusedException where there is no such case, or the log does not take that step
    public List<CaseStep> read() throws IOException {
        List<CaseStep> steps = new ArrayList<>();
        for (SealedStep step : sealed()) {
            steps.add(texts.open(step));
        }
        return steps;
    }

    /// The same, to be handed out.
    public List<OpenedStep> opened() throws IOException {
        List<OpenedStep> steps = new ArrayList<>();
        for (SealedStep step : sealed()) {
            steps.add(texts.opened(step));
        }
        return steps;
    }

    private List<SealedStep> sealed() throws IOException {
        if (!folder.exists()) {
            throw new CaseRefusedException(
                    "There is no case " + folder.id() + ": countersign case list names them");
        }
        List<SealedStep> steps = folder.steps();
        for (SealedStep step : steps) {
            if (folder.entry(step.entry().number()).isEmpty()) {
                chain(step);
            }
        }
        return steps;
    }

    /// Where the log has a step.
    public Optional<EntryRef> entry(long number) throws IOException {
        return folder.entry(number);
    }

    /// Adds a step other than a decision.
    ///
    /// @param step with the next number
    /// @throws CaseRefusedException where the case is closed, another process was faster, or the
    ///   log does not take it
    public EntryRef add(CaseStep step) throws IOException {
        List<CaseStep> before = step.number() == 0 ? List.of() : open();
        if (step.number() != before.size() || (step.number() == 0 && folder.exists())) {
            throw taken();
        }
        List<CaseStep> with = new ArrayList<>(before);
        with.add(step);
        Sealed sealed = texts.seal(folder.id(), step);
        StepEntry entry =
                step.act().equals(CaseGrammar.NOTICE)
                        ? new StepEntry.Notice(notice(step, sealed))
                        : new StepEntry.Step(decision(step, CaseView.members(with).size(), sealed));
        return write(new SealedStep(entry, step.number(), sealed.envelope()));
    }

    private DecisionEntry decision(CaseStep step, int members, Sealed sealed) {
        return new DecisionEntry(
                folder.id(),
                step.number(),
                step.act(),
                step.person(),
                step.outcome().map(Enum::name).orElse(null),
                (long) members,
                step.moment().map(Instant::toEpochMilli).orElse(null),
                sealed.ref(),
                null);
    }

    private NoticeEntry notice(CaseStep step, Sealed sealed) {
        return new NoticeEntry(
                folder.id(),
                step.number(),
                step.details().getOrDefault("recipient", ""),
                step.details().getOrDefault("state", ""),
                step.person(),
                step.moment().orElse(step.at()).toEpochMilli(),
                Long.parseLong(step.details().getOrDefault("count", "1")),
                sealed.ref());
    }

    /// The facts that two persons sign to decide as it was proposed last.
    public List<String> factsOfProposal() throws IOException {
        return ApprovedActs.facts(proposal(open()));
    }

    /// Decides as it was proposed last.
    ///
    /// @param person who hands it in; those who decided are the approval's
    /// @param approval of exactly that proposal by two persons
    /// @throws CaseRefusedException also where the request was used before
    public EntryRef decide(String person, ApprovalPart approval) throws IOException {
        List<CaseStep> steps = open();
        DecisionEntry proposed = proposal(steps);
        Set<String> used = new HashSet<>();
        List<SealedStep> sealed = folder.steps();
        for (SealedStep step : sealed) {
            if (step.entry() instanceof StepEntry.Step(DecisionEntry entry)) {
                entry.getApproval().ifPresent(part -> used.add(part.getRequestId()));
            }
        }
        if (used.contains(approval.getRequestId())) {
            throw new CaseRefusedException("Refused: this request decided the case before");
        }
        DecisionEntry decision =
                DecisionEntry.newBuilder()
                        .setCaseId(folder.id())
                        .setStep(steps.size())
                        .setAct(CaseGrammar.DECISION)
                        .setPerson(person)
                        .setOutcome(proposed.getOutcome().orElse(null))
                        .setEntries(proposed.getEntries())
                        .setMomentMillis(null)
                        .setText(proposed.getText())
                        .setApproval(approval)
                        .build();
        SealedStep text = sealed.get(Math.toIntExact(proposed.getStep()));
        return write(
                new SealedStep(new StepEntry.Step(decision), proposed.getStep(), text.envelope()));
    }

    /// The proposal that waits, as the log has it.
    private DecisionEntry proposal(List<CaseStep> steps) throws IOException {
        Optional<CaseStep> proposed =
                CaseView.of(folder.id(), steps, List.of(), List.of()).proposal();
        if (proposed.isEmpty()) {
            throw new CaseRefusedException(
                    "Nothing is proposed in this case: countersign case propose "
                            + folder.id()
                            + " comes first");
        }
        int members = CaseView.members(steps).size();
        StepEntry entry = folder.steps().get(Math.toIntExact(proposed.get().number())).entry();
        if (entry instanceof StepEntry.Step(DecisionEntry decision)
                && decision.getEntries() == members) {
            return decision;
        }
        throw new CaseRefusedException(
                "Refused: entries came to the case since it was proposed; propose again");
    }

    private List<CaseStep> open() throws IOException {
        List<CaseStep> steps = read();
        if (CaseView.of(folder.id(), steps, List.of(), List.of()).isClosed()) {
            throw new CaseRefusedException("The case " + folder.id() + " is closed");
        }
        return steps;
    }

    private EntryRef write(SealedStep step) throws IOException {
        if (!folder.write(step)) {
            throw taken();
        }
        return chain(step);
    }

    private EntryRef chain(SealedStep step) throws IOException {
        EntryRef entry =
                chain.chained(step.entry())
                        .orElseThrow(() ->
                                new CaseRefusedException(
                                        "The log did not take step "
                                                + step.entry().number()
                                                + " in time: it is kept, and asked for again with the next command"));
        folder.onRecord(step.entry().number(), entry);
        return entry;
    }

    private CaseRefusedException taken() {
        return new CaseRefusedException(
                "Refused: the case "
                        + folder.id()
                        + " has that step already, from another command; look at it, and try again");
    }
}
