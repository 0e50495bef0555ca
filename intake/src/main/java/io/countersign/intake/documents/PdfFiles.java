package io.countersign.intake.documents;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.common.filespecification.PDFileSpecification;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationFileAttachment;

/// The files that a PDF embeds: those of its name tree (ISO 32000-1, 7.11.4) and those that are
/// pinned to a page (12.5.6.15).
final class PdfFiles {
    /// Of the name tree.
    private static final int MAX_DEPTH = 32;

    private final Budget budget;
    private final Inside inside;

    PdfFiles(Budget budget, Inside inside) {
        this.budget = budget;
        this.inside = inside;
    }

    void ofDocument(PDDocument document) throws IOException {
        PDDocumentNameDictionary names = document.getDocumentCatalog().getNames();
        PDEmbeddedFilesNameTreeNode tree = names == null ? null : names.getEmbeddedFiles();
        if (tree != null) {
            ofTree(tree, 0);
        }
    }

    private void ofTree(PDNameTreeNode<PDComplexFileSpecification> node, int depth)
            throws IOException {
        if (depth > MAX_DEPTH) {
            throw new LimitReachedException("depth of names");
        }
        Map<String, PDComplexFileSpecification> names = node.getNames();
        if (names != null) {
            for (PDComplexFileSpecification named : names.values()) {
                file(named);
            }
        }
        if (node.getKids() != null) {
            for (PDNameTreeNode<PDComplexFileSpecification> kid : node.getKids()) {
                ofTree(kid, depth + 1);
            }
        }
    }

    void ofPage(PDPage page) throws IOException {
        for (PDAnnotation annotation : page.getAnnotations()) {
            if (annotation instanceof PDAnnotationFileAttachment pinned) {
                PDFileSpecification file = pinned.getFile();
                if (file instanceof PDComplexFileSpecification complex) {
                    file(complex);
                }
            }
        }
    }

    private void file(PDComplexFileSpecification specification) throws IOException {
        PDEmbeddedFile embedded = specification.getEmbeddedFileUnicode();
        if (embedded == null) {
            embedded = specification.getEmbeddedFile();
        }
        if (embedded == null) {
            return;
        }
        String name = specification.getFilename();
        budget.file();
        try (InputStream content = embedded.createInputStream()) {
            inside.file(name == null ? "" : name, budget.of(content));
        }
    }
}
