package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.phi.model.NameModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Writes predictions in the form of the evaluation's scorer: `PredictionWriter OUT FILE...`, one
/// JSON line a document with spans in UTF-8 bytes. Health facts are left out, since they are no
/// identifiers. Points, never text. `-Dmodel=FILE` measures another name model than the one that
/// ships.
final class PredictionWriter {
    private PredictionWriter() {}

    public static void main(String[] args) throws IOException {
        String model = System.getProperty("model", "");
        PhiDetector detector =
                model.isEmpty()
                        ? PhiDetector.standard()
                        : PhiDetector.with(NameModel.read(Files.readAllBytes(Path.of(model))));
        try (PrintStream out =
                new PrintStream(
                        Files.newOutputStream(Path.of(args[0])), false, StandardCharsets.UTF_8)) {
            for (int i = 1; i < args.length; i++) {
                Path file = Path.of(args[i]);
                try (InputStream raw = Files.newInputStream(file);
                        InputStream in = args[i].endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                        BufferedReader lines =
                                new BufferedReader(
                                        new InputStreamReader(in, StandardCharsets.UTF_8))) {
                    String line = lines.readLine();
                    while (line != null) {
                        EvaluationDocument document = EvaluationDocument.parse(line);
                        out.println(
                                line(
                                        document.id(),
                                        detector.inspect(List.of(new Text("", document.utf8())))));
                        line = lines.readLine();
                    }
                }
            }
        }
    }

    /// One line of the scorer's form.
    static String line(String id, Inspection inspection) {
        StringBuilder out = new StringBuilder("{\"id\":\"").append(id).append("\",\"spans\":[");
        boolean first = true;
        for (Finding finding : inspection.findings()) {
            int offset = inspection.leaves().get(finding.leaf()).offset();
            if (!finding.type().category().identifier() || offset < 0) {
                continue;
            }
            out.append(first ? "" : ",")
                    .append("{\"start\":")
                    .append(offset + finding.span().start())
                    .append(",\"end\":")
                    .append(offset + finding.span().end())
                    .append(",\"type\":\"")
                    .append(finding.type().name())
                    .append("\",\"likelihood\":\"")
                    .append(finding.likelihood())
                    .append("\",\"evidence\":\"")
                    .append(String.join(" ", finding.evidence()))
                    .append("\"}");
            first = false;
        }
        out.append("],\"phi\":")
                .append(inspection.decision().phi().map(String::valueOf).orElse("null"));
        return out.append(",\"reason\":\"")
                .append(inspection.decision().reason())
                .append("\"}")
                .toString();
    }
}
