package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.demo.Patient;
import io.countersign.app.demo.SampleDay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job as a person starts it: `countersign demo --exit --tamper` in a process of its own,
/// then `verify` and `why` on what it left.
class DemoTest {
    private static final Duration DEMO_LIMIT = Duration.ofMinutes(3);
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);
    private static final Pattern PROOF = Pattern.compile("countersign why (\\S+@\\d+:\\d+)");

    @TempDir Path folder;

    @Test
    void demoHoldsAndCanBeCheckedAfterwards() throws IOException {
        Path place = folder.resolve("demo");
        String shown =
                run("demo", DEMO_LIMIT, "demo", "--exit", "--tamper", "--dir", place.toString());
        assertThat(shown)
                .contains("ALERT ", "One alert, whole:", "Everything held.")
                .contains("CONSISTENT: ", "One bit flipped in a copy", "Found. The log itself");
        assertThat(shown).doesNotContain("NOT FOUND", "did not hold");
        assertThat(processesOf(place)).as("processes that the demo left").isEmpty();

        List<String> events = new ArrayList<>();
        for (Path file : files(place.resolve("siem"))) {
            events.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
        }
        assertThat(events).as("lines for a SIEM").isNotEmpty();
        assertThat(events).allMatch(line -> line.startsWith("{") && line.endsWith("}"));

        run("verify", COMMAND_LIMIT, "verify", place.toString());

        Matcher proof = PROOF.matcher(shown);
        assertThat(proof.find()).as("the alert names its entry").isTrue();
        String why = run("why", COMMAND_LIMIT, "why", proof.group(1), "--dir", place.toString());
        assertThat(why).contains("verdict", "coverage", "proof", "checkpoint");
        for (String phi : identifiers()) {
            assertThat(why).doesNotContain(phi);
            assertThat(events).noneMatch(line -> line.contains(phi));
        }
    }

    /// Runs a command that must succeed.
    ///
    /// @return what it wrote to standard output
    private String run(String name, Duration limit, String... arguments) {
        try (ChildJvm child = ChildJvm.start(folder.resolve("output"), name, arguments)) {
            int code = child.exitCode(limit);
            assertThat(code).as(() -> child.output() + child.errors()).isZero();
            return child.output();
        }
    }

    /// What identifies the patients of the sample day, as its texts write it.
    private static Set<String> identifiers() {
        return SampleDay.of(Instant.EPOCH).patients().keySet().stream()
                .flatMap(DemoTest::identifiers)
                .collect(Collectors.toSet());
    }

    private static Stream<String> identifiers(Patient patient) {
        return Stream.of(patient.name(), patient.mrn(), patient.phone(), patient.mail());
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> processesOf(Path place) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine())
                .flatMap(Optional::stream)
                .filter(line -> line.contains(place.toString()))
                .toList();
    }
}
