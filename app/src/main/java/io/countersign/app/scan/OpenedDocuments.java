package io.countersign.app.scan;

import io.countersign.intake.documents.DocumentGap;
import io.countersign.intake.documents.DocumentKind;
import io.countersign.intake.documents.DocumentLimits;
import io.countersign.intake.documents.DocumentReader;
import io.countersign.intake.documents.DocumentText;
import io.countersign.intake.documents.OfficePackage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The documents among the inputs of a scan: held in memory up to [DocumentLimits#MAX_INPUT_BYTES]
/// and opened by a [DocumentReader]. Markup that cannot be opened is a text all the same and is
/// handed back as it stands.
final class OpenedDocuments {
    private static final Set<DocumentKind> MARKUP =
            EnumSet.of(DocumentKind.HTML, DocumentKind.XML, DocumentKind.RTF);

    private static final int CHUNK_BYTES = 64 << 10;

    private final DocumentReader reader;

    OpenedDocuments(DocumentReader reader) {
        this.reader = reader;
    }

    /// What became of a document.
    sealed interface Opened {
        /// Its texts; one without a name is the document's own.
        record Texts(List<DocumentText> texts) implements Opened {}

        /// Its bytes, and why nothing better can be had.
        record AsItStands(InputStream bytes, Shortfall why) implements Opened {}

        /// None of it can be read.
        record Shut(Shortfall why, int pictures) implements Opened {}

        /// It is a zip archive that is no document, or too large for one.
        record Archive(InputStream bytes) implements Opened {}
    }

    /// Whether an input is a document, or may be one.
    ///
    /// @param first [DocumentKind#LOOKED_AT] bytes of it, or all there are
    static boolean may(byte[] first) {
        return switch (DocumentKind.of(first)) {
            case PDF, OLE2, RTF, HTML, XML, TAR, IMAGE -> true;
            case ZIP -> OfficePackage.mayBegin(first);
            case GZIP, OTHER -> false;
        };
    }

    /// Opens what [#may] says may be one.
    Opened open(byte[] first, InputStream in) throws IOException {
        DocumentKind kind = DocumentKind.of(first);
        if (kind == DocumentKind.IMAGE) {
            return new Opened.Shut(Shortfall.IMAGE, 1);
        }
        byte[] held = new byte[CHUNK_BYTES];
        int length = 0;
        while (length <= DocumentLimits.MAX_INPUT_BYTES) {
            int read;
            try {
                read = in.read(held, length, held.length - length);
            } catch (IOException _breaksOff) {
                return shut(kind, bytes(held, length), Shortfall.READ_FAILED);
            }
            if (read < 0) {
                return open(kind, Arrays.copyOf(held, length));
            }
            length += read;
            if (length == held.length) {
                held = Arrays.copyOf(held, 2 * length);
            }
        }
        InputStream all = new SequenceInputStream(bytes(held, length), in);
        return kind == DocumentKind.ZIP
                ? new Opened.Archive(all)
                : shut(kind, all, Shortfall.DOCUMENT_LIMIT);
    }

    private Opened open(DocumentKind kind, byte[] document) throws IOException {
        if (kind == DocumentKind.ZIP && !OfficePackage.is(document)) {
            return new Opened.Archive(new ByteArrayInputStream(document));
        }
        List<DocumentText> texts;
        try {
            texts = reader.read("", document);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        DocumentGap gap = texts.getFirst().gap();
        boolean broken = gap != DocumentGap.NONE && gap != DocumentGap.IMAGE;
        return broken && MARKUP.contains(kind)
                ? new Opened.AsItStands(new ByteArrayInputStream(document), Shortfall.of(gap))
                : new Opened.Texts(texts);
    }

    private static Opened shut(DocumentKind kind, InputStream bytes, Shortfall why) {
        return MARKUP.contains(kind) ? new Opened.AsItStands(bytes, why) : new Opened.Shut(why, 0);
    }

    private static InputStream bytes(byte[] held, int length) {
        return new ByteArrayInputStream(held, 0, length);
    }
}
