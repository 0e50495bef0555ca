package io.countersign.intake.documents;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationFileAttachment;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;

/// Documents about nobody, made by the test.
final class SampleDocuments {
    private SampleDocuments() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] pdf(String text, String password) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(72, 700);
                content.showText(text);
                content.endText();
            }
            if (!password.isEmpty()) {
                document.protect(
                        new StandardProtectionPolicy(password, password, new AccessPermission()));
            }
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    /// Each of its forms shows the next one eight times: nobody ever comes to its end.
    static byte[] endlessPdf() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDFormXObject inner = form(document, new PDResources(), "BT ET");
            for (int i = 0; i < 30; i++) {
                PDResources resources = new PDResources();
                resources.put(COSName.getPDFName("X"), inner);
                inner = form(document, resources, "/X Do ".repeat(8));
            }
            PDResources resources = new PDResources();
            resources.put(COSName.getPDFName("X"), inner);
            page.setResources(resources);
            page.setContents(new PDStream(document, stream("/X Do")));
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    private static PDFormXObject form(PDDocument document, PDResources resources, String content)
            throws IOException {
        PDFormXObject form = new PDFormXObject(new PDStream(document, stream(content)));
        form.setBBox(new PDRectangle(600, 800));
        form.setResources(resources);
        return form;
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(utf8(content));
    }

    /// A page with a text, a picture of so many random pixels a side, and an embedded file.
    static byte[] pdfWith(String text, int pixels, String name, byte[] file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(pdf(text, ""))) {
            PDPage page = document.getPage(0);
            BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
            Random random = new Random(7);
            for (int x = 0; x < pixels * pixels; x++) {
                image.setRGB(x % pixels, x / pixels, random.nextInt());
            }
            page.getResources().add(LosslessFactory.createFromImage(document, image));
            PDComplexFileSpecification specification = new PDComplexFileSpecification();
            specification.setFile(name);
            specification.setFileUnicode(name);
            specification.setEmbeddedFile(
                    new PDEmbeddedFile(document, new ByteArrayInputStream(file)));
            PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
            tree.setNames(Map.of(name, specification));
            PDDocumentNameDictionary names =
                    new PDDocumentNameDictionary(document.getDocumentCatalog());
            names.setEmbeddedFiles(tree);
            document.getDocumentCatalog().setNames(names);
            PDAnnotationFileAttachment pinned = new PDAnnotationFileAttachment();
            PDComplexFileSpecification note = new PDComplexFileSpecification();
            note.setFile("pinned.txt");
            note.setEmbeddedFile(
                    new PDEmbeddedFile(document, new ByteArrayInputStream(utf8("A pinned note"))));
            pinned.setFile(note);
            pinned.setRectangle(new PDRectangle(10, 10));
            page.setAnnotations(List.of(pinned));
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    /// @param namesAndContents one after the other
    static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write(
                        namesAndContents[i + 1] instanceof byte[] content
                                ? content
                                : utf8((String) namesAndContents[i + 1]));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] docx(String body) throws IOException {
        return zip(
                "[Content_Types].xml",
                "<Types/>",
                "word/document.xml",
                "<w:document xmlns:w=\"w\"><w:body>" + body + "</w:body></w:document>",
                "word/header1.xml",
                "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>Example Clinic</w:t></w:r></w:p></w:hdr>");
    }

    static byte[] xlsx() throws IOException {
        return zip(
                "[Content_Types].xml",
                "<Types/>",
                "xl/workbook.xml",
                "<workbook><sheets><sheet name=\"Visits\"/></sheets></workbook>",
                "xl/worksheets/sheet1.xml",
                "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>22343</v></c>"
                        + "<c t=\"inlineStr\"><is><t>MRN 5550142</t></is></c></row></sheetData></worksheet>",
                "xl/styles.xml",
                "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
                "xl/sharedStrings.xml",
                "<sst><si><r><t>Dana </t></r><r><t>Quill</t></r></si></sst>");
    }

    static byte[] pptx() throws IOException {
        return zip(
                "[Content_Types].xml",
                "<Types/>",
                "ppt/slides/slide1.xml",
                "<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><a:p><a:r><a:t>Dana Quill</a:t></a:r></a:p></p:sld>");
    }

    static byte[] xls() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HSSFWorkbook workbook = new HSSFWorkbook()) {
            workbook.createSheet("Visits").createRow(0).createCell(0).setCellValue("Dana Quill");
            workbook.write(bytes);
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    static byte[] rtf() {
        return utf8(
                "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}Dana\\~Quill, caf\\'e9 "
                        + "\\u8364?\\par second line}");
    }

    static byte[] clinical() {
        return utf8(
                "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><recordTarget><patientRole>"
                        + "<id root=\"2.16.840.1.113883.19.5\" extension=\"5550142\"/><patient>"
                        + "<name><given>Dana</given><family>Quill</family></name><birthTime value=\"19610304\"/>"
                        + "</patient></patientRole></recordTarget><text><table><tbody><tr><td>Asthma</td>"
                        + "<td>active</td></tr></tbody></table></text></ClinicalDocument>");
    }
}
