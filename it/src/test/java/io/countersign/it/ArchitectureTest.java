package io.countersign.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.File;
import java.io.FileInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The arrows between the rooms, and what no room but `app` may do.
class ArchitectureTest {
    private static final String OURS = "io.countersign.";
    private static final String[] APP = {"io.countersign.app.."};

    private static final String[] KAFKA = {"org.apache.kafka.."};
    private static final String[] STREAMS = {"org.apache.kafka.streams.."};
    private static final String[] CONNECT = {"org.apache.kafka.connect.."};
    private static final String[] NETWORK = {"java.net..", "java.nio.channels..", "com.sun.net.."};
    private static final String[] LOGGING = {
        "org.slf4j..", "ch.qos.logback..", "java.util.logging.."
    };

    /// Each room and those of ours that it may see; `app` sees all of them.
    private static final Map<String, Set<String>> MAY_SEE =
            Map.of(
                    "schemas", Set.of(),
                    "detectors", Set.of(),
                    "sources", Set.of("schemas"),
                    "audit", Set.of("schemas"),
                    "intake", Set.of("schemas", "audit"),
                    "topology", Set.of("schemas", "sources", "detectors", "audit"),
                    "ledger", Set.of("schemas", "audit"),
                    "sinks", Set.of("schemas", "audit"),
                    "forensics", Set.of("schemas", "audit", "detectors"));

    private static final Pattern TESTS_OF_THE_HOUSE = Pattern.compile(".*/io/countersign/it/.*");

    /// Imported once, without looking up the classes of others, whose names are enough.
    private static final JavaClasses HOUSE = importHouse();

    private static JavaClasses importHouse() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.matches(TESTS_OF_THE_HOUSE))
                .importPackages("io.countersign");
    }

    @Test
    void everyRoomIsLookedAt() {
        for (String room : MAY_SEE.keySet()) {
            assertThat(HOUSE.stream().filter(c -> c.getPackageName().startsWith(OURS + room)))
                    .as("classes of %s", room)
                    .isNotEmpty();
        }
        assertThat(
                        HOUSE.stream()
                                .map(c ->
                                        c.getPackageName()
                                                .substring(OURS.length())
                                                .split("\\.", 2)[0])
                                .distinct())
                .as("a new room needs a row here")
                .allMatch(room -> room.equals("app") || MAY_SEE.containsKey(room));
    }

    @TestFactory
    List<DynamicTest> arrowsPointOneWay() {
        List<DynamicTest> rules = new ArrayList<>();
        MAY_SEE.forEach((room, seen) -> {
            List<String> allowed =
                    new ArrayList<>(seen.stream().map(ArchitectureTest::all).toList());
            allowed.add(all(room));
            rules.add(
                    rule(
                            room + " sees " + (seen.isEmpty() ? "none of ours" : seen),
                            noClasses()
                                    .that(resideInAPackage(all(room)))
                                    .should()
                                    .dependOnClassesThat(
                                            resideInAPackage("io.countersign..")
                                                    .and(
                                                            resideOutsideOfPackages(
                                                                    allowed.toArray(
                                                                            String[]::new))))
                                    .because(
                                            "rooms point one way: move the class to the room that needs it,"
                                                    + " or let app hand it in")));
        });
        return rules;
    }

    @TestFactory
    List<DynamicTest> eachRoomSeesOfTheWorldOnlyWhatItIsFor() {
        return List.of(
                unseen("detectors", KAFKA, "a detector takes text and gives findings"),
                unseen(
                        "detectors",
                        new String[] {"org.apache.avro..", "com.fasterxml.."},
                        "map to records in topology"),
                unseen("detectors", NETWORK, "whatever needs the network is looked up elsewhere"),
                unseen(
                        "detectors",
                        LOGGING,
                        "what a detector knows is PHI: return it, don't log it"),
                unseen("sources", KAFKA, "a parser takes bytes and gives an event"),
                unseen("sources", LOGGING, "what a parser reads is PHI: return a rejection code"),
                unseen("audit", KAFKA, "proof must work from files alone: pass bytes in"),
                unseen("audit", LOGGING, "return a finding or throw; the caller logs"),
                unseen("intake", STREAMS, "intake only brings bytes to a topic"),
                unseen("topology", CONNECT, "sinks talk to Connect"),
                unseen(
                        "topology",
                        new String[] {"com.sun.net..", "java.net.http.."},
                        "no I/O in process(): bring it in on a topic"),
                unseen("ledger", STREAMS, "the ledger is a consumer and a producer"),
                unseen("ledger", CONNECT, "sinks talk to Connect"),
                unseen("sinks", STREAMS, "a sink is a Connect task"),
                unseen("forensics", KAFKA, "the past is read from files: app brings the tail"),
                unseen("forensics", LOGGING, "questions name people: return it, don't log it"),
                unseen("schemas", STREAMS, "serdes for Streams are made in topology"));
    }

    @Test
    void detectorsReadNoFiles() {
        // A table among the class path's resources comes as a stream; that is all.
        noClasses()
                .that(resideInAPackage(all("detectors")))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.nio.file..")
                                .or(type(File.class))
                                .or(type(FileInputStream.class)))
                .because("tables come from the class path, everything else from the caller")
                .check(HOUSE);
    }

    @TestFactory
    List<DynamicTest> onlyAppChooses() {
        return List.of(
                rule(
                        "the clock is handed in",
                        noClasses()
                                .that(resideOutsideOfPackages(APP))
                                .should()
                                .callMethod(System.class, "currentTimeMillis")
                                .orShould()
                                .callMethod(Instant.class, "now")
                                .orShould()
                                .callMethod(Clock.class, "systemUTC")
                                .orShould()
                                .callMethod(Clock.class, "systemDefaultZone")
                                .orShould()
                                .callMethod(InstantSource.class, "system")
                                .orShould()
                                .callMethod(LocalDate.class, "now")
                                .orShould()
                                .callMethod(LocalDateTime.class, "now")
                                .orShould()
                                .callMethod(OffsetDateTime.class, "now")
                                .orShould()
                                .callMethod(ZonedDateTime.class, "now")
                                .because("take an InstantSource in the constructor")),
                rule(
                        "the environment is read by app",
                        noClasses()
                                .that(resideOutsideOfPackages(APP))
                                .should()
                                .callMethod(System.class, "getenv")
                                .orShould()
                                .callMethod(System.class, "getenv", String.class)
                                .because("take the value in the constructor")),
                rule(
                        "app ends the process",
                        noClasses()
                                .that(resideOutsideOfPackages(APP))
                                .should()
                                .callMethod(System.class, "exit", int.class)
                                .orShould()
                                .callMethod(Runtime.class, "exit", int.class)
                                .orShould()
                                .callMethod(Runtime.class, "halt", int.class)
                                .because("throw, or tell a listener; app knows the exit codes")));
    }

    @Test
    void bytesAndTextAreConvertedWithANamedCharset() {
        noClasses()
                .should()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callConstructor(String.class, byte[].class)
                .orShould()
                .callConstructor(String.class, byte[].class, int.class, int.class)
                .because("name the charset: StandardCharsets.UTF_8")
                .check(HOUSE);
    }

    @Test
    void noPackageCycle() {
        SlicesRuleDefinition.slices()
                .matching("io.countersign.(*)..")
                .should()
                .beFreeOfCycles()
                .because("rooms point one way")
                .check(HOUSE);
    }

    private static String all(String room) {
        return OURS + room + "..";
    }

    private static DynamicTest unseen(String room, String[] packages, String instead) {
        return rule(
                room + " does not see " + String.join(", ", packages),
                noClasses()
                        .that(resideInAPackage(all(room)))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(packages))
                        .because(instead));
    }

    private static DynamicTest rule(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.check(HOUSE));
    }
}
