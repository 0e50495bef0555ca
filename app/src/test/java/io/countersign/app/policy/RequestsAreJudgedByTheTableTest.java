package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.ContentFacts;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Hint;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Verdict;
import io.countersign.detectors.destination.Visibility;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
        Request request = request(List.of(sides[0].strip().split(" +")));
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

    private static Request request(List<String> words) {
        String url = words.get(2);
        int slash = url.indexOf('/');
        Optional<String> host =
                url.equals("-")
                        ? Optional.empty()
                        : Optional.of(slash < 0 ? url : url.substring(0, slash));
        Optional<String> path =
                slash < 0 || url.endsWith("/-")
                        ? Optional.empty()
                        : Optional.of(url.substring(slash));
        OptionalLong bytes = OptionalLong.empty();
        Optional<String> model = Optional.empty();
        Optional<String> application = Optional.empty();
        Optional<String> account = Optional.empty();
        Visibility visibility = Visibility.URL;
        List<Hint> hints = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
            String key = word.substring(0, word.indexOf('='));
            String value = word.substring(key.length() + 1);
            switch (key) {
                case "bytes" -> bytes = OptionalLong.of(Long.parseLong(value));
                case "model" -> model = Optional.of(value);
                case "app" -> application = Optional.of(value);
                case "aws" -> account = Optional.of(value);
                case "vis" -> visibility = Visibility.valueOf(value);
                default -> hints.add(new Hint(key.substring("hint.".length()), value));
            }
        }
        return new Request(
                host,
                path,
                words.get(1).equals("-") ? Optional.empty() : Optional.of(words.get(1)),
                OptionalInt.empty(),
                bytes,
                Optional.empty(),
                Optional.empty(),
                application,
                model,
                account,
                hints,
                visibility,
                false,
                application.isPresent()
                        && hints.stream().noneMatch(RequestsAreJudgedByTheTableTest::isFeed),
                LocalDate.parse(words.get(0)).atTime(12, 0).toInstant(ZoneOffset.UTC));
    }

    /// Lines with an organisation and an application stand for an activity feed, which has no
    /// prompt.
    private static boolean isFeed(Hint hint) {
        return hint.kind().equals("ORG_ID");
    }
}
