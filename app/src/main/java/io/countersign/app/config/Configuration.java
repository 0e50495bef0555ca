package io.countersign.app.config;

import io.countersign.app.sink.SinkKey;
import io.countersign.app.sink.SinkType;
import io.countersign.audit.evidence.Retention;
import io.countersign.audit.keys.SigningKeyFile;
import io.countersign.intake.bridge.Encoding;
import io.countersign.intake.bridge.PayloadPath;
import io.countersign.ledger.Witness;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.storage.s3.S3Place;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Everything that an installation can choose. [#defaults()] is the one place of defaults, and
/// [ConfigurationFile] reads a YAML file over it. Durations are written `100ms`, `1s`, `5m`, `2h`
/// or `7d`; relative paths count from `directory`.
///
/// @param directory where state, keys, log and the broker of our own lie
/// @param partitions of the input, control, entry, evidence and alert topics; `countersign grow`
///   makes them more
/// @param kafka which cluster
/// @param keys where the secrets lie, and whose signatures count
/// @param policy the policy that is published: a folder or a file of YAML
/// @param patientIndex the index of the hospital's patients, read anew where it is replaced
/// @param formats input formats of the site's own
/// @param audit the audit topology
/// @param alert the alert topology
/// @param ledger the sealing loop
/// @param purger what deletes raw records
/// @param vault names and addresses of patients
/// @param listen the listeners
/// @param icap the ICAP listener
/// @param documents how uploaded documents are opened
/// @param health the endpoint of each role
/// @param registry a Schema Registry, if there is one
/// @param s3 how buckets are reached
/// @param drill drills that come by themselves
/// @param archive the tables for questions
/// @param access who asks and why
/// @param review how often the log is examined
/// @param sinks who receives events, by a name of your choice
/// @param bridges the topics of others that are read, by a name of your choice
public record Configuration(
        Path directory,
        int partitions,
        Kafka kafka,
        Keys keys,
        Optional<Path> policy,
        Optional<Path> patientIndex,
        OwnFormats formats,
        Streams audit,
        Streams alert,
        Ledger ledger,
        Purger purger,
        Vault vault,
        Listen listen,
        Icap icap,
        Documents documents,
        Health health,
        Registry registry,
        S3 s3,
        Drill drill,
        Archive archive,
        Access access,
        Review review,
        Map<String, Sink> sinks,
        Map<String, Bridge> bridges) {
    public static final int MAX_PARTITIONS = 1_000;
    public static final int MAX_THREADS = 256;
    public static final int MAX_SINKS = 100;
    public static final int MAX_SINK_TASKS = 256;
    public static final int MAX_BRIDGES = 100;

    public Configuration {
        sinks = Map.copyOf(sinks);
        bridges = Map.copyOf(bridges);
    }

    /// @param bootstrapServers `host:port` of some brokers; none: a broker of our own, in
    ///   `directory`
    /// @param port of the broker of our own, 0 for any free one
    /// @param replicationFactor of the topics that we create; a broker of our own has one copy
    /// @param properties Kafka's own client properties, passed on to every client
    public record Kafka(
            List<String> bootstrapServers,
            int port,
            int replicationFactor,
            Map<String, String> properties) {
        public Kafka {
            bootstrapServers = List.copyOf(bootstrapServers);
            properties = Map.copyOf(properties);
        }

        /// The properties may hold passwords, so that only their names are shown.
        @Override
        public String toString() {
            return "Kafka" + bootstrapServers + " with " + new TreeSet<>(properties.keySet());
        }

        /// True where no cluster is named, so that we bring a broker.
        public boolean ownBroker() {
            return bootstrapServers.isEmpty();
        }
    }

    /// @param ledger the note key that signs checkpoints: a PKCS#8 file, in the clear where its
    ///   name ends with `.unencrypted-private-key.pem` (permissive), under a password else
    /// @param ledgerPassword a file with the password of the encrypted note key; the environment
    ///   variable `COUNTERSIGN_LEDGER_KEY_PASSWORD` wins where it is set
    /// @param tokens the key that makes tokens of identifiers
    /// @param evidence the folder of the quarterly evidence keys
    /// @param policySigners verifier keys (`name+hash+base64`); empty: no policy is accepted unless
    ///   the long word below says otherwise
    /// @param acceptUnsignedPolicyFromAnyoneWhoMayWrite permissive: any record on the policy topic
    ///   counts
    public record Keys(
            Path ledger,
            Optional<Path> ledgerPassword,
            Path tokens,
            Path evidence,
            List<String> policySigners,
            boolean acceptUnsignedPolicyFromAnyoneWhoMayWrite) {
        public Keys {
            policySigners = List.copyOf(policySigners);
        }
    }

    /// One Kafka Streams application.
    ///
    /// @param applicationId names the group, the transactions and the state; change it and the
    ///   state is lost
    /// @param threads stream threads
    /// @param commitInterval half of it is the usual delay of an entry
    /// @param sessionTimeout after it a dead owner's partitions go to another
    public record Streams(
            String applicationId, int threads, Duration commitInterval, Duration sessionTimeout) {}

    /// @param origin names the log, such as `example.org/countersign`; it is in every checkpoint
    /// @param interval between two checkpoints while there are new entries
    /// @param idleInterval between two checkpoints where there are none
    /// @param timestampAuthority HTTP address of an authority (RFC 3161) that stamps a checkpoint
    ///   each hour; empty: the log has no time stamps
    /// @param witnesses who cosigns its checkpoints
    /// @param storage the bucket that the log lies in, reached as `s3` says; empty: `directory`
    public record Ledger(
            String origin,
            Duration interval,
            Duration idleInterval,
            Optional<URI> timestampAuthority,
            Witnesses witnesses,
            Optional<S3Place> storage) {
        /// Without time stamps and witnesses, in the directory.
        public Ledger(String origin, Duration interval, Duration idleInterval) {
            this(
                    origin,
                    interval,
                    idleInterval,
                    Optional.empty(),
                    Witnesses.NONE,
                    Optional.empty());
        }
    }

    /// Deletes raw records once they are sealed.
    ///
    /// @param after so long after their offsets were sealed
    /// @param waitForGroups consumer groups of the site's own: nothing goes that one of them has
    ///   not committed
    /// @param keepRawRecordsUntilTopicRetention permissive: nothing is purged, so that raw PHI lies
    ///   on the brokers for up to seven days
    public record Purger(
            Duration after, List<String> waitForGroups, boolean keepRawRecordsUntilTopicRetention) {
        public static final Purger STANDARD = new Purger(Duration.ofHours(1), List.of(), false);

        public Purger {
            waitForGroups = List.copyOf(waitForGroups);
        }
    }

    /// Drills that come by themselves.
    ///
    /// @param every from one to the next; zero: none comes
    /// @param lateAfter what was not seen at a hop by then is late
    public record Drill(Duration every, Duration lateAfter) {
        public static final Drill STANDARD = new Drill(Duration.ZERO, Duration.ofMinutes(1));
    }

    /// The tables that questions are put to.
    ///
    /// @param live whether entries go into them as they come; where nothing is said they do where
    ///   one process runs everything, and not where the Connect worker stands alone
    /// @param directory where they lie
    /// @param commitEvery how long an entry waits at most
    /// @param lock where the record of six years goes; empty: nowhere
    /// @param catalogue where they are in place of the directory
    public record Archive(
            Optional<Boolean> live,
            Path directory,
            Duration commitEvery,
            Optional<Lock> lock,
            Optional<Catalogue> catalogue) {
        /// Of its connector, and so of its group and metrics.
        public static final String NAME = "archive";

        public static final Archive STANDARD =
                new Archive(
                        Optional.empty(),
                        Path.of("archive"),
                        Duration.ofMinutes(1),
                        Optional.empty());

        /// In a directory.
        public Archive(
                Optional<Boolean> live, Path directory, Duration commitEvery, Optional<Lock> lock) {
            this(live, directory, commitEvery, lock, Optional.empty());
        }
    }

    /// A catalogue of tables that speaks Iceberg's REST protocol.
    ///
    /// @param warehouse as the catalogue calls it; empty: its own
    /// @param namespace of the tables, its parts separated by dots
    /// @param storage what the tables' files lie in: `s3://bucket/prefix`, reached as `s3` says, or
    ///   a directory
    /// @param token a file with a bearer token
    /// @param credential a file with `client-id:secret`, for which tokens are had
    /// @param oauth2 from whom; empty: the catalogue
    /// @param scope of these tokens
    /// @param cacheMegabytes of files that questions were answered from, at most
    public record Catalogue(
            URI uri,
            Optional<String> warehouse,
            String namespace,
            String storage,
            Optional<Path> token,
            Optional<Path> credential,
            Optional<URI> oauth2,
            Optional<String> scope,
            int cacheMegabytes) {
        static final String STANDARD_NAMESPACE = "countersign";
        static final int STANDARD_CACHE_MEGABYTES = 4_096;
    }

    /// What is asked of those who ask.
    ///
    /// @param withoutReason purposes of questions, reports and case work that need no reason in
    ///   words; all others do, and so does whatever makes identities readable
    public record Access(List<String> withoutReason) {
        /// What is done by a calendar or for a case, whose notes say why.
        public static final Access STANDARD =
                new Access(
                        List.of(
                                "MONTHLY_REPORT",
                                "AI_INVENTORY",
                                "YEARLY_REPORT",
                                "POLICY_DRAFT",
                                "RESCAN",
                                "CASE"));

        public Access {
            withoutReason = List.copyOf(withoutReason);
        }
    }

    /// @param every how often somebody examines the log
    public record Review(Duration every) {
        public static final Review STANDARD = new Review(Duration.ofDays(7));
    }

    /// The locked record of the log.
    ///
    /// @param storage where it lies
    /// @param mode how a bucket locks
    /// @param retainYears after the latest entry of an object
    /// @param slackDays after these years
    /// @param every from one pass to the next
    public record Lock(
            LockPlace storage, LockMode mode, int retainYears, int slackDays, Duration every) {
        static final int STANDARD_YEARS = Retention.YEARS;
        static final int STANDARD_SLACK_DAYS = 30;
        static final Duration STANDARD_EVERY = Duration.ofMinutes(10);
    }

    /// Names, addresses and states of patients, by subject token.
    ///
    /// @param file the vault, replaced as a whole
    /// @param keys the folder of its two keys
    public record Vault(Path file, Path keys) {
        public static final Vault STANDARD =
                new Vault(Path.of("patients.vault"), Path.of("keys/vault"));
    }

    /// Who cosigns checkpoints.
    ///
    /// @param members whom to ask; none: the log has no witnesses
    /// @param quorum so many must cosign
    /// @param interval between two checkpoints that are cosigned
    /// @param incidentAfter without a quorum for longer is an incident in the log
    public record Witnesses(
            List<Witness> members, int quorum, Duration interval, Duration incidentAfter) {
        public static final Witnesses NONE =
                new Witnesses(List.of(), 0, Duration.ofMinutes(1), Duration.ofHours(1));

        public Witnesses {
            members = List.copyOf(members);
        }
    }

    /// @param port of the HTTP listener on loopback, 0 for any free one
    /// @param listeners those of the operator's own, by a name of your choice
    public record Listen(int port, Map<String, Listener> listeners) {
        public Listen {
            listeners = Map.copyOf(listeners);
        }
    }

    /// Takes request bodies from proxies.
    ///
    /// @param port of the ICAP listener, 0 for none
    /// @param listenOnAllInterfaces beyond this machine; asks for TLS and for credentials of every
    ///   source
    /// @param onAllInterfacesWithoutTls permissive: listens beyond this machine, in clear text, as
    ///   most proxies speak ICAP; `clients` has to name them
    /// @param clients addresses of the proxies that may connect; empty: any
    /// @param tls none: in clear
    /// @param sources who may show requests, by a name of your choice; empty: whoever connects
    /// @param maxConnections at one time
    /// @param maxBodyMegabytes kept of one body; the rest passes by and the record says so
    /// @param maxHeldMegabytes of all bodies that wait for Kafka
    public record Icap(
            int port,
            boolean listenOnAllInterfaces,
            boolean onAllInterfacesWithoutTls,
            List<String> clients,
            Optional<Listener.Tls> tls,
            Map<String, Listener.Source> sources,
            int maxConnections,
            int maxBodyMegabytes,
            int maxHeldMegabytes) {
        public static final Icap NONE =
                new Icap(0, false, false, List.of(), Optional.empty(), Map.of(), 500, 32, 128);

        public Icap {
            clients = List.copyOf(clients);
            sources = Map.copyOf(sources);
        }
    }

    /// @param processes that open documents, 0 for none: they are NOT_INSPECTED then
    /// @param time for one document
    /// @param memoryMegabytes the heap of a process
    public record Documents(int processes, Duration time, int memoryMegabytes) {
        public static final Documents STANDARD = new Documents(2, Duration.ofSeconds(10), 384);
    }

    /// @param port of `/livez`, `/readyz` and `/metrics`, 0 for any free one
    /// @param onAllInterfacesWithoutTls permissive: answers beyond this machine, in clear text; a
    ///   kubelet needs that
    public record Health(int port, boolean onAllInterfacesWithoutTls) {}

    /// A Schema Registry, in words of this file; `properties` takes the rest by Confluent's names.
    ///
    /// @param urls base addresses, tried in order; none: the bundled schemas serve
    /// @param basicAuthUserInfoFile `user:password` in one line
    /// @param bearerAuthTokenFile a token in one line
    /// @param allowCredentialsWithoutTls permissive: credentials over `http://` to another machine
    /// @param trustStore PEM certificates of the authorities that count; the JDK's where absent
    /// @param keyStore PEM certificates and PKCS #8 key to show to the registry
    /// @param autoRegisterSchemas register what is missing
    /// @param properties the settings of `docs/guides/schema-registry.md` that have no word here
    public record Registry(
            List<String> urls,
            Optional<Path> basicAuthUserInfoFile,
            Optional<Path> bearerAuthTokenFile,
            boolean allowCredentialsWithoutTls,
            Optional<Path> trustStore,
            Optional<Path> keyStore,
            boolean autoRegisterSchemas,
            Map<String, String> properties) {
        public static final Registry NONE =
                new Registry(
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Map.of());

        public Registry {
            urls = List.copyOf(urls);
            properties = Map.copyOf(properties);
        }

        public boolean configured() {
            return !urls.isEmpty();
        }

        /// The properties may hold passwords, so that only their names are shown.
        @Override
        public String toString() {
            return "Registry" + urls + " with " + new TreeSet<>(properties.keySet());
        }
    }

    /// A receiver of events.
    ///
    /// @param type which kind
    /// @param tasks that share the partitions
    /// @param settings what the file states of the kind's own, by Connect's names
    /// @param properties Connect's own, passed on
    public record Sink(
            SinkType type,
            int tasks,
            Map<String, String> settings,
            Map<String, String> properties) {
        public Sink {
            settings = Map.copyOf(settings);
            properties = Map.copyOf(properties);
        }

        /// The connector's configuration.
        ///
        /// @param name of the sink
        /// @param place makes a path of this configuration absolute
        public Map<String, String> configuration(String name, UnaryOperator<Path> place) {
            return type.configuration(name, tasks, settings, properties, place);
        }

        /// The permissive settings that are in force, as the file names them.
        List<String> permissions() {
            return type.keys().stream()
                    .filter(key ->
                            key.isPermissive() && Boolean.parseBoolean(settings.get(key.name())))
                    .map(SinkKey::path)
                    .toList();
        }

        /// The properties may hold passwords, so that only their names are shown.
        @Override
        public String toString() {
            return "Sink["
                    + type
                    + "] "
                    + new TreeMap<>(settings)
                    + " with "
                    + new TreeSet<>(properties.keySet());
        }
    }

    /// Topics that others write, on a cluster of theirs.
    ///
    /// @param bootstrapServers `host:port` of some of its brokers
    /// @param topics their names
    /// @param format the input format of the records in them
    /// @param value how the values are written
    /// @param payload where a record lies in a value
    /// @param fromLatest where a topic that was never read begins: at its end, else at its start
    /// @param registry of that cluster, for Avro
    /// @param properties Kafka's own client properties for that cluster
    public record Bridge(
            List<String> bootstrapServers,
            List<String> topics,
            String format,
            Encoding value,
            PayloadPath payload,
            boolean fromLatest,
            Registry registry,
            Map<String, String> properties) {
        public Bridge {
            bootstrapServers = List.copyOf(bootstrapServers);
            topics = List.copyOf(topics);
            properties = Map.copyOf(properties);
        }

        /// The properties may hold passwords, so that only their names are shown.
        @Override
        public String toString() {
            return "Bridge"
                    + bootstrapServers
                    + topics
                    + " with "
                    + new TreeSet<>(properties.keySet());
        }
    }

    /// How buckets are reached.
    ///
    /// @param endpoint of a store that is not Amazon's
    /// @param region where the usual chain (environment, profile, instance) names none
    /// @param pathStyle the bucket stands in the path, as stores of others want it
    /// @param credentials a file of keys in the form of `~/.aws/credentials`; else the usual chain
    public record S3(
            Optional<URI> endpoint,
            Optional<String> region,
            boolean pathStyle,
            Optional<Path> credentials) {
        public static final S3 STANDARD =
                new S3(Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    /// What is in force where the file says nothing.
    public static Configuration defaults() {
        return new Configuration(
                Path.of("countersign-data"),
                4,
                new Kafka(List.of(), 0, 3, Map.of()),
                new Keys(
                        Path.of("keys/ledger" + SigningKeyFile.UNENCRYPTED_SUFFIX),
                        Optional.empty(),
                        Path.of("keys/tokens.key"),
                        Path.of("keys/evidence"),
                        List.of(),
                        false),
                Optional.empty(),
                Optional.empty(),
                OwnFormats.NONE,
                new Streams("countersign-audit", 1, Duration.ofMillis(100), Duration.ofSeconds(10)),
                new Streams("countersign-alert", 1, Duration.ofMillis(100), Duration.ofSeconds(10)),
                new Ledger(
                        "countersign.example/log", Duration.ofSeconds(1), Duration.ofSeconds(10)),
                Purger.STANDARD,
                Vault.STANDARD,
                new Listen(0, Map.of()),
                Icap.NONE,
                Documents.STANDARD,
                new Health(0, false),
                Registry.NONE,
                S3.STANDARD,
                Drill.STANDARD,
                Archive.STANDARD,
                Access.STANDARD,
                Review.STANDARD,
                Map.of(),
                Map.of());
    }

    /// [#defaults()] in a folder.
    public static Configuration defaultsIn(Path directory) {
        return defaultsIn(directory, defaults().ledger().origin());
    }

    /// ... whose log has another name.
    public static Configuration defaultsIn(Path directory, String origin) {
        Configuration standard = defaults();
        Ledger ledger = standard.ledger();
        return new Configuration(
                directory,
                standard.partitions(),
                standard.kafka(),
                standard.keys(),
                standard.policy(),
                standard.patientIndex(),
                standard.formats(),
                standard.audit(),
                standard.alert(),
                new Ledger(origin, ledger.interval(), ledger.idleInterval()),
                standard.purger(),
                standard.vault(),
                standard.listen(),
                standard.icap(),
                standard.documents(),
                standard.health(),
                standard.registry(),
                standard.s3(),
                standard.drill(),
                standard.archive(),
                standard.access(),
                standard.review(),
                standard.sinks(),
                standard.bridges());
    }

    /// A path of this configuration as it is used: relative ones count from [#directory()].
    public Path resolve(Path path) {
        return directory.resolve(path).toAbsolutePath().normalize();
    }

    /// Copies of each partition of the topics that we create.
    public int replicationFactor() {
        return kafka.ownBroker() ? 1 : kafka.replicationFactor();
    }

    /// The permissive settings in force, by their path: logged and chained at every start.
    public List<String> permissions() {
        List<String> permissions = new ArrayList<>();
        if (keys.ledger().toString().endsWith(SigningKeyFile.UNENCRYPTED_SUFFIX)) {
            permissions.add("keys.ledger (an unencrypted private key)");
        }
        if (keys.acceptUnsignedPolicyFromAnyoneWhoMayWrite()) {
            permissions.add("keys.accept-unsigned-policy-from-anyone-who-may-write");
        }
        if (purger.keepRawRecordsUntilTopicRetention()) {
            permissions.add("purger.keep-raw-records-until-topic-retention");
        }
        if (archive.lock().filter(lock -> lock.mode() == LockMode.GOVERNANCE).isPresent()) {
            permissions.add("archive.lock.mode (governance: who has a permission may delete)");
        }
        if (icap.onAllInterfacesWithoutTls()) {
            permissions.add("listeners.icap.on-all-interfaces-without-tls");
        }
        if (health.onAllInterfacesWithoutTls()) {
            permissions.add("health.on-all-interfaces-without-tls");
        }
        if (registry.allowCredentialsWithoutTls()) {
            permissions.add("schema-registry.allow-credentials-without-tls");
        }
        for (Map.Entry<String, Bridge> bridge : new TreeMap<>(bridges).entrySet()) {
            if (bridge.getValue().registry().allowCredentialsWithoutTls()) {
                permissions.add(
                        "bridges."
                                + bridge.getKey()
                                + ".schema-registry.allow-credentials-without-tls");
            }
        }
        new TreeMap<>(sinks)
                .forEach((name, sink) ->
                        sink.permissions()
                                .forEach(one -> permissions.add("sinks." + name + "." + one)));
        return List.copyOf(permissions);
    }
}
