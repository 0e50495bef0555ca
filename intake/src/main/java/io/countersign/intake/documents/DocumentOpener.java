package io.countersign.intake.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Opens a document in this process: archives file by file, documents by the [Format] of their
/// kind. It is the inside of the worker; nobody else calls it with what a stranger sent, since a
/// reader may use all time and memory there is. For one thread.
public final class DocumentOpener {
    private static final int MARKED_BYTES = 4_096;

    /// The texts of a document; never throws because of what it holds.
    public List<DocumentText> open(String name, byte[] bytes) {
        List<DocumentText> texts = new ArrayList<>();
        new Opening(texts).open(name, bytes, 0);
        return texts;
    }

    private static final class Opening {
        private final List<DocumentText> texts;
        private final Budget budget = new Budget();

        Opening(List<DocumentText> texts) {
            this.texts = texts;
        }

        void open(String name, byte[] bytes, int level) {
            DocumentKind kind = DocumentKind.of(bytes);
            switch (kind) {
                case PDF -> document(name, kind.word(), level, new PdfText(), bytes);
                case OLE2 -> document(name, "office", level, new OldOfficeText(), bytes);
                case RTF -> document(name, kind.word(), level, new RtfText(), bytes);
                case HTML -> document(name, kind.word(), level, new HtmlText(), bytes);
                case XML -> document(name, kind.word(), level, new XmlText(), bytes);
                case ZIP -> zip(name, bytes, level);
                case GZIP -> gzip(name, bytes, level);
                case TAR -> archive(name, "tar", level, () -> tar(bytes, level));
                case IMAGE ->
                        texts.add(
                                new DocumentText(
                                        shortened(name), kind.word(), "", DocumentGap.IMAGE, 1));
                case OTHER -> other(name, bytes, level);
            }
        }

        private void add(String name, String kind, DocumentGap gap) {
            texts.add(new DocumentText(shortened(name), kind, "", gap, 0));
        }

        private static String shortened(String name) {
            return name.substring(0, Math.min(name.length(), DocumentLimits.MAX_NAME_CHARS));
        }

        private void document(String name, String kind, int level, Format format, byte[] bytes) {
            Budget.Text text = budget.text();
            int place = texts.size();
            Inside inside = new Inside((file, content) -> attached(file, content, level + 1));
            DocumentGap gap;
            try {
                format.read(bytes, budget, text, inside);
                gap = inside.gap();
            } catch (EncryptedException _wanted) {
                gap = DocumentGap.ENCRYPTED;
            } catch (LimitReachedException | StackOverflowError _passed) {
                gap = DocumentGap.DOCUMENT_LIMIT;
            } catch (IOException | RuntimeException _damaged) {
                // Readers throw whatever they like at what they do not understand.
                gap = DocumentGap.DOCUMENT_UNREADABLE;
            }
            if (gap == DocumentGap.DOCUMENT_UNREADABLE && text.isBlank()) {
                gap = asItStands(bytes, text);
            }
            // Before the files in it, which were opened while it was read.
            texts.add(
                    place,
                    new DocumentText(
                            shortened(name), kind, text.toString(), gap, inside.pictures()));
        }

        /// A file within a document nests as one within an archive does.
        private void attached(String name, InputStream content, int level) throws IOException {
            if (level > DocumentLimits.MAX_NESTING) {
                add(name, "attachment", DocumentGap.DOCUMENT_LIMIT);
            } else {
                open(name, content.readAllBytes(), level);
            }
        }

        /// A text that begins like a document (a note about PDF, XML of which a piece is there) is
        /// still a text that somebody sends.
        private static DocumentGap asItStands(byte[] bytes, Budget.Text text) {
            try {
                text.add(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
                return DocumentGap.DOCUMENT_UNREADABLE;
            } catch (CharacterCodingException _noText) {
                return DocumentGap.DOCUMENT_UNREADABLE;
            } catch (LimitReachedException _passed) {
                return DocumentGap.DOCUMENT_LIMIT;
            }
        }

        private interface Archive {
            void read() throws IOException;
        }

        /// Adds a line of its own only where something of the archive was not read.
        private void archive(String name, String kind, int level, Archive archive) {
            if (level >= DocumentLimits.MAX_NESTING) {
                add(name, kind, DocumentGap.DOCUMENT_LIMIT);
                return;
            }
            int before = texts.size();
            try {
                archive.read();
                if (texts.size() == before) {
                    add(name, kind, DocumentGap.NONE);
                }
            } catch (EncryptedException _wanted) {
                add(name, kind, DocumentGap.ENCRYPTED);
            } catch (LimitReachedException _passed) {
                add(name, kind, DocumentGap.DOCUMENT_LIMIT);
            } catch (IOException | RuntimeException _damaged) {
                add(name, kind, DocumentGap.DOCUMENT_UNREADABLE);
            }
        }

        private void zip(String name, byte[] bytes, int level) {
            String office = OfficePackage.kind(bytes);
            if (!office.isEmpty()) {
                document(name, office, level, new OfficeOpenText(office), bytes);
                return;
            }
            archive(
                    name,
                    "zip",
                    level,
                    () ->
                            Zip.read(
                                    bytes,
                                    budget,
                                    (file, content) ->
                                            open(file, content.readAllBytes(), level + 1)));
        }

        private void gzip(String name, byte[] bytes, int level) {
            archive(
                    name,
                    "gzip",
                    level,
                    () -> {
                        try (InputStream unpacked =
                                budget.of(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
                            budget.file();
                            open(
                                    name.replaceFirst("(?i)\\.gz$", ""),
                                    unpacked.readAllBytes(),
                                    level + 1);
                        }
                    });
        }

        private void tar(byte[] bytes, int level) throws IOException {
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
                for (TarArchiveEntry entry = tar.getNextEntry();
                        entry != null;
                        entry = tar.getNextEntry()) {
                    if (entry.isFile()) {
                        budget.file();
                        open(entry.getName(), budget.of(tar).readAllBytes(), level + 1);
                    }
                }
            }
        }

        /// Text without a mark, as CSV is, or nothing that is known.
        private void other(String name, byte[] bytes, int level) {
            for (int i = 0; i < Math.min(bytes.length, MARKED_BYTES); i++) {
                if (bytes[i] == 0) {
                    add(name, "binary", DocumentGap.DOCUMENT_TYPE_UNKNOWN);
                    return;
                }
            }
            document(
                    name,
                    "text",
                    level,
                    (all, _, text, _) -> text.add(new String(all, StandardCharsets.UTF_8)),
                    bytes);
        }
    }
}
