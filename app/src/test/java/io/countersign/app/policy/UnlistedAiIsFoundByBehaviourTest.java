package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.CoverageState;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Visibility;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// A service that the catalogue does not know is found by how it is used, and ordinary traffic is
/// left alone.
class UnlistedAiIsFoundByBehaviourTest {
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");

    private final Catalogue empty = new Catalogue(List.of(), Register.absent(List.of()));
    private final Policy demo = PolicyReader.read(PolicyYaml.demo());

    @Test
    void fourOfFiveHeldOutHostsAreFound() throws IOException {
        List<String[]> lines = lines("held-out-hosts.txt");
        long found = lines.stream().filter(line -> empty.locate(request(line)).isPresent()).count();

        assertThat(lines).hasSize(30);
        assertThat(lines).allMatch(line -> demo.catalogue().locate(request(line)).isPresent());
        assertThat(found).isGreaterThanOrEqualTo(lines.size() * 4L / 5);
    }

    @Test
    void ordinaryPostsStayOutOfScope() throws IOException {
        assertThat(lines("ordinary-posts.txt"))
                .hasSize(30)
                .allMatch(line -> empty.locate(request(line)).isEmpty());
    }

    @Test
    void aModelOnAnUnlistedHostIsAnUnsanctionedServiceOfUnknownCoverage() {
        Request ollama = request("llm-box.example.org", "/api/generate", "application/x-ndjson");

        Destination destination = demo.catalogue().locate(ollama).orElseThrow();
        Coverage coverage = demo.register().coverage(destination, ollama, TIME);

        assertThat(destination.product()).isEqualTo("llm-box.example.org");
        assertThat(destination.reasons()).containsExactly(Reason.UNLISTED_AI_BY_PATH.name());
        assertThat(coverage.state()).isEqualTo(CoverageState.UNKNOWN);
        assertThat(coverage.reasons())
                .containsExactly(
                        Reason.SERVICE_NOT_IN_CATALOGUE.name(), Reason.UNSANCTIONED_SERVICE.name());
    }

    @Test
    void aPromptWithoutAKnownServiceIsInScope() {
        Request prompt =
                new Request(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("a-model-server-of-one's-own"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Visibility.BODY,
                        false,
                        true,
                        TIME);

        assertThat(demo.catalogue().locate(prompt).orElseThrow().reasons())
                .containsExactly(Reason.UNLISTED_AI_BY_PROMPT.name());
    }

    @Test
    void readingIsNoSign() {
        Request get =
                new Request(
                        Optional.of("llm-box.example.org"),
                        Optional.of("/v1/chat/completions"),
                        Optional.of("GET"),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Visibility.URL,
                        false,
                        false,
                        TIME);

        assertThat(empty.locate(get)).isEmpty();
    }

    private static List<String[]> lines(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        UnlistedAiIsFoundByBehaviourTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .toList();
        }
    }

    private static Request request(String... line) {
        return new Request(
                Optional.of(line[0]),
                Optional.of(line[1]),
                Optional.of("POST"),
                OptionalInt.of(200),
                OptionalLong.empty(),
                line[2].equals("-") ? Optional.empty() : Optional.of(line[2]),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Visibility.URL,
                false,
                false,
                TIME);
    }
}
