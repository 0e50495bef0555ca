package io.countersign.intake.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
                case PDF -> document(name, kind.word(), new PdfText(), bytes);
                case OLE2 -> document(name, "office", new OldOfficeText(), bytes);
                case RTF -> document(name, kind.word(), new RtfText(), bytes);
                case HTML -> document(name, kind.word(), new HtmlText(), bytes);
                case XML -> document(name, kind.word(), new XmlText(), bytes);
                case ZIP -> zip(name, bytes, level);
                case GZIP -> gzip(name, bytes, level);
                case TAR -> archive(name, "tar", level, () -> tar(bytes, level));
                case IMAGE -> add(name, kind.word(), "", DocumentGap.IMAGE);
                case OTHER -> other(name, bytes);
            }
        }

        private void add(String name, String kind, String text, DocumentGap gap) {
            texts.add(
                    new DocumentText(
                            name.substring(
                                    0, Math.min(name.length(), DocumentLimits.MAX_NAME_CHARS)),
                            kind,
                            text,
                            gap));
        }

        private void document(String name, String kind, Format format, byte[] bytes) {
            Budget.Text text = budget.text();
            DocumentGap gap;
            try {
                gap = format.read(bytes, budget, text);
            } catch (EncryptedException _wanted) {
                gap = DocumentGap.ENCRYPTED;
            } catch (LimitReachedException | StackOverflowError _passed) {
                gap = DocumentGap.DOCUMENT_LIMIT;
            } catch (IOException | RuntimeException _damaged) {
                // Readers throw whatever they like at what they do not understand.
                gap = DocumentGap.DOCUMENT_UNREADABLE;
            }
            add(name, kind, text.toString(), gap);
        }

        private interface Archive {
            void read() throws IOException;
        }

        /// Adds a line of its own only where something of the archive was not read.
        private void archive(String name, String kind, int level, Archive archive) {
            if (level >= DocumentLimits.MAX_NESTING) {
                add(name, kind, "", DocumentGap.DOCUMENT_LIMIT);
                return;
            }
            int before = texts.size();
            try {
                archive.read();
                if (texts.size() == before) {
                    add(name, kind, "", DocumentGap.NONE);
                }
            } catch (EncryptedException _wanted) {
                add(name, kind, "", DocumentGap.ENCRYPTED);
            } catch (LimitReachedException _passed) {
                add(name, kind, "", DocumentGap.DOCUMENT_LIMIT);
            } catch (IOException | RuntimeException _damaged) {
                add(name, kind, "", DocumentGap.DOCUMENT_UNREADABLE);
            }
        }

        private void zip(String name, byte[] bytes, int level) {
            String office = officeKind(bytes);
            if (!office.isEmpty()) {
                document(name, office, new OfficeOpenText(office), bytes);
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

        /// Looks at names only, with a budget of its own: the document is read again.
        private static String officeKind(byte[] bytes) {
            Set<String> names = new HashSet<>();
            try {
                Zip.read(
                        bytes,
                        new Budget(),
                        (file, _) -> {
                            names.add(file);
                            if (!OfficeOpenText.kind(names).isEmpty()) {
                                throw new LimitReachedException("it is known");
                            }
                        });
            } catch (IOException _knownOrDamaged) {
                // What was seen decides; reading it tells what is wrong.
            }
            return OfficeOpenText.kind(names);
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
        private void other(String name, byte[] bytes) {
            for (int i = 0; i < Math.min(bytes.length, MARKED_BYTES); i++) {
                if (bytes[i] == 0) {
                    add(name, "binary", "", DocumentGap.DOCUMENT_TYPE_UNKNOWN);
                    return;
                }
            }
            document(
                    name,
                    "text",
                    (all, _, text) -> {
                        text.add(new String(all, StandardCharsets.UTF_8));
                        return DocumentGap.NONE;
                    },
                    bytes);
        }
    }
}
