package io.countersign.intake.documents;

import static io.countersign.intake.documents.SampleDocuments.docx;
import static io.countersign.intake.documents.SampleDocuments.gzip;
import static io.countersign.intake.documents.SampleDocuments.pdf;
import static io.countersign.intake.documents.SampleDocuments.utf8;
import static io.countersign.intake.documents.SampleDocuments.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/// What a document says comes out of it, and what does not come out is named.
class DocumentsAreOpenedTest {
    private static DocumentText one(String name, byte[] bytes) {
        List<DocumentText> texts = new DocumentOpener().open(name, bytes);
        assertThat(texts).hasSize(1);
        return texts.getFirst();
    }

    @Test
    void theTextLayerOfAPdf() throws IOException {
        DocumentText text = one("visit.pdf", pdf("Dana Quill, MRN 5550142", ""));
        assertThat(text.text()).contains("Dana Quill, MRN 5550142");
        assertThat(text.gap()).isEqualTo(DocumentGap.NONE);
    }

    @Test
    void runsOfAWordDocumentJoinAndParagraphsDoNot() throws IOException {
        DocumentText text =
                one(
                        "visit.docx",
                        docx(
                                "<w:p><w:r><w:t>Dana Qu</w:t></w:r><w:r><w:t>ill</w:t></w:r></w:p>"
                                        + "<w:p><w:r><w:t>MRN 5550142</w:t></w:r></w:p>"));
        assertThat(text.kind()).isEqualTo("docx");
        assertThat(text.text()).contains("Dana Quill\nMRN 5550142\n", "Example Clinic");
    }

    @Test
    void cellsAreShownAsTheReaderSeesThem() throws IOException {
        assertThat(one("a.xlsx", SampleDocuments.xlsx()).text())
                .contains("Visits", "Dana Quill\t3/3/61\tMRN 5550142");
        assertThat(one("a.xls", SampleDocuments.xls()).text()).contains("Dana Quill");
    }

    @Test
    void slidesRtfAndHtml() throws IOException {
        assertThat(one("a.pptx", SampleDocuments.pptx()).text()).contains("Dana Quill");
        assertThat(one("a.rtf", SampleDocuments.rtf()).text())
                .isEqualTo("Dana Quill, caf\u00e9 \u20ac\nsecond line");
        assertThat(
                        one(
                                        "a.html",
                                        utf8(
                                                "<!DOCTYPE html><html><style>x</style><body><p>Dana <b>Quill</b></p>"
                                                        + "<table><tr><td>MRN</td><td>5550142</td></tr></table></body></html>"))
                                .text())
                .contains("Dana Quill\n", "MRN\t5550142");
    }

    @Test
    void aClinicalDocumentSaysWhoThePatientIs() {
        assertThat(one("ccda.xml", SampleDocuments.clinical()).text())
                .contains("MRN: 5550142", "name: Dana Quill", "date of birth: 1961-03-04")
                .contains("tr: Asthma active");
    }

    @Test
    void filesOfArchivesComeByTheirNames() throws IOException {
        byte[] inner =
                zip("notes/a.txt", "Dana Quill", "b.docx", docx("<w:p><w:t>MRN</w:t></w:p>"));
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar)) {
            TarArchiveEntry entry = new TarArchiveEntry("inner.zip");
            entry.setSize(inner.length);
            out.putArchiveEntry(entry);
            out.write(inner);
            out.closeArchiveEntry();
        }
        List<DocumentText> texts = new DocumentOpener().open("all.tar.gz", gzip(tar.toByteArray()));
        assertThat(texts).extracting(DocumentText::name).containsExactly("notes/a.txt", "b.docx");
        assertThat(texts).extracting(DocumentText::gap).containsOnly(DocumentGap.NONE);
    }

    @Test
    void picturesAndPasswordsAreNamed() throws IOException {
        byte[] png = new byte[100];
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, 0, png, 0, 4);
        assertThat(one("scan.png", png).gap()).isEqualTo(DocumentGap.IMAGE);
        assertThat(one("a.pdf", pdf("secret", "pass")).gap()).isEqualTo(DocumentGap.ENCRYPTED);
        byte[] locked = zip("a.txt", "hello");
        locked[6] |= 1;
        assertThat(one("a.zip", locked).gap()).isEqualTo(DocumentGap.ENCRYPTED);
        assertThat(one("a.bin", new byte[] {1, 0, 2}).gap())
                .isEqualTo(DocumentGap.DOCUMENT_TYPE_UNKNOWN);
    }

    @Test
    void filesThatAPdfEmbedsComeBehindItByTheirNames() throws IOException {
        byte[] pdf =
                SampleDocuments.pdfWith(
                        "Cover letter", 4, "visit.docx", docx("<w:p><w:t>Dana Quill</w:t></w:p>"));
        List<DocumentText> texts = new DocumentOpener().open("letter.pdf", pdf);
        assertThat(texts)
                .extracting(DocumentText::name)
                .containsExactly("letter.pdf", "pinned.txt", "visit.docx");
        assertThat(texts).extracting(DocumentText::kind).containsExactly("pdf", "text", "docx");
        assertThat(texts.get(0).text()).contains("Cover letter");
        assertThat(texts.get(1).text()).contains("A pinned note");
        assertThat(texts.get(2).text()).contains("Dana Quill");
    }

    @Test
    void filesInFilesOfPdfsEndAtTheNesting() throws IOException {
        byte[] inner = utf8("Dana Quill");
        for (int i = 0; i < DocumentLimits.MAX_NESTING + 1; i++) {
            inner = SampleDocuments.pdfWith("Level " + i, 4, "inner.pdf", inner);
        }
        List<DocumentText> texts = new DocumentOpener().open("outer.pdf", inner);
        assertThat(texts)
                .filteredOn(text -> text.kind().equals("pdf"))
                .hasSize(DocumentLimits.MAX_NESTING + 1);
        assertThat(texts)
                .filteredOn(text -> text.gap() == DocumentGap.DOCUMENT_LIMIT)
                .extracting(DocumentText::name)
                .containsExactlyInAnyOrder("inner.pdf", "pinned.txt");
    }

    @Test
    void documentsWithinOfficeDocumentsAreOpened() throws IOException {
        byte[] letter =
                zip(
                        "[Content_Types].xml",
                        "<Types/>",
                        "word/document.xml",
                        "<w:document xmlns:w=\"w\"><w:p><w:t>See the list</w:t></w:p></w:document>",
                        "word/embeddings/list.xlsx",
                        SampleDocuments.xlsx());
        List<DocumentText> texts = new DocumentOpener().open("letter.docx", letter);
        assertThat(texts)
                .extracting(DocumentText::name)
                .containsExactly("letter.docx", "list.xlsx");
        assertThat(texts.get(1).text()).contains("Dana Quill");
    }

    /// Every picture is counted; one that is larger than an icon leaves its document PARTIAL.
    @Test
    void picturesWithinDocumentsAreCountedAndLargeOnesAreAGap() throws IOException {
        for (int more = 0; more <= 1; more++) {
            int size = Inside.ICON_BYTES + more;
            DocumentGap expected = more == 0 ? DocumentGap.NONE : DocumentGap.IMAGE;
            byte[] letter =
                    zip(
                            "[Content_Types].xml",
                            "<Types/>",
                            "word/document.xml",
                            "<w:document xmlns:w=\"w\"><w:p><w:t>Dana Quill</w:t></w:p></w:document>",
                            "word/media/image1.png",
                            new byte[size],
                            "word/media/image2.png",
                            new byte[10]);
            String rtf = "{\\rtf1 Dana Quill{\\pict\\pngblip " + "00".repeat(size) + "} well}";
            String html =
                    "<html><p>Dana Quill</p><img src=\"data:image/png;base64,"
                            + Base64.getEncoder().withoutPadding().encodeToString(new byte[size])
                            + "\"></html>";
            assertPictures(one("a.docx", letter), expected, 2);
            assertPictures(one("a.rtf", utf8(rtf)), expected, 1);
            assertPictures(one("a.html", utf8(html)), expected, 1);
        }
        List<DocumentText> small =
                new DocumentOpener()
                        .open(
                                "a.pdf",
                                SampleDocuments.pdfWith("Dana Quill", 16, "a.txt", utf8("x")));
        assertPictures(small.getFirst(), DocumentGap.NONE, 1);
        List<DocumentText> large =
                new DocumentOpener()
                        .open(
                                "a.pdf",
                                SampleDocuments.pdfWith("Dana Quill", 64, "a.txt", utf8("x")));
        assertPictures(large.getFirst(), DocumentGap.IMAGE, 1);
    }

    private static void assertPictures(DocumentText text, DocumentGap gap, int pictures) {
        assertThat(text.text()).contains("Dana Quill");
        assertThat(text.gap()).as(text.kind()).isEqualTo(gap);
        assertThat(text.pictures()).as(text.kind()).isEqualTo(pictures);
    }

    @Test
    void aTextThatOnlyBeginsLikeADocumentIsReadAsItStands() {
        for (String begin :
                List.of("About %PDF-1.7 files. ", "<?xml version=\"1.0\"?>", "{\\rtf")) {
            DocumentText text = one("note", utf8(begin + " Patient Dana Quill & Co"));
            assertThat(text.text()).contains("Dana Quill");
        }
        assertThat(one("note", utf8("About %PDF-1.7 files.")).gap())
                .isEqualTo(DocumentGap.DOCUMENT_UNREADABLE);
    }

    @Test
    void bombsCostTheirLimit() throws IOException {
        byte[] zeros = new byte[300 * 1024 * 1024];
        byte[] packed = zip("a.txt", zeros);
        assertThat(new DocumentOpener().open("bomb.zip", packed))
                .extracting(DocumentText::gap)
                .contains(DocumentGap.DOCUMENT_LIMIT);
        byte[] nested = utf8("inside");
        for (int i = 0; i < 6; i++) {
            nested = zip("n.zip", nested);
        }
        assertThat(new DocumentOpener().open("deep.zip", nested))
                .extracting(DocumentText::gap)
                .containsExactly(DocumentGap.DOCUMENT_LIMIT);
        assertThat(one("deep.xml", utf8("<?xml version=\"1.0\"?>" + "<a>".repeat(5_000))).gap())
                .isEqualTo(DocumentGap.DOCUMENT_LIMIT);
    }

    @Test
    void noEntityExpandsAndNothingOutsideIsOpened() {
        String laughs =
                "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">"
                        + "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><l>&b;&f;text</l>";
        DocumentText text = one("l.xml", utf8(laughs));
        assertThat(text.text()).doesNotContain("haha", "root:");
    }

    /// Seeds are fixed: a failure comes back on the next run.
    @Test
    void cutAndMutatedDocumentsGiveATextOrAGap() throws IOException {
        Random random = new Random(20_261_126);
        List<byte[]> whole =
                List.of(
                        pdf("Dana Quill", ""),
                        docx("<w:p><w:r><w:t>Dana Quill</w:t></w:r></w:p>"),
                        SampleDocuments.xlsx(),
                        SampleDocuments.xls(),
                        SampleDocuments.rtf(),
                        SampleDocuments.clinical(),
                        gzip(utf8("Dana Quill")));
        for (byte[] document : whole) {
            for (int i = 0; i < 60; i++) {
                byte[] bytes = document.clone();
                for (int m = random.nextInt(5); m > 0; m--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                byte[] given = java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
                assertThatCode(() -> assertThat(new DocumentOpener().open("x", given)).isNotEmpty())
                        .doesNotThrowAnyException();
            }
        }
    }
}
