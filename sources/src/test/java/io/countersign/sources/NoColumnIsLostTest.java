package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A line of more columns than any format has keeps its text.
class NoColumnIsLostTest {
    private static final int FAR_TOO_MANY = 5_000;

    @Test
    void whatStandsBehindTheLastColumnStaysWithIt() {
        for (String separator : List.of(",", " ")) {
            String line = ("a" + separator).repeat(FAR_TOO_MANY) + "the end";
            List<String> columns =
                    separator.equals(",") ? Columns.ofCsv(line) : Columns.ofWords(line);

            assertThat(columns).hasSize(Columns.MAX_COLUMNS);
            assertThat(columns.getLast()).startsWith("a").endsWith("the end");
        }
    }
}
