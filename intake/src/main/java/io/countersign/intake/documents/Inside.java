package io.countersign.intake.documents;

import java.io.IOException;
import java.io.InputStream;

/// What a document holds beside its own text: files that are opened after it, and pictures, which
/// nobody looks at. All pictures are counted; one of more than [#ICON_BYTES] may show a text, so
/// that its document is not inspected as a whole.
final class Inside {
    /// Bullets, lines and small emblems are no larger, as they are packed in the document.
    static final int ICON_BYTES = 8 * 1024;

    /// Takes a file that a document holds.
    interface Files {
        /// @param name as the document spells it; may be empty
        void file(String name, InputStream content) throws IOException;
    }

    private final Files files;
    private int pictures;
    private boolean shows;

    Inside(Files files) {
        this.files = files;
    }

    void file(String name, InputStream content) throws IOException {
        files.file(name, content);
    }

    /// A picture, by the size that it has in the document.
    void picture(long bytes) {
        pictures++;
        shows |= bytes > ICON_BYTES;
    }

    /// A page, or a whole document, that shows pictures and no text.
    void onlyPictures() {
        shows = true;
    }

    int pictures() {
        return pictures;
    }

    DocumentGap gap() {
        return shows ? DocumentGap.IMAGE : DocumentGap.NONE;
    }
}
