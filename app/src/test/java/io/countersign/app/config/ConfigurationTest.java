package io.countersign.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.config.Configuration.Bridge;
import io.countersign.app.config.Configuration.Documents;
import io.countersign.app.config.Configuration.Health;
import io.countersign.app.config.Configuration.Icap;
import io.countersign.app.config.Configuration.Kafka;
import io.countersign.app.config.Configuration.Keys;
import io.countersign.app.config.Configuration.Ledger;
import io.countersign.app.config.Configuration.Listen;
import io.countersign.app.config.Configuration.Purger;
import io.countersign.app.config.Configuration.Registry;
import io.countersign.app.config.Configuration.S3;
import io.countersign.app.config.Configuration.Sink;
import io.countersign.app.config.Configuration.Streams;
import io.countersign.app.config.Configuration.Vault;
import io.countersign.app.config.Configuration.Witnesses;
import io.countersign.app.sink.SinkType;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.VerifierKey;
import io.countersign.intake.bridge.Encoding;
import io.countersign.intake.bridge.PayloadPath;
import io.countersign.ledger.Witness;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.storage.s3.S3Place;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The reference of the file: all defaults, all mappings, and what is refused.
class ConfigurationTest {
    private static final VerifierKey WITNESS =
            new VerifierKey("witness.example.org", KeyType.ED25519_COSIGNATURE, sevens());

    private static byte[] sevens() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private static final Path FILE = Path.of("countersign.yaml");

    @Test
    void allDefaults() {
        Configuration expected =
                new Configuration(
                        Path.of("countersign-data"),
                        4,
                        new Kafka(List.of(), 0, 3, Map.of()),
                        new Keys(
                                Path.of("keys/ledger.unencrypted-private-key.pem"),
                                Optional.empty(),
                                Path.of("keys/tokens.key"),
                                Path.of("keys/evidence"),
                                List.of(),
                                false),
                        Optional.empty(),
                        Optional.empty(),
                        OwnFormats.NONE,
                        new Streams(
                                "countersign-audit",
                                1,
                                Duration.ofMillis(100),
                                Duration.ofSeconds(10)),
                        new Streams(
                                "countersign-alert",
                                1,
                                Duration.ofMillis(100),
                                Duration.ofSeconds(10)),
                        new Ledger(
                                "countersign.example/log",
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10)),
                        new Purger(Duration.ofHours(1), List.of(), false),
                        new Vault(Path.of("patients.vault"), Path.of("keys/vault")),
                        new Listen(0, Map.of()),
                        new Icap(
                                0,
                                false,
                                false,
                                List.of(),
                                Optional.empty(),
                                Map.of(),
                                500,
                                32,
                                128),
                        new Documents(2, Duration.ofSeconds(10), 384),
                        new Health(0, false),
                        Registry.NONE,
                        S3.STANDARD,
                        Configuration.Drill.STANDARD,
                        new Configuration.Archive(
                                Optional.empty(),
                                Path.of("archive"),
                                Duration.ofMinutes(1),
                                Optional.empty()),
                        new Configuration.Access(
                                List.of(
                                        "MONTHLY_REPORT",
                                        "AI_INVENTORY",
                                        "YEARLY_REPORT",
                                        "POLICY_DRAFT",
                                        "RESCAN",
                                        "CASE")),
                        new Configuration.Review(Duration.ofDays(7)),
                        Map.of(),
                        Map.of());
        assertThat(Configuration.defaults()).isEqualTo(expected);
        assertThat(read("")).isEqualTo(expected);
        assertThat(read("kafka:\nsinks: {}\n")).isEqualTo(expected);
        assertThat(expected.permissions())
                .containsExactly("keys.ledger (an unencrypted private key)");
    }

    @Test
    void allMappings() throws ReflectiveOperationException {
        Configuration read =
                read(
                        """
                        directory: /var/lib/countersign
                        partitions: 48
                        kafka:
                          bootstrap-servers: [kafka-1.example.org:9093, kafka-2.example.org:9093]
                          replication-factor: 2
                          properties:
                            security.protocol: SSL
                            retries: 7
                        keys:
                          ledger: /run/secrets/note
                          ledger-password-file: /run/secrets/note-password
                          tokens: /run/secrets/tokens
                          evidence: /run/secrets/evidence
                          policy-signers: [example.org/policy+1234abcd+AAAA]
                        policy: policy/
                        patient-index: patients.index
                        mappings: [mappings/portal.yaml]
                        s3: {endpoint: "https://store.example.org:9000", region: eu-central-1, path-style: true, keys-file: keys/s3}
                        drill: {every: 1d, late-after: 90s}
                        access: {without-reason: [AUDIT]}
                        review: {every: 1d}
                        archive:
                          live: false
                          directory: /srv/archive
                          commit-every: 20s
                          lock: {storage: "s3://audit-record/hospital", mode: governance, retain-years: 10, slack-days: 60, every: 5m}
                        squid-logformats: {ward: "%ts.%03tu %>a %ru"}
                        audit:
                          application-id: site-audit
                          threads: 8
                          commit-interval: 50ms
                          session-timeout: 30s
                        alert:
                          application-id: site-alert
                          threads: 2
                          commit-interval: 1s
                          session-timeout: 1m
                        ledger:
                          origin: example.org/countersign
                          interval: 500ms
                          idle-interval: 1m
                          timestamp-authority: https://tsa.example.org/stamp
                          storage: s3://audit-log/hospital/
                          witnesses:
                            quorum: 1
                            interval: 30s
                            incident-after: 2h
                            members:
                              hospital-b:
                                url: https://b.example.org/w
                                vkeys: [witness.example.org+bf42bc11+BAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH]
                        purger: {after: 90m, wait-for-groups: [site-archive], keep-raw-records-until-topic-retention: true}
                        vault: {file: vault/patients, keys: /run/secrets/vault}
                        listen:
                          port: 8088
                        listeners:
                          proxies:
                            protocol: syslog
                            port: 6514
                            listen-on-all-interfaces: true
                            tls: {certificate: tls/server.pem, key: tls/server.key}
                            max-connections: 12
                            message-timeout: 30s
                            sources:
                              squid-main:
                                format: squid
                                certificate-files: [tls/squid-main.pem]
                                certificate-authority: tls/authority.pem
                                certificate-names: [squid-main.example.org]
                          icap:
                            port: 1344
                            on-all-interfaces-without-tls: true
                            clients: [192.0.2.7, "2001:db8::7"]
                            max-connections: 50
                            max-body-megabytes: 8
                            max-held-megabytes: 64
                        documents:
                          processes: 4
                          time: 20s
                          memory-megabytes: 512
                        health:
                          port: 8081
                          on-all-interfaces-without-tls: true
                        schema-registry:
                          url: ["http://registry-1.example.org:8081", "http://registry-2.example.org:8081/base"]
                          basic-auth-user-info-file: /run/secrets/registry
                          allow-credentials-without-tls: true
                          trust-store: registry-ca.pem
                          key-store: registry-client.pem
                          auto-register-schemas: true
                          properties: {max.retries: 5}
                        sinks:
                          lines:
                            type: ndjson
                            tasks: 3
                            directory: events
                            retry-limit: 2m
                            include-subject-tokens-which-are-phi: true
                            properties: {errors.tolerance: all}
                        bridges:
                          casb:
                            bootstrap-servers: [kafka.siem.example.org:9093]
                            topics: [netskope, netskope-alerts]
                            format: netskope-events
                            value: avro
                            payload: event.original
                            from: latest
                            schema-registry: {url: ["https://registry.siem.example.org"]}
                            properties: {security.protocol: SASL_SSL}
                        """);
        Configuration expected =
                new Configuration(
                        Path.of("/var/lib/countersign"),
                        48,
                        new Kafka(
                                List.of("kafka-1.example.org:9093", "kafka-2.example.org:9093"),
                                0,
                                2,
                                Map.of("security.protocol", "SSL", "retries", "7")),
                        new Keys(
                                Path.of("/run/secrets/note"),
                                Optional.of(Path.of("/run/secrets/note-password")),
                                Path.of("/run/secrets/tokens"),
                                Path.of("/run/secrets/evidence"),
                                List.of("example.org/policy+1234abcd+AAAA"),
                                false),
                        Optional.of(Path.of("policy/")),
                        Optional.of(Path.of("patients.index")),
                        new OwnFormats(
                                List.of(Path.of("mappings/portal.yaml")),
                                Map.of("ward", "%ts.%03tu %>a %ru")),
                        new Streams("site-audit", 8, Duration.ofMillis(50), Duration.ofSeconds(30)),
                        new Streams("site-alert", 2, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                        new Ledger(
                                "example.org/countersign",
                                Duration.ofMillis(500),
                                Duration.ofMinutes(1),
                                Optional.of(URI.create("https://tsa.example.org/stamp")),
                                new Witnesses(
                                        List.of(
                                                new Witness(
                                                        "hospital-b",
                                                        URI.create("https://b.example.org/w"),
                                                        List.of(WITNESS))),
                                        1,
                                        Duration.ofSeconds(30),
                                        Duration.ofHours(2)),
                                S3Place.parse("s3://audit-log/hospital")),
                        new Purger(Duration.ofMinutes(90), List.of("site-archive"), true),
                        new Vault(Path.of("vault/patients"), Path.of("/run/secrets/vault")),
                        new Listen(
                                8088,
                                Map.of(
                                        "proxies",
                                        new Listener(
                                                Listener.Protocol.SYSLOG,
                                                6514,
                                                true,
                                                Optional.of(
                                                        new Listener.Tls(
                                                                Path.of("tls/server.pem"),
                                                                Path.of("tls/server.key"))),
                                                12,
                                                Duration.ofSeconds(30),
                                                Map.of(
                                                        "squid-main",
                                                        new Listener.Source(
                                                                Optional.of("squid"),
                                                                List.of(),
                                                                List.of(
                                                                        Path.of(
                                                                                "tls/squid-main.pem")),
                                                                Optional.of(
                                                                        Path.of(
                                                                                "tls/authority.pem")),
                                                                List.of("squid-main.example.org"),
                                                                false))))),
                        new Icap(
                                1344,
                                false,
                                true,
                                List.of("192.0.2.7", "2001:db8::7"),
                                Optional.empty(),
                                Map.of(),
                                50,
                                8,
                                64),
                        new Documents(4, Duration.ofSeconds(20), 512),
                        new Health(8081, true),
                        new Registry(
                                List.of(
                                        "http://registry-1.example.org:8081",
                                        "http://registry-2.example.org:8081/base"),
                                Optional.of(Path.of("/run/secrets/registry")),
                                Optional.empty(),
                                true,
                                Optional.of(Path.of("registry-ca.pem")),
                                Optional.of(Path.of("registry-client.pem")),
                                true,
                                Map.of("max.retries", "5")),
                        new S3(
                                Optional.of(URI.create("https://store.example.org:9000")),
                                Optional.of("eu-central-1"),
                                true,
                                Optional.of(Path.of("keys/s3"))),
                        new Configuration.Drill(Duration.ofDays(1), Duration.ofSeconds(90)),
                        new Configuration.Archive(
                                Optional.of(false),
                                Path.of("/srv/archive"),
                                Duration.ofSeconds(20),
                                Optional.of(
                                        new Configuration.Lock(
                                                new LockPlace.Bucket(
                                                        S3Place.parse("s3://audit-record/hospital")
                                                                .orElseThrow()),
                                                LockMode.GOVERNANCE,
                                                10,
                                                60,
                                                Duration.ofMinutes(5)))),
                        new Configuration.Access(List.of("AUDIT")),
                        new Configuration.Review(Duration.ofDays(1)),
                        Map.of(
                                "lines",
                                new Sink(
                                        SinkType.of("ndjson").orElseThrow(),
                                        3,
                                        Map.of(
                                                "directory", "events",
                                                "retry.limit.ms", "120000",
                                                "include-subject-tokens-which-are-phi", "true"),
                                        Map.of("errors.tolerance", "all"))),
                        Map.of(
                                "casb",
                                new Bridge(
                                        List.of("kafka.siem.example.org:9093"),
                                        List.of("netskope", "netskope-alerts"),
                                        "netskope-events",
                                        Encoding.AVRO,
                                        PayloadPath.parse("event.original"),
                                        true,
                                        new Registry(
                                                List.of("https://registry.siem.example.org"),
                                                Optional.empty(),
                                                Optional.empty(),
                                                false,
                                                Optional.empty(),
                                                Optional.empty(),
                                                false,
                                                Map.of()),
                                        Map.of("security.protocol", "SASL_SSL"))));
        assertThat(read).isEqualTo(expected);
        assertThat(read.permissions())
                .containsExactly(
                        "purger.keep-raw-records-until-topic-retention",
                        "archive.lock.mode (governance: who has a permission may delete)",
                        "listeners.icap.on-all-interfaces-without-tls",
                        "health.on-all-interfaces-without-tls",
                        "schema-registry.allow-credentials-without-tls",
                        "sinks.lines.include-subject-tokens-which-are-phi");
        // Some settings exclude others in the file above, and have files of their own here.
        Configuration ownBroker = read("kafka: {port: 9092}");
        assertThat(ownBroker.kafka().port()).isEqualTo(9092);
        assertThat(ownBroker.replicationFactor()).isEqualTo(1);
        Configuration unsigned =
                read("keys: {accept-unsigned-policy-from-anyone-who-may-write: true}");
        assertThat(unsigned.keys().acceptUnsignedPolicyFromAnyoneWhoMayWrite()).isTrue();
        assertThat(unsigned.permissions())
                .contains("keys.accept-unsigned-policy-from-anyone-who-may-write");
        Configuration bearer =
                read(
                        "schema-registry: {url: ['https://a.example.org'], bearer-auth-token-file: /run/t}");
        assertThat(bearer.registry().bearerAuthTokenFile()).contains(Path.of("/run/t"));
        Icap overTls =
                read("""
                listeners:
                  icap:
                    port: 11344
                    listen-on-all-interfaces: true
                    tls: {certificate: tls/server.pem, key: tls/server.key}
                    sources:
                      fortigate: {token-files: [secrets/fortigate]}
                """)
                        .icap();
        assertThat(overTls.listenOnAllInterfaces()).isTrue();
        assertThat(overTls.tls())
                .contains(new Listener.Tls(Path.of("tls/server.pem"), Path.of("tls/server.key")));
        assertThat(overTls.sources()).containsOnlyKeys("fortigate");
        assertThat(unchanged("", Configuration.defaults(), read))
                .as("settings that the file above does not change: add them to it")
                .containsExactlyInAnyOrder(
                        ".icap.listenOnAllInterfaces",
                        ".icap.tls",
                        ".icap.sources",
                        ".kafka.port",
                        ".keys.acceptUnsignedPolicyFromAnyoneWhoMayWrite",
                        ".registry.bearerAuthTokenFile",
                        ".archive.catalogue");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "archive: {lock: {storage: 's3://Bad Bucket'}} | archive.lock.storage: is a bucket with Object Lock",
                "archive: {lock: {retain-years: 6}} | archive.lock.storage: must be stated",
                "archive: {lock: {storage: /srv/record, retain-years: 5}} | archive.lock.retain-years: must be a whole number from 6 to 30",
                "archive: {lock: {storage: /srv/record, mode: none}} | archive.lock.mode: is compliance",
                "partition: 4 | partition: is not a setting; there are access, alert, archive, audit, bridges, directory",
                "audit: {comit-interval: 1s} | audit.comit-interval: is not a setting",
                "kafka: {zookeeper-connect: x} | kafka.zookeeper-connect: was removed",
                "partitions: 0 | partitions: must be a whole number from 1 to 1000",
                "partitions: '4' | partitions: must be a whole number",
                "audit: {commit-interval: 100} | audit.commit-interval: must be a duration from 10ms to 5s",
                "audit: {commit-interval: 1h} | audit.commit-interval: must be a duration from 10ms to 5s",
                "audit: [1] | audit: must be a mapping",
                "listen: {port: 65536} | listen.port: must be a whole number from 0 to 65535",
                "listen: {on-all-interfaces-without-tls: true} | listen.on-all-interfaces-without-tls: was removed",
                "health: {on-all-interfaces-without-tls: 'yes'} | must be true or false",
                "listeners: {a: {port: 1}} | listeners.a.protocol: must be one of syslog, relp, http",
                "listeners: {a: {protocol: relp}} | listeners.a.port: must be stated",
                "listeners: {a: {protocol: relp, port: 1, listen-on-all-interfaces: true}} | needs tls",
                "listeners: {a: {protocol: relp, port: 1, listen-on-all-interfaces: true}} | needs sources",
                "listeners: {a: {protocol: relp, port: 1, sources: {b: {token-files: [c]}}}} | is for http",
                "listeners: {a: {protocol: http, port: 1, sources: {b: {}, c: {}}}} | cannot be told apart",
                "listeners: {a: {protocol: http, port: 1, sources: {b: {certificate-files: [c]}}}} | needs tls",
                "listeners: {a: {protocol: http, port: 1, tls: {key: k}}} | tls.certificate: must be stated",
                "listeners: {icap: {port: 70000}} | listeners.icap.port: must be a whole number",
                "listeners: {icap: {on-all-interfaces-without-tls: true}} | must name the proxies",
                "listeners: {icap: {on-all-interfaces-without-tls: true, sources: {b: {}}}} | goes without tls",
                "listeners: {icap: {listen-on-all-interfaces: true}} | needs tls",
                "listeners: {icap: {listen-on-all-interfaces: true}} | needs sources",
                "listeners: {icap: {sources: {b: {certificate-files: [c]}}}} | needs tls",
                "listeners: {icap: {sources: {b: {format: squid}}}} | takes no format",
                "listeners: {a: {protocol: relp, port: 1, sources: {b: {certificate-authority: c}}}} | names: must be stated",
                "listeners: {a: {protocol: relp, port: 1, sources: {b: {certificate-names: [c]}}}} | authority: must be stated",
                "listeners: {icap: {clients: [proxy.example.org]}} | each must be an IP address",
                "listeners: {icap: {max-held-megabytes: 4}} | must not be less than max-body",
                "documents: {processes: 65} | documents.processes: must be a whole number",
                "documents: {time: 1h} | documents.time: must be a duration",
                "kafka: {bootstrap-servers: localhost:9092} | kafka.bootstrap-servers: must be a list",
                "kafka: {bootstrap-servers: [localhost]} | kafka.bootstrap-servers: each must be host:port",
                "kafka: {bootstrap-servers: ['a:1'], port: 1} | kafka.port: is for a broker of our own",
                "kafka: {properties: {bootstrap.servers: x}} | belongs into kafka.bootstrap-servers",
                "kafka: {properties: {a: [1]}} | kafka.properties.a: must be a text",
                "ledger: {origin: a b} | ledger.origin: is a name",
                "ledger: {timestamp-authority: ftp://x} | ledger.timestamp-authority: is none",
                "ledger: {storage: 's3://A/b'} | ledger.storage: is a bucket and a prefix",
                "ledger: {storage: /mnt/log} | ledger.storage: is a bucket and a prefix",
                "ledger: {interval: 30s} | ledger.idle-interval: must not be shorter",
                "alert: {application-id: countersign-audit} | alert.application-id: must differ",
                "health: {port: 70000} | health.port: must be a whole number from 0 to 65535",
                "schema-registry: {trust-store: ca.pem} | schema-registry.url: must be stated",
                "schema-registry: {url: ['http://u:p@a.example.org']} | schema-registry.url: each must be http://",
                "schema-registry: {url: [registry:8081]} | schema-registry.url: each must be http://",
                "schema-registry: {url: ['http://a'], properties: {basic.auth.user.info: 'u:p'}} | belongs into schema-registry.basic-auth-user-info-file",
                "schema-registry: {url: ['http://a'], properties: {schema.registry.ssl.truststore.location: x}} | belongs into schema-registry.trust-store",
                "schema-registry: {url: ['http://a'], basic-auth-user-info-file: a, bearer-auth-token-file: b} | contradicts basic-auth-user-info-file",
                "siem: {files: {type: ndjson}} | siem: was removed: a sink stands in sinks",
                "sinks: {Files: {type: ndjson}} | sinks.Files: is made of small letters",
                "sinks: {files: {}} | sinks.files.type: must be stated: ",
                "sinks: {files: {type: pigeon}} | sinks.files.type: is one of ",
                "sinks: {files: {type: ndjson, tokens: true}} | sinks.files.tokens: is not a setting",
                "sinks: {files: {type: ndjson, tasks: 0}} | sinks.files.tasks: must be a whole number from 1",
                "sinks: {files: {type: ndjson, retry-limit: 5}} | sinks.files.retry-limit: must be a duration",
                "sinks: {files: {type: ndjson, file-max-bytes: many}} | sinks.files.file-max-bytes: must be a whole",
                "sinks: {files: {type: ndjson, file-max-bytes: 1}} | sinks.files.file-max-bytes: Invalid value 1",
                "sinks: {files: {type: ndjson, properties: {topics: x}}} | sinks.files.properties.topics: is set by",
                "sinks: {files: {type: ndjson, properties: {consumer.override.isolation.level: read_uncommitted}}} | is set by this program",
                "bridges: {a: {topics: [t], format: squid}} | bridges.a.bootstrap-servers: must be stated",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: ['a b'], format: squid}} | bridges.a.topics: must be stated",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: [t]}} | bridges.a.format: must be stated",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: [t], format: auto, value: xml}} | bridges.a.value: is string",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: [t], format: auto, payload: p}} | bridges.a.payload: is for value json",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: [t], format: auto, value: json, payload: 'a..b'}} | bridges.a.payload: is a path such as",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: [t], format: auto, value: avro}} | bridges.a.schema-registry.url: must be stated",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: [t], format: auto, from: now}} | bridges.a.from: is earliest or latest",
                "bridges: {a: {bootstrap-servers: ['h:1'], topics: [t, t], format: auto}} | bridges.a.topics: names a topic that another",
                "partitions: [ | it is no YAML",
            })
    void whatIsWrongIsRefusedWithItsPath(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aSettingThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> read("partitions: 4\npartitions: 8\n"))
                .hasMessageContaining("line 2: a setting is there twice");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> read("partitions: 0\nlisten: {port: -1}\nfoo: 1\n"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.problems()).hasSize(3));
    }

    @Test
    void secretsAreNeitherShownNorQuoted() {
        ConfigurationFile file =
                ConfigurationFile.parse(
                        FILE,
                        """
                        kafka:
                          properties:
                            sasl.jaas.config: hunter2
                            ssl.keystore.password: hunter2
                            client.id: countersign
                        sinks:
                          files: {type: ndjson, properties: {consumer.override.sasl.jaas.config: hunter2}}
                        """);
        assertThat(file.settings().toString())
                .doesNotContain("hunter2")
                .contains("kafka.properties.client.id", "value=countersign");
        assertThat(file.configuration().toString()).doesNotContain("hunter2");
        assertThatThrownBy(() -> read("kafka: {properties: {sasl.jaas.config: 'hunter2}}"))
                .hasMessageNotContaining("hunter2");
    }

    /// Paths of record components that are equal in both.
    private static List<String> unchanged(String path, Record standard, Record read)
            throws ReflectiveOperationException {
        List<String> same = new ArrayList<>();
        for (RecordComponent component : standard.getClass().getRecordComponents()) {
            Object before = component.getAccessor().invoke(standard);
            Object after = component.getAccessor().invoke(read);
            String at = path + "." + component.getName();
            if (before instanceof Record inner && after instanceof Record changed) {
                same.addAll(unchanged(at, inner, changed));
            } else if (before != null && before.equals(after)) {
                same.add(at);
            }
        }
        return same;
    }

    private static Configuration read(String yaml) {
        return ConfigurationFile.parse(FILE, yaml).configuration();
    }

    @Test
    void anArchiveIsInADirectoryOrInACatalogue() throws Exception {
        assertThat(
                        read("""
                        archive:
                          catalog:
                            uri: https://catalogue.example.org/iceberg
                            warehouse: hospital
                            namespace: hospital.audit
                            storage: s3://hospital-archive/tables
                            credential-file: keys/catalogue
                            oauth2-uri: https://login.example.org/token
                            scope: PRINCIPAL_ROLE:ALL
                            cache-megabytes: 100
                        """)
                                .archive()
                                .catalogue())
                .contains(
                        new Configuration.Catalogue(
                                URI.create("https://catalogue.example.org/iceberg"),
                                Optional.of("hospital"),
                                "hospital.audit",
                                "s3://hospital-archive/tables",
                                Optional.empty(),
                                Optional.of(Path.of("keys/catalogue")),
                                Optional.of(URI.create("https://login.example.org/token")),
                                Optional.of("PRINCIPAL_ROLE:ALL"),
                                100));
        assertThatThrownBy(() ->
                        read(
                                """
                                archive:
                                  directory: archive
                                  catalog: {uri: 'http://catalogue.example.org', token-file: a, credential-file: b}
                                """))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .anySatisfy(one ->
                                                assertThat(one)
                                                        .contains(
                                                                "archive.directory",
                                                                "in one of them"))
                                        .anySatisfy(one ->
                                                assertThat(one)
                                                        .contains(
                                                                "archive.catalog.uri", "https://"))
                                        .anySatisfy(one ->
                                                assertThat(one).contains("archive.catalog.storage"))
                                        .anySatisfy(one ->
                                                assertThat(one)
                                                        .contains("archive.catalog.token-file")));
    }
}
