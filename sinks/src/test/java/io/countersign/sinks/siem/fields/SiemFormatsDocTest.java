package io.countersign.sinks.siem.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.ocsf.OcsfSamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/siem-formats.md` is the table that the encoders read. Made anew with `-Dgolden=write`.
class SiemFormatsDocTest {
    private static final Path PAGE = Path.of("../docs/siem-formats.md");
    private static final String BEGIN = "<!-- fields: made by SiemFormatsDocTest -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void thePageIsTheTable() throws Exception {
        String page = Files.readString(PAGE);
        String current =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                        + table()
                        + page.substring(page.indexOf(END));
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE)).as("stale: run with -Dgolden=write").isEqualTo(current);
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
