package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Visibility;
import io.countersign.topology.policy.PolicyReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A policy has patterns of its own, which never backtrack: expressions that bring a regular
/// expression engine to a standstill are refused with their place or are plain text, and a long
/// host or path is judged in time linear in its length.
class PatternsDoNotBacktrackTest {
    private static final String SERVICE =
            """
            services:
              - id: example.service
                vendor: Example
                product: Example
                hosts: {chat: ['%s']}
                paths:
                  - send: ['POST %s']
                terms: [{plan: '*', baa: never, trains_on_input: unknown, source: s, mark: secondary}]
            """;
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");

    /// Of `(`, `+` and the like a path takes as they stand: they match themselves.
    private static final String SAMPLE = "a".repeat(5_000) + "!";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(a*)*b",
                "(a|a)*$",
                "(a|aa)+$",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(.*a){20}",
                "([a-zA-Z]+)*",
                "(x+x+)+y",
                "a*a*a*a*a*b.example.org",
                "*a*a*a*a*.example.org",
            })
    @Timeout(60)
    void anExpressionThatWouldIsRefusedWithItsPlaceOrIsPlainText(String expression)
            throws Exception {
        assertThatThrownBy(() -> policy(SERVICE.formatted(expression, "/send"), ""))
                .as("as a host")
                .isInstanceOf(InvalidPolicyFileException.class)
                .hasMessageContaining("services.yaml: services[0]");
        assertThatThrownBy(() ->
                        policy(
                                "services: []",
                                "self_hosted: [{id: a, hosts: ['" + expression + "']}]"))
                .as("as a machine of the site's own")
                .isInstanceOf(InvalidPolicyFileException.class)
                .hasMessageContaining("baa.yaml: self_hosted[0].hosts");
        try {
            Policy policy = policy(SERVICE.formatted("chat.example.org", "/" + expression), "");
            assertThat(policy.catalogue().locate(request("chat.example.org", "/" + SAMPLE)))
                    .hasValueSatisfying(found ->
                            assertThat(found.activity().name())
                                    .as("as a path it is plain text")
                                    .isNotEqualTo("SEND"));
        } catch (InvalidPolicyFileException refused) {
            assertThat(refused).hasMessageContaining("services.yaml: services[0]");
        }
    }

    @Test
    @Timeout(60)
    void whatIsLongIsRefusedWithoutMuchWork() {
        String labels = "a.".repeat(200_000) + "org";
        String segments = "/*".repeat(200_000);
        String methods = "A|".repeat(200_000) + "A";
        for (String text :
                List.of(
                        SERVICE.formatted(labels, "/send"),
                        SERVICE.formatted("chat.example.org", segments),
                        SERVICE.formatted("chat.example.org", "/send").replace("POST", methods))) {
            assertThatThrownBy(() -> policy(text, ""))
                    .isInstanceOf(InvalidPolicyFileException.class)
                    .hasMessageContaining("services.yaml: services[0]")
                    .satisfies(refused ->
                            assertThat(String.valueOf(refused.getMessage())).hasSizeLessThan(400));
        }
    }

    @Test
    @Timeout(120)
    void longHostsAndPathsAreJudgedInLinearTime() throws Exception {
        Policy policy =
                policy(
                        SERVICE.formatted("a*a.chat.example.org", "/*/a*a/{x}/*a{y}/**"),
                        "self_hosted: [{id: a, hosts: ['*.a.example.net']}]");
        for (String unit : List.of("a", "a.", "/a", "/aa", "a/", "%2f", "../", "{a}", "*a")) {
            long once = nanos(policy, unit, 100_000);
            long eightTimes = nanos(policy, unit, 800_000);
            assertThat(eightTimes)
                    .as("%s: %d us, then %d us", unit, once / 1_000, eightTimes / 1_000)
                    .isLessThan(Math.max(once, 2_000_000L) * 32);
        }
    }

    /// The best of three, so that neither compiling nor a collection counts.
    private static long nanos(Policy policy, String unit, int length) {
        String text = unit.repeat(length / unit.length());
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            policy.catalogue().locate(request(text, "/x/" + text));
            policy.catalogue().locate(request("abba.chat.example.org", "/x/" + text));
            policy.catalogue().locate(request(text + ".chat.example.org", text));
            best =
                    Math.min(
                            best,
                            ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private Policy policy(String services, String register) throws Exception {
        Path catalogue = Files.writeString(folder.resolve("services.yaml"), services);
        Path baa =
                Files.writeString(
                        folder.resolve("baa.yaml"),
                        "policy: p\norganisation: {name: H}\ncomplete: true\n" + register + "\n");
        return PolicyReader.read(PolicyYaml.of(List.of(catalogue), baa));
    }

    private static Request request(String host, String path) {
        return new Request(
                Optional.of(host),
                Optional.of(path),
                Optional.of("POST"),
                OptionalInt.of(200),
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
    }
}
