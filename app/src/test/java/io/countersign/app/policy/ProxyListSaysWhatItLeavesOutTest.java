package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.app.policy.ProxyList.Target;
import io.countersign.detectors.destination.Access;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Service;
import io.countersign.topology.policy.PolicyReader;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A list for a proxy holds every host that it should, in a form that the product takes, and names
/// the rest.
class ProxyListSaysWhatItLeavesOutTest {
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");

    private final Policy demo = PolicyReader.read(PolicyYaml.demo());

    @Test
    void aServiceWithARowIsAllowedAndNoCoveredOneIsBlocked() {
        assertThat(access("amazon.bedrock")).isEqualTo(Access.ALLOW);
        assertThat(access("anthropic.console")).isEqualTo(Access.BLOCK);
        assertThat(access("perplexity.perplexity")).isEqualTo(Access.COACH);
        Policy none = PolicyReader.read(PolicyYaml.withoutRegister());
        assertThat(none.catalogue().services())
                .noneMatch(service -> none.register().access(service, TIME) == Access.ALLOW);
    }

    @Test
    void everyServiceStandsInOneList() {
        int listed = 0;
        for (Access access : Access.values()) {
            listed += ProxyList.of(demo, access, Target.ZSCALER, TIME).lines().size();
            listed += ProxyList.of(demo, access, Target.ZSCALER, TIME).leftOut().size();
        }
        Set<String> hosts = new HashSet<>();
        demo.catalogue().services().stream()
                .flatMap(service -> service.hosts().stream())
                .filter(rule ->
                        rule.role() == HostRole.CHAT
                                || rule.role() == HostRole.API
                                || rule.role() == HostRole.CONSOLE)
                .forEach(rule -> hosts.add(rule.name()));
        // What lies below a listed name of the same list is not written twice.
        assertThat(listed).isBetween(hosts.size() * 9 / 10, hosts.size());
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void everyLineHasTheFormOfItsProduct(Target target) {
        Pattern form = Pattern.compile(form(target));

        List<String> lines = ProxyList.of(demo, Access.BLOCK, target, TIME).lines();

        assertThat(lines).isNotEmpty().doesNotHaveDuplicates();
        assertThat(target == Target.RPZ ? lines.subList(3, lines.size()) : lines)
                .allMatch(line -> form.matcher(line).matches());
    }

    private static String form(Target target) {
        String name = "[a-z0-9-]+(\\.[a-z0-9-]+)+";
        return switch (target) {
            case SQUID, ZSCALER -> "\\.?" + name;
            case SQUID_REGEX -> "\\^([a-z0-9-]|\\\\\\.|\\[a-z0-9-\\]\\+)+\\$";
            case NETSKOPE -> "(\\*\\.)?" + name;
            case PALOALTO_EDL -> "([*^]|[a-z0-9-]+)(\\.(\\^|[a-z0-9-]+))+/";
            case RPZ -> "(\\*\\.)?" + name + " CNAME \\.";
        };
    }

    @Test
    void noListNamesAHostBesideTheDomainAboveIt() {
        List<String> lines = ProxyList.of(demo, Access.COACH, Target.SQUID, TIME).lines();

        assertThat(lines)
                .noneMatch(line ->
                        lines.stream()
                                .anyMatch(other ->
                                        !other.equals(line)
                                                && other.startsWith(".")
                                                && line.endsWith(other)));
    }

    @Test
    void whatAProductCannotExpressIsNamed() {
        ProxyList squid = ProxyList.of(demo, Access.ALLOW, Target.SQUID, TIME);
        ProxyList regex = ProxyList.of(demo, Access.ALLOW, Target.SQUID_REGEX, TIME);

        assertThat(squid.lines()).noneMatch(line -> line.contains("bedrock-runtime"));
        assertThat(squid.leftOut())
                .contains("bedrock-runtime.*.amazonaws.com: a pattern; squid-regex has it");
        assertThat(regex.lines()).contains("^bedrock-runtime\\.[a-z0-9-]+\\.amazonaws\\.com$");
    }

    @Test
    void hostsThatServeMuchElseAreNeverListed() {
        for (Access access : Access.values()) {
            assertThat(ProxyList.of(demo, access, Target.NETSKOPE, TIME).lines())
                    .doesNotContain("slack.com", "login.microsoftonline.com", "duckduckgo.com");
        }
    }

    @Test
    void aNameServerCannotCoach() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyList.of(demo, Access.COACH, Target.RPZ, TIME));
    }

    private Access access(String id) {
        Service service = demo.catalogue().service(id).orElseThrow();
        return demo.register().access(service, TIME);
    }
}
