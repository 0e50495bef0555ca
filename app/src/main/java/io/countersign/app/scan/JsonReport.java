package io.countersign.app.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.cli.Terminal;
import io.countersign.detectors.phi.JoinedInspection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One JSON document for machines, written as the scan goes.
public final class JsonReport implements ScanReport {
    private final JsonGenerator generator;
    private final boolean showMatches;

    private final KnownPatients patients;

    public JsonReport(Terminal terminal, KnownPatients patients, boolean showMatches)
            throws IOException {
        this.patients = patients;
        this.generator = new JsonFactory().createGenerator(terminal.out());
        this.showMatches = showMatches;
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.writeStartObject();
        generator.writeArrayFieldStart("files");
    }

    @Override
    public void begin(String name, boolean whole) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("file", name);
        generator.writeArrayFieldStart("findings");
    }

    @Override
    public void found(List<Found> found) throws IOException {
        for (Found one : found) {
            generator.writeStartObject();
            generator.writeStringField("type", one.finding().type().name());
            generator.writeStringField("likelihood", one.finding().likelihood().name());
            generator.writeNumberField("line", one.line());
            generator.writeNumberField("start", one.start());
            generator.writeNumberField("end", one.end());
            generator.writeArrayFieldStart("evidence");
            for (String code : one.finding().evidence()) {
                generator.writeString(code);
            }
            generator.writeEndArray();
            if (showMatches) {
                generator.writeStringField("match", one.match());
            }
            generator.writeEndObject();
        }
    }

    @Override
    public void end(JoinedInspection joined, Seen seen, long bytes, int pictures)
            throws IOException {
        generator.writeEndArray();
        Optional<Boolean> phi = seen.phi();
        if (phi.isPresent()) {
            generator.writeBooleanField("phi", phi.get());
        } else {
            generator.writeNullField("phi");
        }
        generator.writeStringField("reason", seen.decision().reason().name());
        generator.writeStringField("inspected", seen.extent().name());
        generator.writeStringField("inspectedReason", seen.reason());
        if (pictures > 0) {
            generator.writeNumberField("pictures", pictures);
        }
        if (patients.asked()) {
            writeIndex(joined);
        }
        generator.writeNumberField("bytes", bytes);
        generator.writeEndObject();
    }

    /// What the patient index says.
    private void writeIndex(JoinedInspection joined) throws IOException {
        generator.writeStringField(
                "index", KnownPatients.said(joined.decision()).map(Enum::name).orElse(""));
        generator.writeNumberField("patients", joined.patients().size());
        List<String> subjects = patients.subjects(joined.patients());
        if (!subjects.isEmpty()) {
            generator.writeArrayFieldStart("subjects");
            for (String subject : subjects) {
                generator.writeString(subject);
            }
            generator.writeEndArray();
        }
    }

    @Override
    public void finish(ScanTotals totals) throws IOException {
        generator.writeEndArray();
        generator.writeNumberField("findings", totals.findings());
        generator.writeBooleanField("phi", totals.phi() > 0);
        generator.writeEndObject();
        generator.writeRaw('\n');
        generator.close();
    }
}
