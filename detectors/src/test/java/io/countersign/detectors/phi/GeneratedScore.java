package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.phi.synthetic.Draft;
import io.countersign.detectors.phi.synthetic.GeneratedDocument;
import io.countersign.detectors.phi.synthetic.Generator;
import io.countersign.detectors.phi.synthetic.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Recall and precision per info type over generated documents. A value counts as found where a
/// finding of its own type covers exactly its letters and digits; a finding of a type that the
/// generator labels counts as wrong where no such value stands.
///
/// `GeneratedScore FIRST_SEED SEEDS DOCUMENTS [failures]` prints the table.
final class GeneratedScore {
    /// What the documents hold of one type and what was found.
    static final class Row {
        int gold;
        int found;
        int wrong;

        double recall() {
            return gold == 0 ? 1 : (double) found / gold;
        }

        double precision() {
            return found + wrong == 0 ? 1 : (double) found / (found + wrong);
        }
    }

    private final PhiDetector detector = PhiDetector.standard();
    private final Map<String, Row> rows = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private int flagged;
    private int free;

    GeneratedScore() {
        for (Kind kind : Kind.ALL) {
            rows.put(kind.type(), new Row());
        }
        rows.put("NAME", new Row());
        rows.put("PHOTO", new Row());
    }

    Map<String, Row> rows() {
        return rows;
    }

    /// Which values and findings went astray. The text is generated, so it may be shown.
    List<String> failures() {
        return failures;
    }

    /// Documents of look-alikes only that were called PHI.
    int flagged() {
        return flagged;
    }

    void add(long seed, int documents) {
        for (GeneratedDocument document : new Generator(seed).documents(documents)) {
            add(document);
        }
    }

    void add(GeneratedDocument document) {
        Inspection inspection =
                detector.inspect(
                        List.of(new Text("doc", document.text().getBytes(StandardCharsets.UTF_8))));
        List<String> open = new ArrayList<>();
        List<String> stray = new ArrayList<>();
        for (Finding finding : inspection.findings()) {
            open.add(finding.type().name() + " " + compact(value(inspection, finding)));
        }
        for (Draft.Label label : document.labels()) {
            Row row = row(label.type());
            row.gold++;
            if (open.remove(label.type() + " " + compact(label.value()))) {
                row.found++;
            } else {
                stray.add("MISSED " + label.type() + " " + label.value());
            }
        }
        for (String left : open) {
            Row row = rows.get(left.substring(0, left.indexOf(' ')));
            if (row != null && !left.endsWith("OKAFORGRACE")) {
                row.wrong++;
                stray.add("WRONG " + left);
            }
        }
        if (document.labels().isEmpty()) {
            free++;
            if (inspection.decision().answer() == Decision.Answer.YES) {
                flagged++;
                stray.add("FLAGGED " + inspection.decision().reason());
            }
        }
        for (String one : stray) {
            failures.add(one + "  @ " + document.form() + " " + document.text());
        }
    }

    private Row row(String type) {
        Row row = rows.get(type);
        if (row == null) {
            throw new IllegalStateException("a label of no kind: " + type);
        }
        return row;
    }

    private static String value(Inspection inspection, Finding finding) {
        Leaf leaf = inspection.leaves().get(finding.leaf());
        return new String(
                leaf.array(),
                leaf.from() + finding.span().start(),
                finding.span().length(),
                StandardCharsets.UTF_8);
    }

    private static String compact(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            if (Character.isLetterOrDigit(value.charAt(i))) {
                out.append(value.charAt(i));
            }
        }
        return out.toString().toUpperCase(Locale.ROOT);
    }

    String table() {
        StringBuilder out =
                new StringBuilder(
                        "| Info type | values | recall | precision |\n|---|---:|---:|---:|\n");
        for (Map.Entry<String, Row> entry : rows.entrySet()) {
            Row row = entry.getValue();
            out.append(
                    "| %s | %d | %.4f | %.4f |%n"
                            .formatted(entry.getKey(), row.gold, row.recall(), row.precision()));
        }
        return out.append(
                        "%nLook-alikes only: %d documents, %d called PHI.%n"
                                .formatted(free, flagged))
                .toString();
    }

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        GeneratedScore score = new GeneratedScore();
        for (long seed = first; seed < first + Integer.parseInt(args[1]); seed++) {
            score.add(seed, Integer.parseInt(args[2]));
        }
        System.out.print(score.table());
        if (args.length > 3) {
            score.failures.forEach(System.out::println);
        }
    }
}
