package io.countersign.app.report;

import io.countersign.app.query.AnswerText;
import io.countersign.audit.keys.SecretFile;
import io.countersign.forensics.report.Html;
import io.countersign.forensics.report.Pdf;
import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One report as files of a folder, each of the same model and readable by its owner alone:
///
/// ```
/// report.html   report.pdf   04-disclosures-by-service.csv ...
/// ```
///
/// Each table is a CSV file of its own, named by the number and heading of its section; the second
/// and later ones of a section end with their number.
public final class ReportFiles {
    public static final String HTML = "report.html";
    public static final String PDF = "report.pdf";

    private static final String END_OF_LINE = "\r\n";

    private ReportFiles() {}

    /// Makes the folder, which may be there and hold other things, but no report.
    ///
    /// @throws FileAlreadyExistsException where it holds one
    public static void prepare(Path folder) throws IOException {
        for (String name : List.of(HTML, PDF)) {
            if (Files.exists(folder.resolve(name))) {
                throw new FileAlreadyExistsException(folder.resolve(name).toString());
            }
        }
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /// Writes all files, none over another.
    ///
    /// @return how many
    /// @throws FileAlreadyExistsException where one is there
    public static int write(Path folder, Report report) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(HTML, Html.of(report).getBytes(StandardCharsets.UTF_8));
        files.put(PDF, Pdf.of(report));
        csv(report).forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!SecretFile.createWhole(path, file.getValue())) {
                throw new FileAlreadyExistsException(path.toString());
            }
        }
        return files.size();
    }

    /// The tables, by file name. A cell that a spreadsheet would take for a formula begins with an
    /// apostrophe.
    static Map<String, String> csv(Report report) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < report.sections().size(); i++) {
            Section section = report.sections().get(i);
            List<Table> tables = new ArrayList<>();
            section.blocks()
                    .forEach(block -> {
                        if (block instanceof Table table) {
                            tables.add(table);
                        }
                    });
            for (int j = 0; j < tables.size(); j++) {
                files.put(
                        String.format(
                                "%02d-%s%s.csv",
                                i + 1, inName(section.heading()), j == 0 ? "" : "-" + (j + 1)),
                        csv(tables.get(j)));
            }
        }
        return files;
    }

    private static String csv(Table table) {
        StringBuilder text = new StringBuilder();
        text.append(AnswerText.csvLine(table.head())).append(END_OF_LINE);
        table.rows().forEach(row -> text.append(AnswerText.csvLine(row)).append(END_OF_LINE));
        return text.toString();
    }

    private static String inName(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }
}
