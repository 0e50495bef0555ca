package io.countersign.intake.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.extractor.ExtractorFactory;
import org.apache.poi.extractor.POITextExtractor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/// The office formats before 2007, and mails of Outlook, by Apache POI. A newer document with a
/// password is wrapped in the same container.
final class OldOfficeText implements Format {
    private static final String ENCRYPTED = "EncryptedPackage";

    @Override
    public void read(byte[] bytes, Budget budget, Budget.Text text, Inside inside)
            throws IOException {
        try (POIFSFileSystem container =
                new POIFSFileSystem(budget.of(new ByteArrayInputStream(bytes)))) {
            if (container.getRoot().hasEntryCaseInsensitive(ENCRYPTED)) {
                throw new EncryptedException();
            }
            try (POITextExtractor extractor = ExtractorFactory.createExtractor(container)) {
                text.add(extractor.getText());
            }
        } catch (EncryptedDocumentException _wanted) {
            throw new EncryptedException();
        }
    }
}
