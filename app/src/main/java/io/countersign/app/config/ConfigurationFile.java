package io.countersign.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.app.config.Configuration.Documents;
import io.countersign.app.config.Configuration.Health;
import io.countersign.app.config.Configuration.Kafka;
import io.countersign.app.config.Configuration.Keys;
import io.countersign.app.config.Configuration.Ledger;
import io.countersign.app.config.Configuration.Listen;
import io.countersign.app.config.Configuration.Registry;
import io.countersign.app.config.Configuration.Streams;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.tokens.DrillMark;
import io.countersign.forensics.reviews.ReviewCalendar;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.sources.InvalidMappingException;
import io.countersign.sources.SquidLogformat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads the YAML file: names to typed values, and every problem at once.
///
/// @param configuration what is in force
/// @param settings the same as text, in the order of the file format, for people to read
public record ConfigurationFile(Configuration configuration, List<Setting> settings) {
    /// The setting that declares Squid's logformats.
    public static final String SQUID_LOGFORMATS = "squid-logformats";

    private static final long MAX_FILE_BYTES = 1024 * 1024;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_REPLICATION = 15;

    /// Below the seven days of the raw topics.
    private static final Duration MIN_DRILL_EVERY = Duration.ofMinutes(1);

    private static final Duration MAX_DRILL_EVERY = Duration.ofDays(31);

    private static final Duration MAX_REVIEW_EVERY = Duration.ofDays(366);
    private static final Duration MAX_PURGE_AFTER = Duration.ofDays(6);

    private static final int MAX_PROCESSES = 64;
    private static final int MIN_PROCESS_MEGABYTES = 64;
    private static final int MAX_PROCESS_MEGABYTES = 8_192;
    private static final String NO_AUTHORITY = "none";
    static final Pattern SERVER = Pattern.compile("[^\\s:,]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");
    private static final Pattern APPLICATION_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /// As a C2SP checkpoint wants it: a schema-less URL, without blanks and without a plus sign.
    private static final Pattern ORIGIN = Pattern.compile("[^\\s+]{1,255}");

    private static final Pattern URL = Pattern.compile("https?://[^\\s,@?#]{1,1000}");

    public ConfigurationFile {
        settings = List.copyOf(settings);
    }

    /// @throws ConfigurationException naming every setting that is wrong
    /// @throws IOException where the file cannot be read
    public static ConfigurationFile read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new ConfigurationException(
                    file, List.of("it is larger than " + MAX_FILE_BYTES + " bytes"));
        }
        return parse(file, Files.readString(file));
    }

    static ConfigurationFile parse(Path file, String yaml) {
        List<String> problems = new ArrayList<>();
        List<Setting> settings = new ArrayList<>();
        JsonNode tree = tree(file, yaml);
        Configuration configuration =
                configuration(new Section("", tree, problems, settings), Configuration.defaults());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(file, problems);
        }
        return new ConfigurationFile(configuration, settings);
    }

    private static JsonNode tree(Path file, String yaml) {
        YAMLMapper mapper =
                YAMLMapper.builder(
                                YAMLFactory.builder()
                                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                        .build())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                        .build();
        try {
            return mapper.readTree(yaml);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            // The parser's own words may quote a line, and a line may hold a secret.
            String what =
                    e.getOriginalMessage().startsWith("Duplicate field")
                            ? "a setting is there twice"
                            : "it is no YAML";
            throw new ConfigurationException(file, List.of("line " + line + ": " + what));
        }
    }

    private static Configuration configuration(Section file, Configuration standard) {
        Configuration configuration =
                new Configuration(
                        file.path("directory", standard.directory()),
                        file.number(
                                "partitions",
                                standard.partitions(),
                                1,
                                Configuration.MAX_PARTITIONS),
                        kafka(file.section("kafka"), standard.kafka()),
                        keys(file.section("keys"), standard.keys()),
                        policy(file),
                        optionalPath(file, "patient-index"),
                        new OwnFormats(
                                file.texts("mappings", List.of()).stream().map(Path::of).toList(),
                                logformats(file)),
                        streams(file.section("audit"), standard.audit()),
                        streams(file.section("alert"), standard.alert()),
                        ledger(file.section("ledger"), standard.ledger()),
                        purger(file.section("purger"), standard.purger()),
                        vault(file.section("vault"), standard.vault()),
                        listen(
                                file.section("listen"),
                                file.section("listeners"),
                                standard.listen()),
                        IcapSection.read(
                                file.section("listeners").section(IcapSection.NAME),
                                standard.icap()),
                        documents(file.section("documents"), standard.documents()),
                        health(file.section("health"), standard.health()),
                        registry(file.section("schema-registry"), standard.registry()),
                        S3Section.read(file.section("s3")),
                        drill(file.section("drill"), standard.drill()),
                        archive(file.section("archive"), standard.archive()),
                        access(file.section("access"), standard.access()),
                        review(file.section("review"), standard.review()),
                        SinksSection.read(file.section("sinks")),
                        BridgesSection.read(file.section("bridges"), ConfigurationFile::registry));
        file.removed("siem", "a sink stands in sinks, with its settings beside its type");
        file.close();
        if (configuration.audit().applicationId().equals(configuration.alert().applicationId())) {
            file.problem("alert.application-id", "must differ from audit.application-id");
        }
        return configuration;
    }

    private static Map<String, String> logformats(Section file) {
        Map<String, String> logformats = file.properties(SQUID_LOGFORMATS, Map.of());
        logformats.forEach((name, line) -> {
            try {
                SquidLogformat.of(name, line);
            } catch (InvalidMappingException unreadable) {
                String message = String.valueOf(unreadable.getMessage());
                file.problem(
                        SQUID_LOGFORMATS + "." + name,
                        message.substring(message.indexOf(": ") + 2));
            }
        });
        return logformats;
    }

    private static Optional<Path> policy(Section file) {
        return optionalPath(file, "policy");
    }

    private static Optional<Path> optionalPath(Section section, String key) {
        boolean stated = section.states(key);
        Path path = section.path(key, Path.of("(none)"));
        return stated ? Optional.of(path) : Optional.empty();
    }

    private static Kafka kafka(Section section, Kafka standard) {
        Kafka kafka =
                new Kafka(
                        section.texts("bootstrap-servers", standard.bootstrapServers()),
                        section.number("port", standard.port(), 0, MAX_PORT),
                        section.number(
                                "replication-factor",
                                standard.replicationFactor(),
                                1,
                                MAX_REPLICATION),
                        section.properties("properties", standard.properties()));
        section.removed("zookeeper-connect", "name the brokers in bootstrap-servers");
        section.close();
        for (String server : kafka.bootstrapServers()) {
            if (!SERVER.matcher(server).matches()) {
                section.problem("bootstrap-servers", "each must be host:port");
            }
        }
        if (kafka.properties().containsKey("bootstrap.servers")) {
            section.problem("properties.bootstrap.servers", "belongs into kafka.bootstrap-servers");
        }
        if (!kafka.ownBroker() && section.states("port")) {
            section.problem(
                    "port", "is for a broker of our own, and bootstrap-servers names another");
        }
        return kafka;
    }

    private static Keys keys(Section section, Keys standard) {
        Keys keys =
                new Keys(
                        section.path("ledger", standard.ledger()),
                        optionalPath(section, "ledger-password-file"),
                        section.path("tokens", standard.tokens()),
                        section.path("evidence", standard.evidence()),
                        section.texts("policy-signers", standard.policySigners()),
                        section.flag(
                                "accept-unsigned-policy-from-anyone-who-may-write",
                                standard.acceptUnsignedPolicyFromAnyoneWhoMayWrite()));
        section.close();
        if (keys.acceptUnsignedPolicyFromAnyoneWhoMayWrite() && !keys.policySigners().isEmpty()) {
            section.problem(
                    "accept-unsigned-policy-from-anyone-who-may-write",
                    "contradicts policy-signers: state one of them");
        }
        return keys;
    }

    private static Streams streams(Section section, Streams standard) {
        Streams streams =
                new Streams(
                        section.text("application-id", standard.applicationId()),
                        section.number("threads", standard.threads(), 1, Configuration.MAX_THREADS),
                        section.duration(
                                "commit-interval",
                                standard.commitInterval(),
                                Duration.ofMillis(10),
                                Duration.ofSeconds(5)),
                        section.duration(
                                "session-timeout",
                                standard.sessionTimeout(),
                                Duration.ofSeconds(6),
                                Duration.ofMinutes(5)));
        section.close();
        if (!APPLICATION_ID.matcher(streams.applicationId()).matches()) {
            section.problem(
                    "application-id",
                    "is made of letters, digits, dots, hyphens and underscores, 100 at most");
        }
        return streams;
    }

    private static Ledger ledger(Section section, Ledger standard) {
        Ledger ledger =
                new Ledger(
                        section.text("origin", standard.origin()),
                        section.duration(
                                "interval",
                                standard.interval(),
                                Duration.ofMillis(100),
                                Duration.ofMinutes(1)),
                        section.duration(
                                "idle-interval",
                                standard.idleInterval(),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1)),
                        authority(section),
                        WitnessesSection.read(section.section("witnesses"), standard.witnesses()),
                        storage(section));
        section.close();
        if (!ORIGIN.matcher(ledger.origin()).matches()) {
            section.problem(
                    "origin",
                    "is a name such as example.org/countersign, without blanks and plus signs");
        }
        if (ledger.idleInterval().compareTo(ledger.interval()) < 0) {
            section.problem("idle-interval", "must not be shorter than ledger.interval");
        }
        return ledger;
    }

    private static Configuration.Purger purger(Section section, Configuration.Purger standard) {
        Configuration.Purger purger =
                new Configuration.Purger(
                        section.duration(
                                "after", standard.after(), Duration.ofSeconds(1), MAX_PURGE_AFTER),
                        section.texts("wait-for-groups", standard.waitForGroups()),
                        section.flag(
                                "keep-raw-records-until-topic-retention",
                                standard.keepRawRecordsUntilTopicRetention()));
        section.close();
        return purger;
    }

    private static Configuration.Access access(Section section, Configuration.Access standard) {
        List<String> purposes = section.texts("without-reason", standard.withoutReason());
        if (!purposes.stream().allMatch(EntryGrammar::code)) {
            section.problem("without-reason", "must be purposes, each 1 to 64 of A-Z 0-9 _");
        }
        section.close();
        return new Configuration.Access(purposes);
    }

    private static Configuration.Review review(Section section, Configuration.Review standard) {
        Configuration.Review review =
                new Configuration.Review(
                        section.duration(
                                "every",
                                standard.every(),
                                ReviewCalendar.SHORTEST,
                                MAX_REVIEW_EVERY));
        section.close();
        return review;
    }

    private static Configuration.Drill drill(Section section, Configuration.Drill standard) {
        Configuration.Drill drill =
                new Configuration.Drill(
                        section.duration(
                                "every", standard.every(), MIN_DRILL_EVERY, MAX_DRILL_EVERY),
                        section.duration(
                                "late-after",
                                standard.lateAfter(),
                                Duration.ofSeconds(1),
                                DrillMark.VALID));
        section.close();
        if (!drill.every().isZero() && drill.every().compareTo(drill.lateAfter()) < 0) {
            section.problem("every", "must not be shorter than drill.late-after");
        }
        return drill;
    }

    private static Configuration.Archive archive(Section section, Configuration.Archive standard) {
        boolean stated = section.states("live");
        boolean live = section.flag("live", true);
        Configuration.Archive archive =
                new Configuration.Archive(
                        stated ? Optional.of(live) : standard.live(),
                        section.path("directory", standard.directory()),
                        section.duration(
                                "commit-every",
                                standard.commitEvery(),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1)),
                        LockSection.read(section.section("lock")),
                        CatalogueSection.read(section.section("catalog")));
        if (section.states("catalog") && section.states("directory")) {
            section.problem("directory", "goes without catalog: the archive is in one of them");
        }
        section.close();
        return archive;
    }

    private static Configuration.Vault vault(Section section, Configuration.Vault standard) {
        Configuration.Vault vault =
                new Configuration.Vault(
                        section.path("file", standard.file()),
                        section.path("keys", standard.keys()));
        section.close();
        return vault;
    }

    private static Optional<S3Place> storage(Section section) {
        boolean stated = section.states("storage");
        String text = section.text("storage", "(the directory)");
        Optional<S3Place> place = stated ? S3Place.parse(text) : Optional.empty();
        if (stated && place.isEmpty()) {
            section.problem(
                    "storage",
                    "is a bucket and a prefix, such as s3://audit-log/countersign; left out, the log lies in directory");
        }
        return place;
    }

    private static Optional<URI> authority(Section section) {
        String address = section.text("timestamp-authority", NO_AUTHORITY);
        if (address.equals(NO_AUTHORITY)) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException _unfit) {
            // Said below.
        }
        section.problem(
                "timestamp-authority", "is none, or an address such as https://tsa.example.org/");
        return Optional.empty();
    }

    private static Listen listen(Section section, Section listeners, Listen standard) {
        Listen listen =
                new Listen(
                        section.number("port", standard.port(), 0, MAX_PORT),
                        ListenerSections.read(listeners));
        section.removed(
                "on-all-interfaces-without-tls",
                "beyond this machine listens what listeners names, with TLS and sources");
        section.close();
        return listen;
    }

    private static Documents documents(Section section, Documents standard) {
        Documents documents =
                new Documents(
                        section.number("processes", standard.processes(), 0, MAX_PROCESSES),
                        section.duration(
                                "time",
                                standard.time(),
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(5)),
                        section.number(
                                "memory-megabytes",
                                standard.memoryMegabytes(),
                                MIN_PROCESS_MEGABYTES,
                                MAX_PROCESS_MEGABYTES));
        section.close();
        return documents;
    }

    private static Health health(Section section, Health standard) {
        Health health =
                new Health(
                        section.number("port", standard.port(), 0, MAX_PORT),
                        section.flag(
                                "on-all-interfaces-without-tls",
                                standard.onAllInterfacesWithoutTls()));
        section.close();
        return health;
    }

    private static Registry registry(Section section, Registry standard) {
        Registry registry =
                new Registry(
                        section.texts("url", standard.urls()),
                        optionalPath(section, "basic-auth-user-info-file"),
                        optionalPath(section, "bearer-auth-token-file"),
                        section.flag(
                                "allow-credentials-without-tls",
                                standard.allowCredentialsWithoutTls()),
                        optionalPath(section, "trust-store"),
                        optionalPath(section, "key-store"),
                        section.flag("auto-register-schemas", standard.autoRegisterSchemas()),
                        section.properties("properties", standard.properties()));
        section.close();
        for (String url : registry.urls()) {
            if (!URL.matcher(url).matches()) {
                section.problem(
                        "url", "each must be http:// or https:// and a host, without credentials");
            }
        }
        if (!registry.configured() && !registry.equals(standard)) {
            section.problem("url", "must be stated where other settings are");
        }
        if (registry.basicAuthUserInfoFile().isPresent()
                && registry.bearerAuthTokenFile().isPresent()) {
            section.problem(
                    "bearer-auth-token-file",
                    "contradicts basic-auth-user-info-file: state one of them");
        }
        for (String name : new TreeSet<>(registry.properties().keySet())) {
            String instead = RegistryKeys.ownWord(name);
            if (!instead.isEmpty()) {
                section.problem("properties." + name, "belongs into schema-registry." + instead);
            }
        }
        return registry;
    }
}
