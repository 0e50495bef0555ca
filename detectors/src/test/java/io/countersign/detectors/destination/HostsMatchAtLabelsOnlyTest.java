package io.countersign.detectors.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.detectors.destination.Service.HostMatch;
import io.countersign.detectors.destination.Service.HostRule;
import io.countersign.detectors.destination.Service.Mark;
import io.countersign.detectors.destination.Service.Offer;
import io.countersign.detectors.destination.Service.Recipient;
import io.countersign.detectors.destination.Service.Terms;
import io.countersign.detectors.destination.Service.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HostsMatchAtLabelsOnlyTest {
    private static Service service(String id, HostMatch match, String host) {
        return new Service(
                id,
                "Vendor",
                "Product",
                false,
                List.of(new HostRule(match, host, HostRole.API, false)),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new Terms(
                                "*",
                                false,
                                Offer.NOT_ESTABLISHED,
                                List.of(),
                                "",
                                new Recipient(Training.UNKNOWN, "", ""),
                                "none",
                                Mark.NOT_ESTABLISHED,
                                Period.ALWAYS)),
                List.of(),
                List.of());
    }

    private static Optional<String> find(List<Service> services, String host) {
        return new HostIndex(services).find(host).map(located -> located.service().id());
    }

    @Test
    void exactGoesBeforeSuffixBeforePatternAndTheLongestWins() {
        List<Service> services =
                List.of(
                        service("a.suffix", HostMatch.SUFFIX, "a.example"),
                        service("a.longer", HostMatch.SUFFIX, "b.a.example"),
                        service("a.exact", HostMatch.EXACT, "c.b.a.example"),
                        service("a.pattern", HostMatch.PATTERN, "x.*.p.example"),
                        service("a.infix", HostMatch.PATTERN, "*-api.p.example"));

        assertThat(find(services, "a.example")).contains("a.suffix");
        assertThat(find(services, "z.a.example")).contains("a.suffix");
        assertThat(find(services, "z.b.a.example")).contains("a.longer");
        assertThat(find(services, "c.b.a.example")).contains("a.exact");
        assertThat(find(services, "d.c.b.a.example")).contains("a.longer");
        assertThat(find(services, "x.us-east-1.p.example")).contains("a.pattern");
        assertThat(find(services, "eu-api.p.example")).contains("a.infix");
        for (String host :
                List.of(
                        "nota.example",
                        "a.example.org",
                        "example",
                        "",
                        ".",
                        "x.p.example",
                        "x.a.b.p.example",
                        "-api.p.example",
                        "y.x.us.p.example")) {
            assertThat(find(services, host)).as(host).isEmpty();
        }
    }

    @Test
    void whatCouldNeverMatchIsRefused() {
        Service suffix = service("a.suffix", HostMatch.SUFFIX, "a.example");

        assertThatThrownBy(() ->
                        new HostIndex(
                                List.of(suffix, service("a.p", HostMatch.PATTERN, "*.a.example"))))
                .hasMessageContaining("hides");
        assertThatThrownBy(() ->
                        new HostIndex(
                                List.of(suffix, service("a.x", HostMatch.SUFFIX, "a.example"))))
                .hasMessageContaining("claim");
        assertThatThrownBy(() ->
                        new HostIndex(List.of(service("a.p", HostMatch.PATTERN, "a.*.example"))))
                .hasMessageContaining("last two labels");
    }

    /// The index against a regular expression per rule, on hosts built from few labels so that many
    /// match.
    @Test
    void theIndexAgreesWithRegularExpressions() {
        Random random = new Random(7);
        String[] labels = {"a", "b", "aa", "a-b", "x"};
        for (int round = 0; round < 300; round++) {
            String name = random(random, labels, 2 + random.nextInt(2));
            HostMatch match = HostMatch.values()[random.nextInt(3)];
            if (match == HostMatch.PATTERN) {
                name = List.of("*.", "a*.", "*b.", "x.*.").get(random.nextInt(4)) + name;
            }
            Service service = service("s.s", match, name);
            String body = name.replace(".", "\\.").replace("*", "[^.]+");
            Pattern expected =
                    Pattern.compile(match == HostMatch.SUFFIX ? "(.*\\.)?" + body : body);
            for (int i = 0; i < 50; i++) {
                String host = random(random, labels, 1 + random.nextInt(5));
                assertThat(find(List.of(service), host).isPresent())
                        .as("%s %s %s", match, name, host)
                        .isEqualTo(expected.matcher(host).matches());
            }
        }
    }

    private static String random(Random random, String[] labels, int count) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(labels[random.nextInt(labels.length)]);
        }
        return String.join(".", parts);
    }
}
