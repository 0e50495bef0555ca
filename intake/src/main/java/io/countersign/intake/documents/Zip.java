package io.countersign.intake.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// The files of a zip archive in its order, each within the budget.
final class Zip {
    private Zip() {}

    /// Takes one file; what it leaves unread is passed over.
    interface Files {
        void file(String name, InputStream content) throws IOException;
    }

    static void read(byte[] bytes, Budget budget, Files files) throws IOException {
        // Names without the mark of UTF-8 are in whatever charset: only their letters suffer.
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1)) {
            for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
                if (!entry.isDirectory()) {
                    budget.file();
                    InputStream content = budget.of(zip);
                    files.file(entry.getName(), content);
                    content.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
        } catch (ZipException damaged) {
            throw encryptedOr(damaged);
        } catch (IllegalArgumentException damaged) {
            throw new IOException("a damaged name", damaged);
        }
    }

    @org.jspecify.annotations.Nullable
    private static ZipEntry next(ZipInputStream zip) throws IOException {
        return zip.getNextEntry();
    }

    private static IOException encryptedOr(ZipException damaged) {
        return String.valueOf(damaged.getMessage()).contains("encrypted")
                ? new EncryptedException()
                : damaged;
    }
}
