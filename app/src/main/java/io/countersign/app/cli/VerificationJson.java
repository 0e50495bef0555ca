package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogsVerifier;
import io.countersign.audit.verify.Report;
import io.countersign.schemas.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `countersign verify` found, as one JSON document: of one log all of it at the top; of
/// several the conclusion, an array `logs` with what is each log's own, and what is of all.
final class VerificationJson {
    private final JsonGenerator generator;

    private VerificationJson(JsonGenerator generator) {
        this.generator = generator;
    }

    /// @param reports of each log, the oldest first
    /// @param accounts over all of them; empty where they were not asked for
    /// @param missing origin of a log that was verified before and is gone; empty where none is
    static void write(
            Terminal terminal,
            List<Report> reports,
            Optional<List<OffsetAccount>> accounts,
            Optional<String> missing)
            throws IOException {
        try (JsonGenerator generator = new JsonFactory().createGenerator(terminal.out())) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.writeStartObject();
            VerificationJson json = new VerificationJson(generator);
            if (reports.size() == 1) {
                json.log(reports.getFirst());
            } else {
                json.logs(reports);
            }
            if (missing.isPresent()) {
                generator.writeStringField("missing", missing.get());
            }
            Report last = reports.getLast();
            json.inputs(last);
            if (accounts.isPresent()) {
                json.offsets(accounts.get());
            }
            generator.writeNumberField("chains", last.chains().size());
            generator.writeNumberField(
                    "seals", reports.stream().mapToLong(report -> report.seals().count()).sum());
            generator.writeEndObject();
            generator.writeRaw('\n');
        }
    }

    private void logs(List<Report> reports) throws IOException {
        generator.writeStringField("conclusion", LogsVerifier.together(reports).name());
        generator.writeArrayFieldStart("logs");
        for (Report report : reports) {
            generator.writeStartObject();
            log(report);
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    /// What is of one log alone.
    private void log(Report report) throws IOException {
        generator.writeStringField("conclusion", report.conclusion().name());
        if (report.checkpoint().isPresent()) {
            generator.writeStringField("origin", report.checkpoint().get().origin());
            generator.writeNumberField("size", report.checkpoint().get().size().value());
            generator.writeStringField("root", report.checkpoint().get().root().hex());
        }
        if (report.part().isPresent()) {
            generator.writeNumberField("from", report.part().get().from().value());
            Optional<TreeSize> to = report.part().get().to().or(report::size);
            if (to.isPresent()) {
                generator.writeNumberField("to", to.get().value());
            }
        }
        if (report.signedBy().isPresent()) {
            generator.writeStringField("signedBy", report.signedBy().get().vkey());
        }
        generator.writeArrayFieldStart("checks");
        for (Check check : report.checks()) {
            generator.writeStartObject();
            generator.writeStringField("code", check.code().code());
            generator.writeStringField("verdict", check.verdict().name());
            generator.writeStringField("sentence", check.sentence());
            generator.writeNumberField("faults", check.faults());
            generator.writeArrayFieldStart("examples");
            for (Check.Fault fault : check.examples()) {
                generator.writeStartObject();
                generator.writeStringField("place", fault.place());
                generator.writeStringField("sentence", fault.sentence());
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    private void inputs(Report report) throws IOException {
        generator.writeArrayFieldStart("inputs");
        for (InputSummary input : report.inputs()) {
            generator.writeStartObject();
            generator.writeStringField("chain", input.chain());
            generator.writeStringField("topic", input.topic());
            generator.writeNumberField("partition", input.partition());
            generator.writeNumberField("fromOffset", input.fromOffset());
            generator.writeNumberField("toOffset", input.toOffset());
            generator.writeNumberField("openEntries", input.openEntries());
            generator.writeObjectFieldStart("counts");
            for (Map.Entry<Outcome, Long> count : input.counts().entrySet()) {
                generator.writeNumberField(count.getKey().name(), count.getValue());
            }
            generator.writeEndObject();
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    private void offsets(List<OffsetAccount> accounts) throws IOException {
        generator.writeArrayFieldStart("offsets");
        for (OffsetAccount one : accounts) {
            generator.writeStartObject();
            generator.writeStringField("topic", one.input().topic());
            generator.writeNumberField("partition", one.input().partition());
            generator.writeNumberField("fromOffset", one.fromOffset());
            generator.writeNumberField("accountedTo", one.toOffset());
            generator.writeNumberField("lost", one.lost());
            if (one.broker().isPresent()) {
                generator.writeNumberField("brokerStart", one.broker().get().start());
                generator.writeNumberField("brokerEnd", one.broker().get().end());
            }
            generator.writeStringField("state", one.state().name());
            generator.writeStringField("sentence", one.sentence());
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }
}
