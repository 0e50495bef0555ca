package io.countersign.intake.documents;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;

/// The pictures of a PDF's pages, each counted once however often it is shown: image XObjects, also
/// those within forms (ISO 32000-1, 8.9.5 and 8.10).
final class PdfPictures {
    /// Forms within forms.
    private static final int MAX_DEPTH = 16;

    private final Inside inside;
    private final Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    PdfPictures(Inside inside) {
        this.inside = inside;
    }

    /// @return whether the page shows anything but its own lines and letters
    boolean ofPage(PDPage page) {
        PDResources resources = page.getResources();
        if (resources == null) {
            return false;
        }
        of(resources.getCOSObject(), 0);
        // Forms may hold the image, and a page of forms without text is no page to look through.
        return resources.getXObjectNames().iterator().hasNext();
    }

    private void of(COSDictionary resources, int depth) {
        COSDictionary objects = resources.getCOSDictionary(COSName.XOBJECT);
        if (objects == null || depth > MAX_DEPTH) {
            return;
        }
        for (COSName name : objects.keySet()) {
            COSStream object = objects.getCOSStream(name);
            if (object == null || !seen.add(object)) {
                continue;
            }
            COSName kind = object.getCOSName(COSName.SUBTYPE);
            COSDictionary inner = object.getCOSDictionary(COSName.RESOURCES);
            if (COSName.IMAGE.equals(kind)) {
                inside.picture(object.getLength());
            } else if (inner != null) {
                of(inner, depth + 1);
            }
        }
    }
}
