package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.countersign.schemas.EventEntry;
import io.countersign.sinks.siem.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every event against the whole OCSF 1.8.0 schema. It needs that schema's files:
/// `-Docsf.schema=PATH` or `COUNTERSIGN_OCSF_SCHEMA`, a directory or a `.tar.gz` of
/// ocsf/ocsf-schema; without them [EventsFitTheCommittedTableTest] checks the part that is
/// committed here.
class EventsAreValidOcsfTest {
    private static final Optional<Path> LOCATION = OcsfSchema.location();
    private static @Nullable OcsfSchema read;

    private final Map<String, Schema> compiled = new HashMap<>();

    @BeforeAll
    static void readSchema() throws IOException {
        if (LOCATION.isEmpty()) {
            System.out.println(
                    "skipped: no OCSF schema given (-Docsf.schema=PATH or COUNTERSIGN_OCSF_SCHEMA)");
            return;
        }
        read = OcsfSchema.read(LOCATION.get());
        assertThat(ocsf().version()).isEqualTo(OcsfEncoder.OCSF_VERSION);
    }

    @BeforeEach
    void onlyWithTheSchema() {
        assumeTrue(LOCATION.isPresent(), "no OCSF schema given");
    }

    @Test
    void everyKindOfEntryAndAlert() {
        Map<String, List<String>> faults = new HashMap<>();
        OcsfSamples.byCase()
                .forEach((name, sample) -> {
                    List<String> found = faults(OcsfSamples.json(sample));
                    if (!found.isEmpty()) {
                        faults.put(name, found);
                    }
                });
        assertThat(faults).isEmpty();
    }

    @Test
    void activityNamesAreTheCaptionsOfTheirIds() {
        OcsfSamples.byCase()
                .values()
                .forEach(sample -> {
                    JsonNode event = OcsfSamples.json(sample);
                    int id = event.get("activity_id").asInt();
                    if (id != Activity.OTHER) {
                        assertThat(event.get("activity_name").asText())
                                .isEqualTo(ocsf().activityName(OcsfSamples.type(event), id));
                    }
                });
    }

    @Test
    void withSubjectTokens() {
        OcsfOptions tokens = new OcsfOptions("test", true);
        assertThat(
                        faults(
                                OcsfSamples.json(
                                        Samples.decoded(Samples.event(10, Samples.violation())),
                                        tokens)))
                .isEmpty();
    }

    @Test
    void withEachOptionalFieldMissing() {
        List<EventEntry.Builder> builders = new ArrayList<>();
        List<Supplier<EventEntry.Builder>> bases =
                List.of(Samples::violationBuilder, Samples::httpBuilder, Samples::apiBuilder);
        for (Supplier<EventEntry.Builder> base : bases) {
            builders.add(base.get().clearUser());
            builders.add(base.get().clearDevice());
            builders.add(base.get().clearSourceIp());
            builders.add(base.get().clearHost());
            builders.add(base.get().clearMethod());
            builders.add(base.get().clearStatus());
            builders.add(base.get().clearApplication());
            builders.add(base.get().clearModel());
            builders.add(base.get().clearInputTokens());
            builders.add(base.get().clearMethod().clearStatus().clearUser().clearApplication());
            builders.add(base.get().setMethod("PROPFIND"));
            builders.add(base.get().setSourceIp("not an address"));
            builders.add(base.get().setSourceIp("2001:db8::17"));
            builders.add(base.get().setUser("hosp\\jokafor"));
        }
        for (EventEntry.Builder builder : builders) {
            JsonNode event = OcsfSamples.json(Samples.decoded(Samples.event(10, builder.build())));
            assertThat(faults(event)).as("%s", event).isEmpty();
            JsonNode alert = OcsfSamples.json(Samples.decoded(Samples.alert(builder.build())));
            assertThat(faults(alert)).as("%s", alert).isEmpty();
        }
    }

    @Test
    void theSchemaCatchesWhatIsWrong() {
        JsonNode good = OcsfSamples.json(Samples.decoded(Samples.event(10, Samples.violation())));

        ObjectNode missing = good.deepCopy();
        missing.remove("finding_info");
        ObjectNode unknown = good.deepCopy();
        unknown.put("prompt", "x");
        ObjectNode badEnum = good.deepCopy();
        badEnum.put("severity_id", 42);
        ObjectNode badType = good.deepCopy();
        badType.put("type_uid", 200_607);
        ObjectNode badIp = good.deepCopy();
        ((ObjectNode) badIp.get("src_endpoint")).put("ip", "no address");

        for (JsonNode bad : List.of(missing, unknown, badEnum, badType, badIp)) {
            assertThat(faults(bad)).isNotEmpty();
        }
    }

    private static OcsfSchema ocsf() {
        return Objects.requireNonNull(read, "no schema was read");
    }

    private List<String> faults(JsonNode event) {
        OcsfClass type = OcsfSamples.type(event);
        Set<String> profiles = OcsfSamples.profiles(event);
        Schema schema =
                compiled.computeIfAbsent(
                        type + "" + profiles,
                        any ->
                                SchemaRegistry.withDefaultDialect(
                                                SpecificationVersion.DRAFT_2020_12)
                                        .getSchema(
                                                ocsf().jsonSchema(type, profiles),
                                                InputFormat.JSON));
        return schema.validate(event.toString(), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
