package io.countersign.forensics.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.COSObjectable;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDParentTreeValue;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;

/// Pages that fill from above, and the tree of tags that tells readers of screens what each piece
/// of them is (ISO 32000-1, 14.7 and 14.8).
final class PdfPages implements AutoCloseable {
    /// Points; the paper is US Letter.
    static final double MARGIN = 54;

    static final double WIDTH = PDRectangle.LETTER.getWidth() - 2 * MARGIN;

    private static final double TOP = PDRectangle.LETTER.getHeight() - MARGIN;

    private final PDDocument document;
    private final PDStructureTreeRoot tags = new PDStructureTreeRoot();
    private final PDStructureElement whole;
    private final Map<Integer, COSObjectable> parents = new HashMap<>();
    private final List<PDPage> pages = new ArrayList<>();
    private PDPageContentStream content;
    private COSArray owners = new COSArray();
    private double y;

    PdfPages(PDDocument document) throws IOException {
        this.document = document;
        document.getDocumentCatalog().setStructureTreeRoot(tags);
        PDMarkInfo marked = new PDMarkInfo();
        marked.setMarked(true);
        document.getDocumentCatalog().setMarkInfo(marked);
        this.whole = new PDStructureElement("Document", tags);
        tags.appendKid(whole);
        this.content = opened();
    }

    /// Points left on this page.
    double left() {
        return y - MARGIN;
    }

    /// Points of an empty page.
    static double height() {
        return TOP - MARGIN;
    }

    void down(double points) {
        y -= points;
    }

    /// The height at which the page is filled.
    double y() {
        return y;
    }

    PDPage page() {
        return pages.getLast();
    }

    PDPageContentStream content() {
        return content;
    }

    void next() throws IOException {
        content.close();
        content = opened();
    }

    /// Begins a page where this one has less left.
    void need(double points) throws IOException {
        if (left() < points) {
            next();
        }
    }

    /// A tag below the document's.
    PDStructureElement tag(String type) {
        return tag(type, whole);
    }

    PDStructureElement tag(String type, PDStructureNode parent) {
        PDStructureElement element = new PDStructureElement(type, parent);
        parent.appendKid(element);
        return element;
    }

    /// What is drawn until [#end] belongs to the tag.
    void begin(PDStructureElement element) throws IOException {
        int number = owners.size();
        COSDictionary properties = new COSDictionary();
        properties.setInt(COSName.MCID, number);
        content.beginMarkedContent(
                COSName.getPDFName(element.getStructureType()), PDPropertyList.create(properties));
        PDMarkedContentReference reference = new PDMarkedContentReference();
        reference.setPage(page());
        reference.setMCID(number);
        element.appendKid(reference);
        owners.add(element);
    }

    void end() throws IOException {
        content.endMarkedContent();
    }

    /// Writes the number of each page, which belongs to no tag, and the tree.
    ///
    /// @param beside the number, in letters of the font
    void finish(PdfFont font, String beside) throws IOException {
        content.close();
        for (int i = 0; i < pages.size(); i++) {
            try (PDPageContentStream foot =
                    new PDPageContentStream(
                            document,
                            pages.get(i),
                            PDPageContentStream.AppendMode.APPEND,
                            true,
                            true)) {
                foot.beginMarkedContent(COSName.ARTIFACT);
                foot.beginText();
                foot.setFont(font.font(), 8);
                foot.newLineAtOffset((float) MARGIN, (float) (MARGIN / 2));
                foot.showText("Page " + (i + 1) + " of " + pages.size() + "   " + beside);
                foot.endText();
                foot.endMarkedContent();
            }
        }
        PDNumberTreeNode tree = new PDNumberTreeNode(PDParentTreeValue.class);
        tree.setNumbers(parents);
        tags.setParentTree(tree);
        tags.setParentTreeNextKey(pages.size());
    }

    private PDPageContentStream opened() throws IOException {
        PDPage page = new PDPage(PDRectangle.LETTER);
        document.addPage(page);
        page.setStructParents(pages.size());
        page.getCOSObject().setName(COSName.getPDFName("Tabs"), "S");
        owners = new COSArray();
        parents.put(pages.size(), new PDParentTreeValue(owners));
        pages.add(page);
        y = TOP;
        return new PDPageContentStream(document, page);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
