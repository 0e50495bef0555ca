package io.countersign.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsAreReadOrRefusedTest {
    private static final String URL = "https://registry.example.org:8081/apis/ccompat/v7";

    @Test
    void theDefaults() {
        RegistryConfig config = from(Map.of());
        assertThat(config)
                .isEqualTo(
                        new RegistryConfig(
                                List.of(URI.create(URL)),
                                new Credentials.None(),
                                TlsSettings.DEFAULT,
                                Optional.empty(),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20),
                                3,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10),
                                new WriteOptions(false, false, false, true)));
    }

    @Test
    void everySettingHasItsPlace() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "schema.registry.url",
                "https://one.example.org,https://two.example.org:8443/base/");
        settings.put("basic.auth.credentials.source", "USER_INFO");
        settings.put("basic.auth.user.info", "reader:secret-1");
        settings.put("schema.registry.ssl.truststore.location", "/etc/trust.p12");
        settings.put("schema.registry.ssl.truststore.type", "PKCS12");
        settings.put("schema.registry.ssl.truststore.password", "secret-2");
        settings.put("schema.registry.ssl.keystore.location", "/etc/identity.jks");
        settings.put("schema.registry.ssl.keystore.password", "secret-3");
        settings.put("schema.registry.ssl.key.password", "secret-4");
        settings.put("schema.registry.ssl.enabled.protocols", List.of("TLSv1.3"));
        settings.put("schema.registry.ssl.endpoint.identification.algorithm", "https");
        settings.put("schema.registry.http.connect.timeout.ms", 1_000);
        settings.put("http.read.timeout.ms", "2000");
        settings.put("max.retries", 5);
        settings.put("retries.wait.ms", 10);
        settings.put("retries.max.wait.ms", 20);
        settings.put("latest.cache.ttl.sec", 30);
        settings.put("missing.id.cache.ttl.sec", 40);
        settings.put("proxy.host", "proxy.example.org");
        settings.put("proxy.port", 3128);
        settings.put("auto.register.schemas", true);
        settings.put("normalize.schemas", "true");
        settings.put("latest.compatibility.strict", false);
        settings.put("bootstrap.servers", "left alone");
        settings.put("ssl.truststore.location", "Kafka's own, left alone");
        RegistryConfig config = RegistryConfig.from(settings);

        assertThat(config.urls())
                .containsExactly(
                        URI.create("https://one.example.org"),
                        URI.create("https://two.example.org:8443/base/"));
        assertThat(config.credentials())
                .isInstanceOfSatisfying(
                        Credentials.Basic.class,
                        basic -> {
                            assertThat(basic.user()).isEqualTo("reader");
                            assertThat(basic.password().reveal()).isEqualTo("secret-1");
                        });
        assertThat(config.tls().trust())
                .hasValueSatisfying(trust ->
                        assertThat(trust)
                                .isInstanceOfSatisfying(
                                        TlsSettings.Store.File.class,
                                        file -> {
                                            assertThat(file.path())
                                                    .isEqualTo(Path.of("/etc/trust.p12"));
                                            assertThat(file.type()).isEqualTo("PKCS12");
                                            assertThat(file.password().orElseThrow().reveal())
                                                    .isEqualTo("secret-2");
                                        }));
        assertThat(config.tls().identity())
                .hasValueSatisfying(identity ->
                        assertThat(identity)
                                .isInstanceOfSatisfying(
                                        TlsSettings.Store.File.class,
                                        file -> {
                                            assertThat(file.type()).isEqualTo("JKS");
                                            assertThat(file.password().orElseThrow().reveal())
                                                    .isEqualTo("secret-3");
                                            assertThat(file.keyPassword().orElseThrow().reveal())
                                                    .isEqualTo("secret-4");
                                        }));
        assertThat(config.tls().protocols()).containsExactly("TLSv1.3");
        assertThat(config.proxy()).contains(new RegistryConfig.Proxy("proxy.example.org", 3128));
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.maxRetries()).isEqualTo(5);
        assertThat(config.retryWait()).isEqualTo(Duration.ofMillis(10));
        assertThat(config.maxRetryWait()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.latestTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.missingTtl()).isEqualTo(Duration.ofSeconds(40));
        assertThat(config.writing()).isEqualTo(new WriteOptions(true, false, true, false));
        assertThat(config.toString()).doesNotContain("secret-");
    }

    @Test
    void credentialsMayStandInTheAddressAndLeaveIt() {
        RegistryConfig config =
                RegistryConfig.from(
                        Map.of(
                                "schema.registry.url",
                                "https://reader:p%40ss+1@registry.example.org/base"));
        assertThat(config.urls()).containsExactly(URI.create("https://registry.example.org/base"));
        assertThat(((Credentials.Basic) config.credentials()).password().reveal())
                .isEqualTo("p@ss+1");
        assertThat(config.toString()).doesNotContain("p@ss").doesNotContain("p%40ss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema.registry.urls=https://other.example.org",
                "schema.registry.ssl.truststore.locations=/x",
                "basic.auth.user=SPOKEN",
                "bearer.auth.issuer.endpoint.url=https://idp.example.org",
                "basic.auth.credentials.source=SASL_INHERIT",
                "basic.auth.credentials.source=USER_INFO",
                "basic.auth.user.info=reader:SPOKEN",
                "bearer.auth.token=SPOKEN",
                "bearer.auth.credentials.source=STATIC_TOKEN",
                "bearer.auth.credentials.source=OAUTHBEARER",
                "bearer.auth.credentials.source=STATIC_TOKEN;bearer.auth.token=SPOKEN SPOKEN",
                "bearer.auth.credentials.source=STATIC_TOKEN;bearer.auth.token=SPOKEN;basic.auth.user.info=a:SPOKEN",
                "basic.auth.credentials.source=USER_INFO;basic.auth.user.info=SPOKEN",
                "schema.registry.url=https://reader:SPOKEN@a.example.org,https://b.example.org",
                "schema.registry.url=https://reader:SPOKEN@a b",
                "schema.registry.url=ftp://a.example.org",
                "schema.registry.url=registry.example.org:8081",
                "schema.registry.url=https://a.example.org/?x=1",
                "schema.registry.url=https://a.example.org,",
                "schema.registry.url=http://reader:SPOKEN@registry.example.org",
                "auto.register.schemas=yes",
                "auto.register.schemas=true;use.latest.version=true",
                "max.retries=many",
                "max.retries=-1",
                "max.retries=1;schema.registry.max.retries=1",
                "http.read.timeout.ms=0",
                "retries.wait.ms=100;retries.max.wait.ms=50",
                "proxy.host=proxy.example.org",
                "schema.registry.ssl.endpoint.identification.algorithm=",
                "schema.registry.ssl.enabled.protocols=TLSv1.1",
                "schema.registry.ssl.truststore.type=BKS",
                "schema.registry.ssl.truststore.certificates=SPOKEN",
                "schema.registry.ssl.truststore.type=PEM",
                "schema.registry.ssl.keystore.type=PEM;schema.registry.ssl.keystore.key=SPOKEN",
                "schema.registry.ssl.keystore.type=PEM;schema.registry.ssl.keystore.location=/no/such/file"
            })
    void everythingElseIsRefusedByNameAndWithoutItsSecret(String settings) {
        Map<String, Object> given = new HashMap<>();
        for (String setting : settings.split(";", -1)) {
            int equals = setting.indexOf('=');
            given.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        assertThatThrownBy(() -> from(given))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> {
                    for (Throwable each = e; each != null; each = each.getCause()) {
                        assertThat(each.toString()).doesNotContain("SPOKEN");
                    }
                    assertThat(given.keySet()).anyMatch(name -> e.toString().contains(topic(name)));
                });
    }

    @Test
    void anAddressIsNeeded() {
        assertThatThrownBy(() -> RegistryConfig.from(Map.of()))
                .hasMessageContaining("schema.registry.url");
    }

    @Test
    void credentialsInClearNeedALongWordUnlessTheyStayOnTheMachine() {
        Map<String, String> clear =
                Map.of(
                        "schema.registry.url", "http://registry.example.org",
                        "basic.auth.credentials.source", "USER_INFO",
                        "basic.auth.user.info", "reader:SPOKEN");
        assertThatThrownBy(() -> RegistryConfig.from(clear))
                .hasMessageContaining("schema.registry.allow.credentials.without.tls=true");
        Map<String, String> allowed = new HashMap<>(clear);
        allowed.put("schema.registry.allow.credentials.without.tls", "true");
        assertThat(RegistryConfig.from(allowed).credentials())
                .isInstanceOf(Credentials.Basic.class);
        for (String local :
                List.of("http://localhost:8081", "http://127.0.0.1", "http://[::1]:8081")) {
            Map<String, String> here = new HashMap<>(clear);
            here.put("schema.registry.url", local);
            assertThat(RegistryConfig.from(here).credentials())
                    .isInstanceOf(Credentials.Basic.class);
        }
    }

    @Test
    void theGuideListsEverySettingAndNoOther() throws IOException {
        String guide = Files.readString(Path.of("../docs/guides/schema-registry.md"));
        Set<String> listed = new TreeSet<>();
        Pattern.compile("(?m)^\\| `([a-z.]+)` \\|")
                .matcher(guide)
                .results()
                .forEach(row -> listed.add(row.group(1)));
        assertThat(listed).isEqualTo(RegistrySettings.names());
    }

    /// A missing setting is refused under its own name, beside the given one.
    private static String topic(String name) {
        String[] words = name.replace("schema.registry.", "").split("\\.", -1);
        return words.length < 2 ? words[0] : words[0] + "." + words[1];
    }

    private static RegistryConfig from(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("schema.registry.url", URL);
        all.putAll(settings);
        return RegistryConfig.from(all);
    }
}
