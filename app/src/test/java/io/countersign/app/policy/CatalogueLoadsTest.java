package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.policy.PolicyNote;
import io.countersign.detectors.destination.Policy;
import io.countersign.schemas.PolicyDocument;
import io.countersign.topology.policy.PolicyReader;
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
        assertThat(policy.catalogue().services()).hasSizeGreaterThan(200);
    }

    @Test
    void withoutARegisterThePolicySaysSo() {
        PolicyDocument document = PolicyYaml.withoutRegister();

        assertThat(document.getRegister()).isEmpty();
        assertThat(PolicyReader.read(document).register().isPresent()).isFalse();
    }
}
