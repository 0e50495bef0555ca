package io.countersign.sinks.siem.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.ecs.EcsEncoder;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import io.countersign.sinks.siem.ocsf.OcsfSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/siem-formats.md` is the table that the encoders read, and `docs/coverage.md` lists the
/// formats. Made anew with `-Dgolden=write`.
class SiemFormatsDocTest {
    private static final Path PAGE = Path.of("../docs/siem-formats.md");
    private static final String BEGIN = "<!-- fields: made by SiemFormatsDocTest -->\n";
    private static final String END = "<!-- end -->\n";
    private static final Path COVERAGE = Path.of("../docs/coverage.md");
    private static final String COVERAGE_BEGIN =
            "<!-- siem-formats: written by SiemFormatsDocTest, do not edit -->\n";
    private static final String COVERAGE_END = "<!-- siem-formats: end -->\n";

    @Test
    void thePageIsTheTable() throws Exception {
        assertHolds(PAGE, BEGIN, table(), END);
    }

    @Test
    void whatIsCoveredListsEachFormat() throws Exception {
        assertHolds(COVERAGE, COVERAGE_BEGIN, formats(), COVERAGE_END);
    }

    private static void assertHolds(Path file, String begin, String made, String end)
            throws IOException {
        String page = Files.readString(file);
        String current =
                page.substring(0, page.indexOf(begin) + begin.length())
                        + made
                        + page.substring(page.indexOf(end));
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(file, current);
        }
        assertThat(Files.readString(file)).as("stale: run with -Dgolden=write").isEqualTo(current);
    }

    private static String formats() {
        return "| Format | Values | Id, chain, sequence number and leaf hash |\n|---|---|---|\n"
                + format("OCSF " + OcsfEncoder.OCSF_VERSION, SiemField::ocsf)
                + format("ECS " + EcsEncoder.ECS_VERSION, SiemField::ecs)
                + format("CEF 0", SiemField::cef)
                + format("LEEF 1.0, 2.0", SiemField::leef);
    }

    private static String format(String name, Function<SiemField, String> key) {
        return "| %s | %d | %s |\n"
                .formatted(
                        name,
                        SiemField.values().length,
                        Stream.of(
                                        SiemField.EVENT_ID,
                                        SiemField.CHAIN,
                                        SiemField.SEQ,
                                        SiemField.LEAF_HASH)
                                .map(key)
                                .map("`%s`"::formatted)
                                .collect(Collectors.joining(", ")));
    }

    @Test
    void everyNameStandsForOneFieldAndFitsItsFormat() {
        assertNames(SiemField::cef, "[A-Za-z][A-Za-z0-9]*");
        assertNames(SiemField::leef, "[A-Za-z][A-Za-z0-9]*");
        assertNames(SiemField::ecs, "@timestamp|[a-z_]+(\\.[a-z0-9_]+)*");
        for (SiemField field : SiemField.values()) {
            for (SiemField other : SiemField.values()) {
                assertThat(other.ecs()).doesNotStartWith(field.ecs() + ".");
            }
        }
    }

    @Test
    void ocsfHasEachWhereTheTableSays() {
        Set<String> paths = new HashSet<>();
        for (Decoded sample : OcsfSamples.byCase().values()) {
            collect(OcsfSamples.json(sample), "", paths);
        }
        Set<SiemField> onlyWhereSaidOrCut =
                EnumSet.of(SiemField.SUBJECT_TOKENS, SiemField.TRUNCATED);
        for (SiemField field : SiemField.values()) {
            if (!onlyWhereSaidOrCut.contains(field)) {
                assertThat(paths).as(field.name()).contains(field.ocsf());
            }
        }
    }

    @Test
    void everyFieldIsReadFromSomeEntry() {
        Set<SiemField> read = EnumSet.noneOf(SiemField.class);
        for (Decoded sample : OcsfSamples.byCase().values()) {
            read.addAll(
                    SiemEventReader.read(
                                    (Decoded.Known) sample,
                                    io.countersign.sinks.siem.EventEncoder.Detail.FULL,
                                    true)
                            .values()
                            .keySet());
        }
        assertThat(EnumSet.complementOf(EnumSet.copyOf(read))).containsExactly(SiemField.TRUNCATED);
    }

    private static void assertNames(Function<SiemField, String> name, String pattern) {
        assertThat(Arrays.stream(SiemField.values()).map(name))
                .doesNotHaveDuplicates()
                .allMatch(each -> each.matches(pattern));
    }

    private static String table() {
        return "| Value | OCSF | ECS | CEF | LEEF | In brief |\n|---|---|---|---|---|---|\n"
                + Arrays.stream(SiemField.values())
                        .map(SiemFormatsDocTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(SiemField field) {
        return "| %s | `%s` | `%s` | `%s` | `%s` | %s |\n"
                .formatted(
                        field.meaning(),
                        field.ocsf(),
                        field.ecs(),
                        field.cef(),
                        field.leef(),
                        field.inBrief() ? "yes" : "");
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            collect(
                                    field.getValue(),
                                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                                    paths));
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, path + "[]", paths));
        } else {
            paths.add(path);
        }
    }
}
