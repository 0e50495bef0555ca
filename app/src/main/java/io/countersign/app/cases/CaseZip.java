package io.countersign.app.cases;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// What a case is handed out as: one zip file with the proof pack of its entries and what people
/// read. Only the pack proves anything (`docs/spec/proof.md`).
///
/// ```
/// HOW-TO-VERIFY.txt   report.html   events.csv   proofs.zip
/// ```
public final class CaseZip {
    /// The proof pack.
    public static final String PROOFS = "proofs.zip";

    public static final String REPORT = "report.html";
    public static final String EVENTS = "events.csv";
    public static final String HOW_TO = "HOW-TO-VERIFY.txt";

    /// Of a pack of 30,000 entries of 65,535 bytes, which deflate.
    private static final long MAX_PROOFS_BYTES = 2L << 30;

    /// More files are in no case.
    private static final int MAX_FILES = 16;

    private CaseZip() {}

    /// Writes it under another name until it is whole, readable by its owner alone.
    ///
    /// @param texts by file name, written in their order
    public static void write(Path output, Map<String, String> texts, Path proofs)
            throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(folder, output.getFileName().toString(), ".part");
        try {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(whole));
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                for (Map.Entry<String, String> text : texts.entrySet()) {
                    zip.putNextEntry(new ZipEntry(text.getKey()));
                    zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
                zip.putNextEntry(new ZipEntry(PROOFS));
                Files.copy(proofs, zip);
                zip.closeEntry();
            }
            Files.move(whole, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /// Whether a file is one of these, and no pack by itself.
    public static boolean is(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() <= MAX_FILES && zip.getEntry(PROOFS) != null;
        } catch (IOException _noZip) {
            return false;
        }
    }

    /// Takes the proof pack out, to a file that is given.
    ///
    /// @throws ZipException where it is larger than a pack may be
    public static void proofs(Path file, Path pack) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(PROOFS);
            if (entry == null) {
                throw new ZipException("no " + PROOFS);
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(pack)) {
                long left = MAX_PROOFS_BYTES;
                byte[] buffer = new byte[1 << 16];
                int read = in.read(buffer);
                while (read > 0) {
                    left -= read;
                    if (left < 0) {
                        throw new ZipException(PROOFS + " is larger than a pack may be");
                    }
                    out.write(buffer, 0, read);
                    read = in.read(buffer);
                }
            }
        }
    }
}
