package io.countersign.forensics.report;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

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

    /// A block that is drawn.
    public sealed interface Picture extends Block {}

    public record Paragraph(String text) implements Block {}

    /// A heading within a letter; those of a report are its sections'.
    public record Heading(String text) implements Block {}

    /// Short lines, one below the other, such as an address.
    public record Address(List<String> lines) implements Block {
        public Address {
            lines = List.copyOf(lines);
        }
    }

    /// @param head of the columns
    /// @param rows each with a cell for each column
    public record Table(List<String> head, List<List<String>> rows) implements Block {
        private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]{0,20}");

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

        /// What stands in a table without rows.
        static final String NONE = "none";

        /// Which columns have numbers alone, that are read from the right.
        BitSet numbers() {
            BitSet numbers = new BitSet();
            for (int i = 0; i < head.size(); i++) {
                int column = i;
                numbers.set(
                        column,
                        !rows.isEmpty()
                                && rows.stream()
                                        .allMatch(
                                                row -> NUMBER.matcher(row.get(column)).matches()));
            }
            return numbers;
        }
    }

    /// Moments on a line, drawn as a picture; each is in a table of the report too.
    public record Timeline(List<Moment> moments) implements Picture {
        public Timeline {
            moments = List.copyOf(moments);
        }
    }

    /// Something at a time, on one of the lines.
    public record Moment(Instant at, Lane lane) {}

    /// Numbers to compare, drawn as bars in the order given; each is in a table of the report too.
    ///
    /// @param title what is counted
    public record Bars(String title, List<Bar> bars) implements Picture {
        public Bars {
            Objects.requireNonNull(title, "title");
            bars = List.copyOf(bars);
        }
    }

    /// @param value zero or more
    public record Bar(String label, long value) {
        public Bar {
            Objects.requireNonNull(label, "label");
            if (value < 0) {
                throw new IllegalArgumentException("a bar of " + value);
            }
        }
    }

    /// Numbers over time, drawn as lines.
    ///
    /// @param title what is counted
    /// @param steps names of the times, at least one and at most [#MAX_STEPS]
    /// @param series at most [#MAX_SERIES], each with a value for each step
    public record Lines(String title, List<String> steps, List<Series> series) implements Picture {
        public static final int MAX_STEPS = 400;
        public static final int MAX_SERIES = 3;

        public Lines {
            Objects.requireNonNull(title, "title");
            steps = List.copyOf(steps);
            series = List.copyOf(series);
            if (steps.isEmpty() || steps.size() > MAX_STEPS || series.size() > MAX_SERIES) {
                throw new IllegalArgumentException(
                        series.size() + " lines over " + steps.size() + " steps");
            }
            for (Series one : series) {
                if (one.values().size() != steps.size()) {
                    throw new IllegalArgumentException(
                            one.values().size() + " values over " + steps.size() + " steps");
                }
            }
        }
    }

    /// @param values zero or more each
    public record Series(String name, List<Long> values) {
        public Series {
            Objects.requireNonNull(name, "name");
            values = List.copyOf(values);
            if (values.stream().anyMatch(value -> value < 0)) {
                throw new IllegalArgumentException("a value below zero");
            }
        }
    }

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
