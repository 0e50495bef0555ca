package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;

class EveryReleaseStaysReadableTest {
    private static final String WHAT_TO_DO =
            """


            What to do: entries are kept for years and read by programs of every release, so a change must read both
            ways. Give a new field a default ("= null" on a union that starts with null), add enum symbols at the end,
            and do not rename, retype or remove anything. Only while the release in question has never run anywhere,
            write it anew instead:
              mvn -q test -pl schemas -am -Dtest=ReleaseTheSchemas -Dschemas.release=<n> \
            -Dsurefire.failIfNoSpecifiedTests=false
            """;

    @Test
    void everyCurrentSchemaReadsAndIsReadByAllReleasedOnes() throws IOException {
        List<String> failures = new ArrayList<>();
        for (BundledSchemas.Bundled bundled : BundledSchemas.get().current()) {
            Schema current = bundled.schema();
            for (Path file : releases(current)) {
                Schema released = new SchemaParser().parse(Files.readString(file)).mainSchema();
                check(file + " cannot be read by the current schema", current, released, failures);
                check(file + " cannot read the current schema", released, current, failures);
            }
        }
        assertThat(failures).as(WHAT_TO_DO).isEmpty();
    }

    /// So that the check above is known to find something.
    @Test
    void changesThatBreakOneDirectionAreFound() {
        String origin = "{\"name\":\"origin\",\"type\":\"string\"}";
        String text =
                """
                {"type":"record","name":"Sample","namespace":"example","fields":[
                  {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["UNRECOGNISED","TICK"],
                    "default":"UNRECOGNISED"}},
                  %s,{"name":"time","type":"long"}]}
                """
                        .formatted(origin);
        Schema current = parsed(text);
        Schema added = parsed(text.replace(origin, origin + ",{\"name\":\"x\",\"type\":\"long\"}"));
        Schema optional =
                parsed(
                        text.replace(
                                origin,
                                origin + ",{\"name\":\"x\",\"type\":\"long\",\"default\":0}"));
        Schema removed = parsed(text.replace(origin + ",", ""));
        Schema retyped = parsed(text.replace(origin, origin.replace("string", "int")));
        Schema symbol = parsed(text.replace("\"TICK\"", "\"TICK\",\"TOCK\""));
        assertThat(failures(current, added)).as("readable by old, not the other way").hasSize(1);
        assertThat(failures(current, removed)).hasSize(1);
        assertThat(failures(current, optional)).isEmpty();
        assertThat(failures(current, symbol)).as("read as UNRECOGNISED").isEmpty();
        assertThat(failures(current, retyped)).hasSize(2);
    }

    private static Schema parsed(String text) {
        return new SchemaParser().parse(text).mainSchema();
    }

    private static List<String> failures(Schema one, Schema other) {
        List<String> failures = new ArrayList<>();
        check("forward", one, other, failures);
        check("backward", other, one, failures);
        return failures;
    }

    @Test
    void aReleaseIsWrittenBeforeItIsBuilt() throws IOException {
        String version = System.getProperty("project.version", "");
        assertThat(version).as("project.version comes from the pom").isNotEmpty();
        assumeFalse(version.endsWith("-SNAPSHOT"), "a snapshot may still change its schemas");
        for (BundledSchemas.Bundled bundled : BundledSchemas.get().current()) {
            List<Path> releases = releases(bundled.schema());
            assertThat(releases)
                    .as(bundled.schema().getName() + " is not released" + WHAT_TO_DO)
                    .isNotEmpty();
            assertThat(Files.readString(releases.getLast()))
                    .as(bundled.schema().getName() + " differs from its last release" + WHAT_TO_DO)
                    .isEqualTo(PlainSchema.json(bundled.schema()).indented());
        }
    }

    @Test
    void everyReleasedSchemaIsBundledUnderItsId() throws IOException {
        for (BundledSchemas.Bundled bundled : BundledSchemas.get().current()) {
            for (Path file : releases(bundled.schema())) {
                Schema released = new SchemaParser().parse(Files.readString(file)).mainSchema();
                BundledSchemas.Bundled expected = BundledSchemas.Bundled.of(released);
                assertThat(BundledSchemas.get().byId(expected.id()))
                        .as(file.toString())
                        .hasValueSatisfying(found ->
                                assertThat(found.fingerprint()).isEqualTo(expected.fingerprint()));
                assertThat(BundledSchemas.get().byFingerprint(expected.fingerprint())).isPresent();
            }
        }
    }

    @Test
    void everyMainSchemaInTheSourcesIsBundled() throws IOException {
        Set<String> bundled = new HashSet<>();
        BundledSchemas.get().current().forEach(each -> bundled.add(each.schema().getName()));
        Set<String> declared = new HashSet<>();
        Pattern main = Pattern.compile("(?m)^schema (\\w+);");
        try (Stream<Path> files = Files.list(Path.of("src/main/avro"))) {
            for (Path file : files.toList()) {
                Matcher matcher = main.matcher(Files.readString(file, StandardCharsets.UTF_8));
                assertThat(matcher.find()).as(file + " names its main schema").isTrue();
                declared.add(matcher.group(1));
            }
        }
        assertThat(bundled)
                .as("add the record to the list in BundledSchemas")
                .containsAll(declared);
    }

    @Test
    void everyEnumReadsWhatItDoesNotKnowAsUnrecognised() {
        for (BundledSchemas.Bundled bundled : BundledSchemas.get().current()) {
            for (Schema type : types(bundled.schema())) {
                if (type.getType() == Schema.Type.ENUM) {
                    assertThat(type.getEnumDefault())
                            .as(type.getFullName())
                            .isEqualTo("UNRECOGNISED");
                    assertThat(type.getEnumSymbols())
                            .as(type.getFullName())
                            .startsWith("UNRECOGNISED");
                }
            }
        }
    }

    /// The order of a map's keys and a float's NaNs have more than one encoding.
    @Test
    void theEntryHasNoTypeWithTwoEncodings() {
        assertThat(types(AuditEntry.getClassSchema()))
                .extracting(Schema::getType)
                .doesNotContain(Schema.Type.MAP, Schema.Type.FLOAT, Schema.Type.DOUBLE)
                .contains(Schema.Type.ARRAY, Schema.Type.FIXED);
    }

    /// Otherwise four bytes could claim two thousand million items: see `BodyDecoder`.
    @Test
    void everyArrayItemTakesAtLeastOneByte() {
        for (BundledSchemas.Bundled bundled : BundledSchemas.get().current()) {
            for (Schema type : types(bundled.schema())) {
                if (type.getType() == Schema.Type.ARRAY) {
                    assertThat(takesBytes(type.getElementType())).as(type.toString()).isTrue();
                }
            }
        }
    }

    @Test
    void twoSchemasUnderOneIdStopTheStart() {
        Schema one =
                new SchemaParser()
                        .parse("{\"type\":\"fixed\",\"name\":\"One\",\"size\":1}")
                        .mainSchema();
        assertThat(BundledSchemas.of(List.of(one, one)).byId(BundledSchemas.Bundled.of(one).id()))
                .isPresent();
        Schema[] colliding = SchemasWithOneId.find();
        assertThatThrownBy(() -> BundledSchemas.of(List.of(colliding)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("same id");
    }

    private static void check(String what, Schema reader, Schema writer, List<String> failures) {
        SchemaPairCompatibility pair =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
            failures.add(what + ": " + pair.getResult().getIncompatibilities());
        }
    }

    private static List<Path> releases(Schema schema) {
        Path folder = ReleaseTheSchemas.RELEASED.resolve(schema.getName());
        List<Path> files = new ArrayList<>();
        for (int number = 1; number <= ReleaseTheSchemas.numberOfReleases(folder); number++) {
            files.add(folder.resolve(number + ".avsc"));
        }
        return files;
    }

    private static Set<Schema> types(Schema root) {
        Set<Schema> seen = new HashSet<>();
        collect(root, seen);
        return seen;
    }

    private static void collect(Schema schema, Set<Schema> seen) {
        if (!seen.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> collect(field.schema(), seen));
            case UNION -> schema.getTypes().forEach(type -> collect(type, seen));
            case ARRAY -> collect(schema.getElementType(), seen);
            case MAP -> collect(schema.getValueType(), seen);
            default -> {}
        }
    }

    private static boolean takesBytes(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> false;
            case FIXED -> schema.getFixedSize() > 0;
            case RECORD ->
                    schema.getFields().stream().anyMatch(field -> takesBytes(field.schema()));
            default -> true;
        };
    }
}
