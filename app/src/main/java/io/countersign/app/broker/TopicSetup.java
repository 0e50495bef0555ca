package io.countersign.app.broker;

import io.countersign.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topics of [Topics] with the settings that the promises rest on: creates what is missing, and
/// refuses what is there and differs in a way that would lose data or break a chain.
///
/// Works on any Kafka, ours or the hospital's. Blocks for at most 30 seconds a call.
public final class TopicSetup {
    /// Above any outage of the sealer or of the alert topology that somebody would leave alone.
    private static final Duration INTERNAL_RETENTION = Duration.ofDays(30);

    /// Raw records hold PHI: seven days at most, whatever happens. The purger deletes them long
    /// before.
    private static final Duration RAW_RETENTION = Duration.ofDays(7);

    /// Deleted records leave the disk with their segment, and a broker never deletes the one that
    /// it appends to: it begins another each hour.
    private static final Duration RAW_SEGMENT = Duration.ofHours(1);

    /// Few, and without PHI: what a mute would have hidden is asked of ninety days.
    private static final Duration ALERT_RETENTION = Duration.ofDays(100);

    private static final String UNLIMITED = "-1";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration VISIBLE_PAUSE = Duration.ofMillis(50);

    /// Kafka refuses a change of these only after the damage: compaction and event time as the
    /// record's time cost data.
    private static final Set<String> SETTINGS_THAT_MUST_HOLD =
            Set.of("cleanup.policy", "message.timestamp.type");

    /// By these the memory of the alert topology is divided, which is keyed by person: their count
    /// is for life, also where the chains get more partitions.
    private static final Set<String> KEEP_THEIR_COUNT = Set.of(Topics.WATCH, Topics.RULE_DAY);

    private static final String TRANSACTION_FEATURE = "transaction.version";
    private static final short TRANSACTION_LEVEL = 2;

    private TopicSetup() {}

    /// What one append costs against what a power cut may cost.
    public enum Flush {
        /// As Kafka does: an acknowledged record is in the page cache, and replicas make it safe.
        WITH_REPLICAS,
        /// One node has no replicas: input, control and entry topics are on the disk before the
        /// acknowledgement.
        EACH_APPEND
    }

    /// All topics. The input, control, entry, evidence and alert topics have the same partition
    /// count; those of the alert topology's memory have it when they are made, and keep it.
    public static List<TopicSpec> topics(int partitions, Flush flush) {
        List<TopicSpec> topics = new ArrayList<>();
        Map<String, String> large =
                Map.of(
                        "max.message.bytes",
                        Integer.toString(BrokerProperties.MAX_RECORD_BATCH_BYTES));
        Map<String, String> durable =
                switch (flush) {
                    case WITH_REPLICAS -> Map.of();
                    case EACH_APPEND -> Map.of("flush.messages", "1");
                };
        Map<String, String> raw = Map.of("segment.ms", millis(RAW_SEGMENT));
        for (String input : List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW)) {
            topics.add(deleted(input, partitions, millis(RAW_RETENTION), large, durable, raw));
        }
        topics.add(deleted(Topics.CONTROL, partitions, millis(INTERNAL_RETENTION), durable));
        // Retention cuts the head of a chain. At hospital scale the archive allows a limit; on one
        // machine there is none.
        topics.add(deleted(Topics.AUDIT_ENTRY, partitions, UNLIMITED, durable));
        topics.add(deleted(Topics.EVIDENCE, partitions, UNLIMITED, large));
        topics.add(deleted(Topics.ALERT, partitions, millis(ALERT_RETENTION)));
        topics.add(deleted(Topics.WATCH, partitions, millis(RAW_RETENTION)));
        topics.add(
                new TopicSpec(
                        Topics.RULE_DAY,
                        partitions,
                        Map.of(
                                "cleanup.policy", "compact",
                                "message.timestamp.type", "LogAppendTime")));
        topics.add(
                new TopicSpec(
                        Topics.BRIDGE,
                        1,
                        Map.of(
                                "cleanup.policy", "compact",
                                "message.timestamp.type", "LogAppendTime")));
        for (String whole : List.of(Topics.POLICY, Topics.IDENTITY)) {
            topics.add(
                    new TopicSpec(
                            whole,
                            1,
                            Map.of(
                                    "cleanup.policy", "compact",
                                    "message.timestamp.type", "LogAppendTime",
                                    "max.message.bytes",
                                            Integer.toString(
                                                    BrokerProperties.MAX_RECORD_BATCH_BYTES))));
        }
        return List.copyOf(topics);
    }

    /// A topic of letters about what a receiver did not take: few, and kept, since a reconciliation
    /// counts them.
    public static TopicSpec deadLetters(String name) {
        return deleted(name, 1, UNLIMITED);
    }

    /// Creates the topics that are missing, and checks the partition count and the settings that
    /// must hold of those that are there.
    ///
    /// @param replicationFactor copies of each partition; 1 on one node
    /// @return the names of the topics created, in the given order
    /// @throws BrokerFailure naming every topic that differs, or where the cluster does not answer
    public static List<String> ensure(
            Admin admin, List<TopicSpec> topics, short replicationFactor) {
        Set<String> present = await("list topics", admin.listTopics().names());
        List<String> created = new ArrayList<>();
        for (TopicSpec topic : topics) {
            if (!present.contains(topic.name()) && create(admin, topic, replicationFactor)) {
                created.add(topic.name());
            }
        }
        check(admin, topics);
        return List.copyOf(created);
    }

    /// Exactly-once rests on transactions that bump the producer's epoch each time (KIP-890): an
    /// older level can leave a zombie's write in a later transaction.
    ///
    /// @throws BrokerFailure where the cluster's level is below 2
    public static void requireTransactionVersion(Admin admin) {
        Map<String, FinalizedVersionRange> features =
                await("read features", admin.describeFeatures().featureMetadata())
                        .finalizedFeatures();
        FinalizedVersionRange range = features.get(TRANSACTION_FEATURE);
        int level = range == null ? 0 : range.maxVersionLevel();
        if (level < TRANSACTION_LEVEL) {
            throw new BrokerFailure(
                    "The Kafka cluster has "
                            + TRANSACTION_FEATURE
                            + "="
                            + level
                            + ", and "
                            + TRANSACTION_LEVEL
                            + " is needed. Upgrade it with: kafka-features.sh --bootstrap-server ... upgrade"
                            + " --feature "
                            + TRANSACTION_FEATURE
                            + "="
                            + TRANSACTION_LEVEL);
        }
    }

    private static boolean create(Admin admin, TopicSpec topic, short replicationFactor) {
        NewTopic request =
                new NewTopic(
                                topic.name(),
                                Optional.of(topic.partitions()),
                                Optional.of(replicationFactor))
                        .configs(topic.settings());
        try {
            admin.createTopics(List.of(request)).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                // Another instance was faster; the check below judges what it made.
                return false;
            }
            throw failure("create topic " + topic.name(), e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failure("create topic " + topic.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("create topic " + topic.name(), e);
        }
    }

    private static void check(Admin admin, List<TopicSpec> topics) {
        List<String> names = topics.stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> descriptions =
                awaitVisible(() -> admin.describeTopics(names).allTopicNames());
        Collection<ConfigResource> resources =
                names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        Map<String, Config> settings =
                awaitVisible(() -> admin.describeConfigs(resources).all()).entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> entry.getKey().name(), Map.Entry::getValue));
        List<String> problems = new ArrayList<>();
        for (TopicSpec topic : topics) {
            TopicDescription description = descriptions.get(topic.name());
            Config config = settings.get(topic.name());
            if (description == null || config == null) {
                problems.add("topic " + topic.name() + " is not described by the cluster");
                continue;
            }
            int partitions = description.partitions().size();
            boolean kept =
                    KEEP_THEIR_COUNT.contains(topic.name()) && partitions < topic.partitions();
            if (partitions != topic.partitions() && !kept) {
                problems.add(
                        "topic "
                                + topic.name()
                                + " has "
                                + partitions
                                + " partitions and the configuration says "
                                + topic.partitions()
                                + ": set it to what the topics have; countersign grow gives them more");
            }
            for (String setting : SETTINGS_THAT_MUST_HOLD) {
                ConfigEntry entry = config.get(setting);
                String actual = entry == null ? "" : entry.value();
                String wanted = topic.settings().getOrDefault(setting, actual);
                if (!actual.equals(wanted)) {
                    problems.add(
                            "topic "
                                    + topic.name()
                                    + " has "
                                    + setting
                                    + "="
                                    + actual
                                    + " and needs "
                                    + wanted);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new BrokerFailure(
                    "The topics on this cluster cannot be used: " + String.join("; ", problems));
        }
    }

    /// The partitions that a topic has now.
    public static int partitions(Admin admin, String topic) {
        return Objects.requireNonNull(
                        awaitVisible(() -> admin.describeTopics(List.of(topic)).allTopicNames())
                                .get(topic))
                .partitions()
                .size();
    }

    /// Gives a topic more partitions; nothing where it has as many.
    public static void grow(Admin admin, String topic, int partitions) {
        if (partitions(admin, topic) < partitions) {
            await(
                    "give topic " + topic + " more partitions",
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                            .all());
        }
    }

    /// Whether a topic keeps the partition count that it was made with, whatever the chains have.
    public static boolean keepsItsCount(String topic) {
        return KEEP_THEIR_COUNT.contains(topic);
    }

    @SafeVarargs
    private static TopicSpec deleted(
            String name, int partitions, String retentionMillis, Map<String, String>... others) {
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                retentionMillis,
                                "retention.bytes",
                                UNLIMITED,
                                "message.timestamp.type",
                                "LogAppendTime"));
        for (Map<String, String> more : others) {
            settings.putAll(more);
        }
        return new TopicSpec(name, partitions, settings);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /// A topic that was just created is not known to every broker at once: asks again until it is,
    /// within the limit.
    private static <T> T awaitVisible(Supplier<KafkaFuture<T>> request) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return await("describe topics", request.get());
            } catch (BrokerFailure e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            LockSupport.parkNanos(VISIBLE_PAUSE.toNanos());
        }
    }

    private static <T> T await(String what, KafkaFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failure(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(what, e);
        }
    }

    private static BrokerFailure failure(String what, Throwable cause) {
        return new BrokerFailure("Kafka did not " + what + ": " + cause.getMessage(), cause);
    }
}
