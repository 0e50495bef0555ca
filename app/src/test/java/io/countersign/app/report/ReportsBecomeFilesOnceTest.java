package io.countersign.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.policy.PolicyYaml;
import io.countersign.forensics.periodic.Agreement;
import io.countersign.forensics.periodic.Register;
import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A report is written whole, for its owner alone, and never over another; its cells are no
/// formulas.
class ReportsBecomeFilesOnceTest {
    private static final Report REPORT =
            new Report(
                    "Title",
                    "",
                    List.of(
                            new Section("Nothing to list", List.of(new Paragraph("text"))),
                            new Section(
                                    "What was seen, and why",
                                    List.of(
                                            table("=HYPERLINK(\"http://example.org\")"),
                                            table("+1, \"two\"")))));

    @TempDir Path directory;

    private static Table table(String cell) {
        return new Table(List.of("Name", "Count"), List.of(List.of(cell, "-3")));
    }

    @Test
    void eachTableIsAFileAndNoCellAFormula() throws Exception {
        Path folder = directory.resolve("new/report");
        ReportFiles.prepare(folder);

        assertThat(ReportFiles.write(folder, REPORT)).isEqualTo(4);

        assertThat(names(folder))
                .containsExactlyInAnyOrder(
                        "report.html",
                        "report.pdf",
                        "02-what-was-seen-and-why.csv",
                        "02-what-was-seen-and-why-2.csv");
        assertThat(Files.readString(folder.resolve("02-what-was-seen-and-why.csv")))
                .isEqualTo("Name,Count\r\n\"'=HYPERLINK(\"\"http://example.org\"\")\",'-3\r\n");
        assertThat(Files.readString(folder.resolve("02-what-was-seen-and-why-2.csv")))
                .isEqualTo("Name,Count\r\n\"'+1, \"\"two\"\"\",'-3\r\n");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("report.html"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsWrittenOver() throws Exception {
        Path folder = directory.resolve("report");
        ReportFiles.prepare(folder);
        ReportFiles.write(folder, REPORT);
        byte[] before = Files.readAllBytes(folder.resolve("report.pdf"));

        assertThatThrownBy(() -> ReportFiles.prepare(folder))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> ReportFiles.write(folder, new Report("Other", "", List.of())))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllBytes(folder.resolve("report.pdf"))).isEqualTo(before);
    }

    @Test
    void theRegisterIsThePolicys() throws Exception {
        Register register = RegisterFacts.of(PolicyYaml.demo(), "ab".repeat(32));

        assertThat(register.agreements())
                .extracting(Agreement::id)
                .contains("claude-enterprise", "aws-bedrock");
        assertThat(register.agreements().getFirst().accounts()).startsWith("org ");
        assertThat(register.retirements())
                .anySatisfy(end -> {
                    assertThat(end.model()).isEqualTo("claude-3-opus-20240229");
                    assertThat(end.on()).isEqualTo(LocalDate.of(2026, 1, 5));
                    assertThat(end.isVendors()).isTrue();
                });
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
