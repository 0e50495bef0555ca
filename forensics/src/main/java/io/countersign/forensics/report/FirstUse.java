package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Address;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Heading;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Picture;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Explains each term where a report uses it first: below the paragraph or table, so that what
/// people and sources wrote stays as it is.
public final class FirstUse {
    public static final Term PHI =
            new Term(
                    "PHI",
                    "PHI",
                    "protected health information: health information that identifies somebody");

    public static final Term COVERED =
            new Term(
                    "covered",
                    "cover|covered|Covered|Coverage",
                    "a business associate agreement (BAA) of the register covered this service, account and feature at that moment");

    public static final Term HHS =
            new Term(
                    "HHS",
                    "HHS",
                    "the U.S. Department of Health and Human Services, to which breaches are reported");

    /// @param name as the explanation has it
    /// @param spellings of the term, as a regular expression without groups; case counts
    public record Term(String name, String spellings, String meaning) {}

    private FirstUse() {}

    public static Report explained(Report report, List<Term> terms) {
        List<Term> left = new ArrayList<>(terms);
        List<Section> sections = new ArrayList<>();
        for (Section section : report.sections()) {
            List<Block> blocks = new ArrayList<>();
            for (Block block : section.blocks()) {
                blocks.add(block);
                String text = String.join("\n", texts(block).toList());
                for (Term term : List.copyOf(left)) {
                    if (Pattern.compile("\\b(?:" + term.spellings() + ")\\b")
                            .matcher(text)
                            .find()) {
                        left.remove(term);
                        blocks.add(new Paragraph(term.name() + ": " + term.meaning() + "."));
                    }
                }
            }
            sections.add(new Section(section.heading(), blocks));
        }
        return new Report(report.title(), report.subtitle(), sections);
    }

    private static Stream<String> texts(Block block) {
        return switch (block) {
            case Paragraph(String text) -> Stream.of(text);
            case Heading(String text) -> Stream.of(text);
            case Address(List<String> lines) -> lines.stream();
            case Table(List<String> head, List<List<String>> rows) ->
                    Stream.concat(head.stream(), rows.stream().flatMap(List::stream));
            case Picture _ -> Stream.of();
        };
    }
}
