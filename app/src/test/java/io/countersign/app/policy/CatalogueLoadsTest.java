package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.policy.PolicyNote;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Service;
import io.countersign.schemas.PolicyDocument;
import io.countersign.topology.policy.PolicyReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bundled catalogue and the demo register fit their formats, the limits and each other.
class CatalogueLoadsTest {
    @Test
    void theBundledCatalogueAndTheDemoRegisterBecomeAPolicy() {
        PolicyDocument document = PolicyYaml.demo();
        byte[] bytes = PolicyNote.encode(document);

        assertThat(bytes.length).isLessThan(PolicyNote.MAX_BYTES / 2);
        PolicyDocument again = PolicyNote.decode(bytes);
        assertThat(again).isEqualTo(document);
        Policy policy = PolicyReader.read(again);
        assertThat(policy.version()).isEqualTo("demo-2026-11");
        assertThat(policy.register().agreements()).hasSize(5);
    }

    @Test
    void theCatalogueHasFiveHundredServices() {
        Policy policy = PolicyReader.read(PolicyYaml.withoutRegister());
        List<Service> services =
                policy.catalogue().services().stream().filter(CatalogueLoadsTest::isAi).toList();

        assertThat(services).hasSizeGreaterThanOrEqualTo(500);
        assertThat(services).extracting(Service::id).doesNotHaveDuplicates();
        assertThat(services.stream().mapToInt(service -> service.hosts().size()).sum())
                .isGreaterThanOrEqualTo(900);
    }

    /// Without the stores and records that are watched for downloads.
    private static boolean isAi(Service service) {
        return service.hosts().stream().noneMatch(rule -> rule.role() == HostRole.WATCHED);
    }

    @Test
    void withoutARegisterThePolicySaysSo() {
        PolicyDocument document = PolicyYaml.withoutRegister();

        assertThat(document.getRegister()).isEmpty();
        assertThat(PolicyReader.read(document).register().isPresent()).isFalse();
    }
}
