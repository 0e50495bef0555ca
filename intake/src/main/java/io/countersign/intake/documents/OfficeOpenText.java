package io.countersign.intake.documents;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/// The text of DOCX, XLSX, PPTX (ECMA-376) and of OpenDocument files, as a stream: every part that
/// holds text, headers, footnotes, comments and speaker's notes included, is read as it comes.
/// Pictures are not read, and that is said; documents within it are opened by themselves.
final class OfficeOpenText implements Format {
    /// Elements whose end is a line's end: paragraphs, rows, OpenDocument's paragraphs and
    /// headings.
    private static final Set<String> LINES = Set.of("p", "tr", "h", "table-row");

    private static final Set<String> CELLS = Set.of("tc", "table-cell");

    private final String kind;

    /// @param kind docx, xlsx, pptx or odf
    OfficeOpenText(String kind) {
        this.kind = kind;
    }

    /// The kind of an office document by the names of its parts; empty where it is another archive.
    static String kind(Set<String> names) {
        if (names.contains("[Content_Types].xml")) {
            for (String name : names) {
                String kind =
                        switch (name.substring(0, Math.max(0, name.indexOf('/')))) {
                            case "word" -> "docx";
                            case "xl" -> "xlsx";
                            case "ppt" -> "pptx";
                            default -> "";
                        };
                if (!kind.isEmpty()) {
                    return kind;
                }
            }
        }
        return names.contains("mimetype") && names.contains("content.xml") ? "odf" : "";
    }

    @Override
    public void read(byte[] bytes, Budget budget, Budget.Text text, Inside inside)
            throws IOException {
        if (kind.equals("xlsx")) {
            new Workbook(budget, text).read(bytes);
        }
        Zip.read(
                bytes,
                budget,
                (name, content) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (holdsText(lower)) {
                        XmlStreams.read(content, new Words(text));
                        text.line();
                    } else if (lower.contains("/media/") || lower.startsWith("pictures/")) {
                        inside.picture(content.transferTo(OutputStream.nullOutputStream()));
                    } else if (lower.contains("/embeddings/")) {
                        inside.file(name.substring(name.lastIndexOf('/') + 1), content);
                    }
                });
    }

    /// Sheets and their strings are the workbook's; relations and styles hold no text.
    private boolean holdsText(String name) {
        if (!name.endsWith(".xml")) {
            return false;
        }
        return switch (kind) {
            case "docx" ->
                    (name.startsWith("word/") && !name.endsWith("styles.xml") && isDirect(name))
                            || name.startsWith("word/charts/")
                            || name.startsWith("word/diagrams/data");
            case "pptx" ->
                    name.startsWith("ppt/slides/")
                            || name.startsWith("ppt/notesslides/")
                            || name.startsWith("ppt/comments/")
                            || name.startsWith("ppt/charts/")
                            || name.startsWith("ppt/diagrams/data");
            case "xlsx" ->
                    name.startsWith("xl/comments")
                            || name.startsWith("xl/threadedcomments/")
                            || name.startsWith("xl/drawings/");
            default -> name.equals("content.xml") || name.equals("styles.xml");
        };
    }

    private static boolean isDirect(String name) {
        return name.indexOf('/', "word/".length()) < 0;
    }

    /// Runs join without a blank: editors cut words into them anywhere.
    private static final class Words implements XmlStreams.Events {
        private final Budget.Text text;
        private int unseen;

        Words(Budget.Text text) {
            this.text = text;
        }

        @Override
        public void start(XMLStreamReader element) throws IOException {
            switch (element.getLocalName()) {
                case "tab", "s" -> text.add(" ");
                case "br", "cr", "line-break" -> text.line();
                case "instrText", "posOffset", "pctWidth", "pctHeight" -> unseen++;
                default -> {
                    // Its text comes as an event of its own.
                }
            }
        }

        @Override
        public void text(String more) throws IOException {
            if (unseen == 0 && !(more.isBlank() && more.indexOf('\n') >= 0)) {
                text.add(more);
            }
        }

        @Override
        public void end(String name) throws IOException {
            switch (name) {
                case "instrText", "posOffset", "pctWidth", "pctHeight" -> unseen--;
                default -> {
                    if (LINES.contains(name)) {
                        text.line();
                    } else if (CELLS.contains(name)) {
                        text.add("\t");
                    }
                }
            }
        }
    }
}
