package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of the fixture tables gives the fields that stand below it. Where a parser changed on
/// purpose, run with `-Dfixtures.write=true`, then read the difference before you commit it.
class FixtureTablesTest {
    static Stream<Fixture> fixtures() {
        return Fixture.all().stream();
    }

    static Stream<String> formats() {
        return InputFormats.builtIn().all().stream().map(InputFormat::name);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void givesTheFieldsBelowTheLine(Fixture fixture) {
        if (!Boolean.getBoolean("fixtures.write")) {
            assertThat(EventText.of(fixture.parse())).isEqualTo(fixture.golden());
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyFormatHasATable(String format) throws IOException {
        assertThat(Fixture.of(format)).hasSizeGreaterThan(10);
        if (Boolean.getBoolean("fixtures.write")) {
            rewrite(format);
        }
    }

    private static void rewrite(String format) throws IOException {
        Path table = Path.of("src/test/resources/io/countersign/sources/" + format + ".txt");
        List<String> lines = new ArrayList<>();
        int expecting = 0; // 0: nothing, 1: the raw line, 2: golden lines, which are replaced
        for (String line : Files.readAllLines(table, StandardCharsets.UTF_8)) {
            if (line.startsWith("== ")) {
                lines.add("");
                lines.add(line);
                expecting = 1;
            } else if (expecting != 1 && line.startsWith("#")) {
                lines.add(line);
            } else if (expecting == 1) {
                lines.add(line);
                lines.addAll(
                        EventText.of(
                                        InputFormats.builtIn()
                                                .named(format)
                                                .orElseThrow()
                                                .parse(
                                                        Fixture.unfolded(line)
                                                                .getBytes(StandardCharsets.UTF_8)))
                                .lines()
                                .toList());
                expecting = 2;
            }
        }
        Files.writeString(table, String.join("\n", lines).strip() + "\n", StandardCharsets.UTF_8);
    }
}
