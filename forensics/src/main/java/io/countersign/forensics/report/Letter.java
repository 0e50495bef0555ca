package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Block;
import java.util.List;
import java.util.Objects;

/// A document of a page or two without contents, for somebody outside.
///
/// @param title what a reader of files calls it; it is not in the letter
/// @param draft true until two persons signed the decision that it follows from, and nothing in it
///   is left open
/// @param open fields without a value, as a template writes them
public record Letter(String title, boolean draft, List<String> open, List<Block> blocks) {
    /// What each page of a draft says.
    public static final String DRAFT = "DRAFT: not to be sent";

    public Letter {
        Objects.requireNonNull(title, "title");
        open = List.copyOf(open);
        blocks = List.copyOf(blocks);
    }

    /// One with a value for each field.
    public Letter(String title, boolean draft, List<Block> blocks) {
        this(title, draft, List.of(), blocks);
    }

    /// Its size: a letter is to somebody.
    @Override
    public String toString() {
        return "Letter[" + blocks.size() + " blocks]";
    }
}
