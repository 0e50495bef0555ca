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
