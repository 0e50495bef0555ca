package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `scan` opens documents in a process of its own, and what cannot be opened is named and does no
/// harm.
class DocumentsAreScannedTest {
    private static final String NOTE = "Patient: Jane Roe, MRN: 00123456, diagnosed with diabetes.";

    @TempDir Path directory;

    @Test
    void documentsOfAFolderAreReadAsAPersonReadsThem() throws IOException {
        file("a.pdf", pdf(NOTE));
        // Editors cut a value into runs anywhere.
        file(
                "b.docx",
                docx(
                        "<w:p><w:r><w:t>MRN: 001</w:t></w:r><w:r><w:t>23456 diabetes</w:t></w:r></w:p>"));
        file("c.rtf", utf8("{\\rtf1\\ansi Visit\\par MRN: 001{\\b 23456} diabetes}"));
        file("d.html", utf8("<!DOCTYPE html><p>MRN: 001<b>23456</b> diabetes</p>"));
        file(
                "e.zip",
                zip("inner/letter.docx", docx(paragraph(NOTE)), "plain.txt", utf8("Fine.\n")));
        file(
                "f.xlsx",
                zip(
                        "[Content_Types].xml",
                        utf8("<Types/>"),
                        "xl/workbook.xml",
                        utf8("<workbook/>"),
                        "xl/worksheets/sheet1.xml",
                        utf8(
                                "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>"
                                        + NOTE
                                        + "</t></is></c></row></sheetData></worksheet>")));
        countersign("scan", directory.toString())
                .exits(ExitCode.FOUND)
                .says(
                        "a.pdf: PHI",
                        "b.docx: PHI",
                        "c.rtf: PHI",
                        "d.html: PHI",
                        "e.zip!/inner/letter.docx: PHI",
                        "e.zip!/plain.txt: no PHI",
                        "f.xlsx: PHI",
                        "7 files",
                        "PHI in 6")
                .saysNot("00123456", "PARTIAL", "skipped");
        countersign("scan", "--json", directory.resolve("c.rtf").toString())
                .says("\"type\":\"MRN\"", "\"line\":2,\"start\":11,\"end\":19")
                .says("\"phi\":true", "\"inspected\":\"FULL\"")
                .saysNot("00123456");
    }

    @Test
    void filesWithinADocumentAreNamed() throws IOException {
        Path file =
                file(
                        "letter.docx",
                        zip(
                                "[Content_Types].xml",
                                utf8("<Types/>"),
                                "word/document.xml",
                                utf8(body(paragraph("See the list."))),
                                "word/embeddings/list.docx",
                                docx(paragraph(NOTE))));
        countersign("scan", file.toString())
                .exits(ExitCode.FOUND)
                .says("letter.docx: no PHI", "letter.docx!/list.docx: PHI", "2 files");
    }

    @Test
    void picturesAreNotInspectedAndSaySo() throws IOException {
        file("scan.png", picture(20_000));
        file(
                "letter.docx",
                zip(
                        "[Content_Types].xml",
                        utf8("<Types/>"),
                        "word/document.xml",
                        utf8(body(paragraph("The garage opens at eight."))),
                        "word/media/icon.png",
                        picture(300),
                        "word/media/photo.png",
                        picture(20_000)));
        countersign("scan", directory.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "letter.docx: undecided (",
                        "inspected PARTIAL (IMAGE)",
                        "scan.png: skipped (IMAGE)",
                        "pictures that nobody looked at 3");
        countersign("scan", "--json", directory.resolve("scan.png").toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "\"phi\":null",
                        "\"inspected\":\"NOT_INSPECTED\",\"inspectedReason\":\"IMAGE\",\"pictures\":1");
        countersign("scan", "--json", directory.resolve("letter.docx").toString())
                .says("\"inspected\":\"PARTIAL\",\"inspectedReason\":\"IMAGE\",\"pictures\":2");
        countersign("scan", "--fail-on", "not-inspected", directory.toString())
                .exits(ExitCode.REJECTED);
    }

    @Test
    void aSmallPictureLeavesTheTextInspected() throws IOException {
        Path file =
                file(
                        "letter.docx",
                        zip(
                                "[Content_Types].xml",
                                utf8("<Types/>"),
                                "word/document.xml",
                                utf8(body(paragraph("The garage opens at eight."))),
                                "word/media/icon.png",
                                picture(300)));
        countersign("scan", file.toString())
                .exits(ExitCode.CLEAN)
                .says("letter.docx: no PHI", "pictures that nobody looked at 1")
                .saysNot("PARTIAL");
    }

    /// The third never ends: its process is killed at its time, and the next document is opened.
    @Test
    void hostileDocumentsAreNamedAndTheNextOneIsRead() throws IOException {
        file("a-damaged.pdf", Arrays.copyOf(new byte[] {'%', 'P', 'D', 'F', '-', -1, 0, -2}, 900));
        file("b-bomb.docx", docx(paragraph(NOTE + " x".repeat(150 << 20))));
        file("c-endless.pdf", endlessPdf());
        file("d-cut.docx", Arrays.copyOf(docx(paragraph(NOTE.repeat(50))), 200));
        file("e-letter.docx", docx(paragraph(NOTE)));
        long begun = System.nanoTime();
        countersign("scan", "--document-time", "6s", directory.toString())
                .exits(ExitCode.FOUND)
                .says(
                        "a-damaged.pdf: skipped (DOCUMENT_UNREADABLE)",
                        "b-bomb.docx: PHI",
                        "inspected PARTIAL (DOCUMENT_LIMIT)",
                        "c-endless.pdf: skipped (DOCUMENT_LIMIT)",
                        "e-letter.docx: PHI",
                        "could not be read")
                .complains(
                        "a-damaged.pdf: is a damaged document",
                        "b-bomb.docx: passes a limit of documents",
                        "c-endless.pdf: passes a limit of documents",
                        "d-cut.docx: ");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
        countersign("scan", directory.resolve("a-damaged.pdf").toString()).exits(ExitCode.REJECTED);
    }

    @Test
    void markupThatCannotBeOpenedIsReadAsItStands() throws IOException {
        Path file =
                file("log.xml", utf8("<?xml version=\"1.0\"?><a>One</a>\n<a>" + NOTE + "</a>\n"));
        countersign("scan", file.toString())
                .exits(ExitCode.FOUND)
                .says("log.xml: PHI", "inspected PARTIAL (DOCUMENT_UNREADABLE)", "line 2");
    }

    @Test
    void linesOfJsonAreLinesWhateverTheyBeginWith() {
        reading("{\"id\":1,\"text\":\"%PDF-1.7 MRN: 00123456 diabetes\"}\n", "scan", "--jsonl", "-")
                .exits(ExitCode.FOUND)
                .says("{\"id\":1,\"spans\":[{\"start\":14,\"end\":22,\"type\":\"MRN\"");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (String time : new String[] {"soon", "0s", "2h"}) {
            reading("x", "scan", "--document-time", time, "-")
                    .exits(ExitCode.USAGE)
                    .complains(
                            "--document-time is a number and a unit, such as 30s, and at most 1h");
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] picture(int bytes) {
        return Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'}, bytes);
    }

    private static String paragraph(String text) {
        return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
    }

    private static String body(String paragraphs) {
        return "<w:document xmlns:w=\"w\"><w:body>" + paragraphs + "</w:body></w:document>";
    }

    private static byte[] docx(String paragraphs) throws IOException {
        return zip(
                "[Content_Types].xml",
                utf8("<Types/>"),
                "word/document.xml",
                utf8(body(paragraphs)));
    }

    /// @param namesAndContents one after the other
    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] pdf(String text) {
        return pdf(
                "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
                "BT /F 12 Tf 9 700 Td (" + text + ") Tj ET",
                "");
    }

    /// Each of its forms shows the next one eight times.
    private static byte[] endlessPdf() {
        StringBuilder forms = new StringBuilder();
        int count = 30;
        for (int i = 0; i < count; i++) {
            String content = i + 1 == count ? "BT ET" : "/X Do ".repeat(8);
            forms.append(10 + i)
                    .append(" 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<")
                    .append("/XObject<</X ")
                    .append(11 + i)
                    .append(" 0 R>>>>/Length ")
                    .append(content.length())
                    .append(">>stream\n")
                    .append(content)
                    .append("\nendstream endobj\n");
        }
        return pdf("/XObject<</X 10 0 R>>", "/X Do", forms.toString());
    }

    private static byte[] pdf(String resources, String content, String objects) {
        return utf8(
                "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                        + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                        + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<"
                        + resources
                        + ">>/Contents 4 0 R>>endobj\n4 0 obj<</Length "
                        + content.length()
                        + ">>stream\n"
                        + content
                        + "\nendstream endobj\n"
                        + objects
                        + "trailer<</Root 1 0 R>>\n%%EOF\n");
    }
}
