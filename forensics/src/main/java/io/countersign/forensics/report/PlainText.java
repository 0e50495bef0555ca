package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Address;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Heading;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Picture;
import io.countersign.forensics.report.Report.Table;
import java.util.List;

/// A letter as plain text, every character in sight: for a word processor or a mail.
public final class PlainText {
    private static final String RULE = "-";

    private PlainText() {}

    public static String of(Letter letter) {
        StringBuilder text = new StringBuilder(2_048);
        if (letter.draft()) {
            text.append(Letter.DRAFT).append("\n\n");
        }
        for (Block block : letter.blocks()) {
            switch (block) {
                case Paragraph(String words) -> line(text, words);
                case Heading(String words) -> {
                    line(text, words);
                    text.append(RULE.repeat(VisibleText.of(words).length())).append('\n');
                }
                case Address(List<String> lines) -> lines.forEach(one -> line(text, one));
                case Table(List<String> head, List<List<String>> rows) -> {
                    line(text, String.join(" | ", head));
                    rows.forEach(row -> line(text, String.join(" | ", row)));
                }
                case Picture _ -> {
                    // Drawn only; what it shows stands in a table beside it.
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String words) {
        text.append(VisibleText.of(words)).append('\n');
    }
}
