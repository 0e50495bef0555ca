package io.countersign.app.cases;

import io.countersign.audit.keys.SecretFile;
import io.countersign.forensics.report.Html;
import io.countersign.forensics.report.Letter;
import io.countersign.forensics.report.Pdf;
import io.countersign.forensics.report.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that letters are written to, for its owner alone: each as HTML, text and PDF. Nothing
/// is written over.
public final class LetterFolder {
    private final Path folder;

    /// @param folder made where it is not there
    public LetterFolder(Path folder) throws IOException {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    /// Whether letters of these names would be written over.
    public boolean has(String name) {
        return Files.exists(folder.resolve(name + ".html"));
    }

    /// @param name of its files, without an ending
    /// @throws CaseRefusedException where there is one of this name
    public void write(String name, Letter letter) throws IOException {
        create(name + ".html", Html.of(letter).getBytes(StandardCharsets.UTF_8));
        create(name + ".txt", PlainText.of(letter).getBytes(StandardCharsets.UTF_8));
        create(name + ".pdf", Pdf.of(letter));
    }

    private void create(String name, byte[] content) throws IOException {
        if (!SecretFile.createWhole(folder.resolve(name), content)) {
            throw new CaseRefusedException(
                    "There is a " + name + " in that folder already: name another folder");
        }
    }
}
