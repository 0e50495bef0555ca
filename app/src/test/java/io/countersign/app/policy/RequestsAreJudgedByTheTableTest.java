package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.ContentFacts;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Verdict;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of `requests.txt` holds for the bundled catalogue and the demo register.
class RequestsAreJudgedByTheTableTest {
    private static final Policy POLICY = PolicyReader.read(PolicyYaml.demo());

    static List<String> lines() throws IOException {
        try (InputStream in =
                RequestsAreJudgedByTheTableTest.class.getResourceAsStream("requests.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.replace("OURS", "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944"))
                    .map(line -> line.replace("THEIRS", "0c5e1d9a-7777-4abc-8def-1234567890ab"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void theLineHolds(String line) {
        String[] sides = line.split("=>", 2);
        List<String> expected = List.of(sides[1].strip().split(" +"));
        Request request = WrittenRequest.of(sides[0]);
        Optional<Destination> located = POLICY.catalogue().locate(request);

        if (expected.getFirst().equals("OUT")) {
            assertThat(located).isEmpty();
            return;
        }
        Destination destination = located.orElseThrow(() -> new AssertionError("out of scope"));
        Coverage coverage = POLICY.register().coverage(destination, request, request.time());
        Verdict withPhi =
                Verdict.judge(
                        coverage,
                        new ContentFacts(
                                Optional.of(true), Inspected.FULL, false, destination.activity()));
        Set<String> reasons = new LinkedHashSet<>(destination.reasons());
        reasons.addAll(coverage.reasons());

        assertThat(
                        List.of(
                                destination.serviceId(),
                                destination.hostRole().name(),
                                destination.activity().name(),
                                destination.account().name(),
                                coverage.state().name(),
                                withPhi.disposition().name()))
                .as("reasons: %s", reasons)
                .containsExactly(
                        expected.get(0),
                        expected.get(1),
                        expected.get(2),
                        expected.get(3),
                        expected.get(4),
                        expected.get(6));
        if (!expected.get(5).equals("-")) {
            assertThat(reasons).containsAll(Arrays.asList(expected.get(5).split(",")));
        }
        request.host()
                .filter(host -> !destination.reasons().contains("LOCATED_BY_API_BASE"))
                .filter(host -> !destination.serviceId().equals("unlisted.ai"))
                .ifPresent(host -> assertThat(POLICY.catalogue().mayMatch(host)).isTrue());
    }
}
