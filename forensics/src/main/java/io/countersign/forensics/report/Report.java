package io.countersign.forensics.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A document before it has a form. Its texts may be what sources wrote: who renders it escapes
/// them.
///
/// @param subtitle one line below the title
public record Report(String title, String subtitle, List<Section> sections) {
    public Report {
        Objects.requireNonNull(title, "title");
        sections = List.copyOf(sections);
    }

    /// One entry of the table of contents.
    public record Section(String heading, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    /// What a section is made of.
    public sealed interface Block {}

    public record Paragraph(String text) implements Block {}

    /// @param head of the columns
    /// @param rows each with a cell for each column
    public record Table(List<String> head, List<List<String>> rows) implements Block {
        public Table {
            head = List.copyOf(head);
            rows = List.copyOf(rows);
            for (List<String> row : rows) {
                if (row.size() != head.size()) {
                    throw new IllegalArgumentException(
                            "a row of " + row.size() + " cells below " + head.size());
                }
            }
        }
    }

    /// Moments on a line, drawn as a picture; each is in a table of the report too.
    public record Timeline(List<Moment> moments) implements Block {
        public Timeline {
            moments = List.copyOf(moments);
        }
    }

    /// Something at a time, on one of the lines.
    public record Moment(Instant at, Lane lane) {}

    /// The lines of a timeline, from above.
    public enum Lane {
        EVENTS("events"),
        ALERTS("alerts"),
        STEPS("steps of the case");

        private final String label;

        Lane(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /// Sizes: a report is about people.
    @Override
    public String toString() {
        return "Report[" + sections.size() + " sections]";
    }
}
