package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.countersign.detectors.Finding;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Documents as lines of JSON in, spans as lines of JSON out, in the same order.
final class JsonLinesScan {
    private static final int MAX_LINE_CHARS = 32 << 20;
    private static final int MAX_NESTING = 64;

    private final JsonFactory factory =
            JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(MAX_LINE_CHARS)
                                    .maxNestingDepth(MAX_NESTING)
                                    .build())
                    .build();
    private final PhiDetector detector;
    private final Terminal terminal;
    private ExitCode exitCode = ExitCode.CLEAN;

    JsonLinesScan(PhiDetector detector, Terminal terminal) {
        this.detector = detector;
        this.terminal = terminal;
    }

    ExitCode run(List<String> inputs) throws IOException {
        for (String input : inputs) {
            if (input.equals("-")) {
                lines("(standard input)", terminal.in());
            } else {
                try (InputStream in = Files.newInputStream(Path.of(input))) {
                    lines(input, in);
                }
            }
        }
        return exitCode;
    }

    private void lines(String name, InputStream in) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        long number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            Optional<Document> document = document(line);
            if (document.isEmpty()) {
                terminal.err()
                        .println(
                                TerminalText.line(name)
                                        + " line "
                                        + number
                                        + ": not an object with a text \"text\"; skipped");
                exitCode = exitCode.and(ExitCode.REJECTED);
                continue;
            }
            write(document.get());
        }
    }

    /// @param id as JSON text, so that a number stays a number; `null` where there is none
    private record Document(String id, String text) {
        @Override
        public String toString() {
            return "Document[" + text.length() + " characters]";
        }
    }

    private Optional<Document> document(String line) throws IOException {
        if (line.length() > MAX_LINE_CHARS) {
            return Optional.empty();
        }
        String id = "null";
        @Nullable String text = null;
        try (JsonParser parser = factory.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("id") && value == JsonToken.VALUE_STRING) {
                    id = quoted(parser.getText());
                } else if (name.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
                    id = parser.getText();
                } else if (name.equals("text") && value == JsonToken.VALUE_STRING) {
                    text = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException _malformed) {
            return Optional.empty();
        }
        return text == null ? Optional.empty() : Optional.of(new Document(id, text));
    }

    private void write(Document document) throws IOException {
        List<Text> texts = Places.single(document.text().getBytes(StandardCharsets.UTF_8));
        Inspection inspection = detector.inspect(texts);
        if (inspection.decision().phi().orElse(false)) {
            exitCode = exitCode.and(ExitCode.FOUND);
        }
        Places places = new Places(texts.getFirst());
        try (JsonGenerator generator = factory.createGenerator(terminal.out())) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.writeStartObject();
            generator.writeFieldName("id");
            generator.writeRawValue(document.id());
            generator.writeArrayFieldStart("spans");
            for (Finding finding : inspection.findings()) {
                Optional<Places.Place> place = places.of(inspection, finding);
                if (place.isEmpty()) {
                    continue;
                }
                generator.writeStartObject();
                generator.writeNumberField("start", place.get().start());
                generator.writeNumberField("end", place.get().end());
                generator.writeStringField("type", finding.type().name());
                generator.writeStringField("likelihood", finding.likelihood().name());
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeFieldName("phi");
            ScanCommand.writePhi(generator, inspection);
            generator.writeEndObject();
            generator.writeRaw('\n');
        }
    }

    private String quoted(String text) throws IOException {
        java.io.StringWriter writer = new java.io.StringWriter();
        try (JsonGenerator generator = factory.createGenerator(writer)) {
            generator.writeString(text);
        }
        return writer.toString();
    }
}
