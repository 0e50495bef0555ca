package io.countersign.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryAnswersAreReadTest {
    private static final SchemaText ONE = avro("One");
    private static final SchemaText TWO = avro("Two");

    private FakeRegistry registry;
    private SchemaRegistryClient client;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        client = new SchemaRegistryClient(RegistryConfig.of(registry.url()), nanos::get);
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @Test
    void whatIsRegisteredIsFoundByEachOfItsNames() {
        int id = client.register("a-value", ONE);
        SubjectVersion expected =
                new SubjectVersion(
                        "a-value", 1, id, ONE, java.util.Optional.of(FakeRegistry.guid(id)));
        assertThat(client.schema(id)).contains(ONE);
        assertThat(client.schema(FakeRegistry.guid(id))).contains(ONE);
        assertThat(client.lookUp("a-value", ONE)).contains(expected);
        assertThat(client.version("a-value", 1)).contains(expected);
        assertThat(client.latest("a-value")).contains(expected);
        assertThat(client.versions("a-value")).containsExactly(1);
        assertThat(client.subjects()).containsExactly("a-value");
    }

    @Test
    void registeringTwiceIsRegisteringOnce() {
        int id = client.register("a-value", ONE);
        assertThat(client.register("a-value", ONE)).isEqualTo(id);
        assertThat(client.register("b-value", ONE))
                .as("the same schema under another subject")
                .isEqualTo(id);
        assertThat(client.register("a-value", TWO)).isNotEqualTo(id);
        assertThat(client.versions("a-value")).containsExactly(1, 2);
    }

    @Test
    void whatIsNotThereIsEmptyAndNoException() {
        client.register("a-value", ONE);
        assertThat(client.schema(999)).isEmpty();
        assertThat(client.schema(new UUID(1, 2))).isEmpty();
        assertThat(client.lookUp("a-value", TWO)).isEmpty();
        assertThat(client.lookUp("none", TWO)).isEmpty();
        assertThat(client.version("a-value", 9)).isEmpty();
        assertThat(client.latest("none")).isEmpty();
        assertThat(client.versions("none")).isEmpty();
        assertThat(client.check("none", ONE)).isEmpty();
    }

    @Test
    void aSubjectMayHaveAnyCharacters() {
        String subject = "a/b c+d%?#é-value";
        int id = client.register(subject, ONE);
        assertThat(client.latest(subject))
                .hasValueSatisfying(latest -> assertThat(latest.id()).isEqualTo(id));
        assertThat(client.subjects()).containsExactly(subject);
        assertThat(registry.requests)
                .contains("POST /base/v7/subjects/a%2Fb%20c%2Bd%25%3F%23%C3%A9-value/versions");
    }

    @Test
    void compatibilityIsCheckedWithItsReasons() {
        client.register("a-value", ONE);
        assertThat(client.check("a-value", TWO)).contains(new Compatibility(true, List.of()));
        registry.compatible = false;
        assertThat(client.check("a-value", TWO))
                .contains(new Compatibility(false, List.of("READER_FIELD_MISSING_DEFAULT_VALUE")));
    }

    @Test
    void levelsAreReadAndSet() {
        assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.BACKWARD);
        client.setCompatibility(CompatibilityLevel.FULL_TRANSITIVE);
        client.setCompatibility("a-value", CompatibilityLevel.NONE);
        assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
        assertThat(client.compatibility("a-value")).isEqualTo(CompatibilityLevel.NONE);
        assertThat(client.compatibility("b-value")).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
    }

    @Test
    void typeAndReferencesTravelBothWays() {
        SchemaText referring =
                new SchemaText(
                        "{\"type\":\"object\"}",
                        "JSON",
                        List.of(new SchemaReference("One", "a-value", 1)));
        client.register("a-value", ONE);
        int id = client.register("b-value", referring);
        assertThat(client.schema(id)).contains(referring);
    }

    @Test
    void whatCannotChangeIsAskedOnce() {
        int id = client.register("a-value", ONE);
        client.register("a-value", ONE);
        client.lookUp("a-value", ONE);
        client.schema(id);
        client.schema(FakeRegistry.guid(id));
        client.latest("a-value");
        int asked = registry.requests.size();
        for (int i = 0; i < 5; i++) {
            client.register("a-value", ONE);
            client.lookUp("a-value", ONE);
            client.schema(id);
            client.schema(FakeRegistry.guid(id));
            client.latest("a-value");
            client.schema(-1);
        }
        assertThat(registry.requests).hasSize(asked);
    }

    @Test
    void aMissingIdIsAskedAgainOnlyAfterItsTime() {
        assertThat(client.schema(1)).isEmpty();
        try (SchemaRegistryClient other =
                new SchemaRegistryClient(RegistryConfig.of(registry.url()))) {
            other.register("a-value", ONE);
        }
        int asked = registry.requests.size();
        assertThat(client.schema(1)).isEmpty();
        assertThat(registry.requests).hasSize(asked);
        nanos.addAndGet(10_000_000_000L);
        assertThat(client.schema(1)).contains(ONE);
    }

    @Test
    void theLatestVersionIsAskedAgainAfterItsTimeAndAfterRegistering() {
        client.register("a-value", ONE);
        assertThat(client.latest("a-value").orElseThrow().version()).isEqualTo(1);
        client.register("a-value", TWO);
        assertThat(client.latest("a-value").orElseThrow().version()).isEqualTo(2);
        try (SchemaRegistryClient other =
                new SchemaRegistryClient(RegistryConfig.of(registry.url()))) {
            other.register("a-value", avro("Three"));
        }
        assertThat(client.latest("a-value").orElseThrow().version()).isEqualTo(2);
        nanos.addAndGet(60_000_000_000L);
        assertThat(client.latest("a-value").orElseThrow().version()).isEqualTo(3);
    }

    static SchemaText avro(String name) {
        return new SchemaText(
                "{\"type\":\"record\",\"name\":\""
                        + name
                        + "\",\"namespace\":\"example\",\"fields\":[]}",
                SchemaText.AVRO,
                List.of());
    }
}
