package io.countersign.app.recovery;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.broker.TopicSpec;
import io.countersign.app.role.Deployment;
import io.countersign.audit.merkle.Sha256;
import io.countersign.ledger.KafkaClients;
import io.countersign.ledger.LedgerIncident;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/// Gives a stopped deployment more partitions, and so more chains. While it is open it holds the
/// log, so that no ledger starts.
///
/// Old partitions keep their records, offsets and chains: at its next start the audit topology ends
/// each of these chains and opens its next generation at the same offsets. What is keyed by
/// something else than the partition stays right: the memory of source sequence numbers goes along
/// to where its source is from now on, and the alert topology's memory keeps the number of
/// partitions that it began with.
///
/// Each step may be repeated after a cut; the entry topic is last, since by it the ledger and this
/// class know how far things are.
public final class PartitionGrowth implements AutoCloseable {
    /// A seal names every chain, and has to fit into an entry.
    public static final int MAX_PARTITIONS = 256;

    private static final int PLAN_DIGITS = 12;

    private final Deployment deployment;
    private final ChainRecovery recovery;
    private final Admin admin;
    private final StoppedTopologies topologies;

    private PartitionGrowth(Deployment deployment, ChainRecovery recovery, Admin admin) {
        this.deployment = deployment;
        this.recovery = recovery;
        this.admin = admin;
        this.topologies = new StoppedTopologies(deployment, admin);
    }

    /// A topic that gets more partitions.
    public record Growing(String topic, int from, int to) {}

    /// What would be done.
    ///
    /// @param id short, and another one as soon as anything of it changes
    /// @param chains that end and go on in their next generation
    /// @param partitions that all of them have afterwards
    public record Plan(String id, int chains, int partitions, List<Growing> topics) {
        public Plan {
            topics = List.copyOf(topics);
        }

        static Plan of(int chains, int partitions, List<Growing> topics) {
            String text = topics.stream().map(Growing::toString).collect(Collectors.joining("\n"));
            return new Plan(
                    Sha256.of(text.getBytes(StandardCharsets.UTF_8))
                            .hex()
                            .substring(0, PLAN_DIGITS),
                    chains,
                    partitions,
                    topics);
        }
    }

    /// @param deployment as it is configured until now, with the password of the ledger's key,
    ///   where it has one
    /// @throws RecoveryRefusedException where something of the deployment still runs
    /// @throws LedgerIncident where the log itself is not as the ledger left it
    public static PartitionGrowth open(Deployment deployment, InstantSource clock)
            throws IOException, LedgerIncident {
        ChainRecovery recovery = ChainRecovery.open(deployment, clock);
        return new PartitionGrowth(deployment, recovery, Admin.create(deployment.client()));
    }

    /// Looks at what there is.
    ///
    /// @throws RecoveryRefusedException where a chain is damaged, or these are no more partitions
    ///   than there are
    public Plan plan(int partitions) throws LedgerIncident {
        int now = deployment.configuration().partitions();
        if (partitions <= now || partitions > MAX_PARTITIONS) {
            throw new RecoveryRefusedException(
                    "There are "
                            + now
                            + " partitions: they can become more, up to "
                            + MAX_PARTITIONS
                            + ", and never fewer");
        }
        if (!recovery.plan().chains().isEmpty()) {
            throw new RecoveryRefusedException(
                    "A chain is damaged: see to it first, with countersign recover");
        }
        List<Growing> topics = new ArrayList<>();
        for (String topic : names()) {
            int from = TopicSetup.partitions(admin, topic);
            if (from < partitions) {
                topics.add(new Growing(topic, from, partitions));
            }
        }
        return Plan.of(now, partitions, topics);
    }

    /// In the order in which they grow.
    private List<String> names() {
        List<String> names = new ArrayList<>(topologies.changelogsOfAudit());
        TopicSetup.topics(2, TopicSetup.Flush.WITH_REPLICAS).stream()
                .filter(topic -> topic.partitions() > 1)
                .map(TopicSpec::name)
                .filter(topic ->
                        !TopicSetup.keepsItsCount(topic) && !topic.equals(Topics.AUDIT_ENTRY))
                .forEach(names::add);
        names.add(Topics.AUDIT_ENTRY);
        return names;
    }

    /// Does it. Afterwards the configuration of each role has to say the new number, and the ledger
    /// and the topologies may be started.
    public void grow(Plan plan) {
        topologies.requireStopped();
        boolean sourcesMoved = false;
        for (Growing growing : plan.topics()) {
            if (!sourcesMoved && !topologies.changelogsOfAudit().contains(growing.topic())) {
                moveSources(plan);
                sourcesMoved = true;
            }
            TopicSetup.grow(admin, growing.topic(), growing.to());
        }
    }

    /// Before any record of a source can lie in its new partition.
    private void moveSources(Plan plan) {
        try (Producer<byte[], byte[]> producer = new KafkaClients(deployment.client()).producer()) {
            topologies.moveSources(plan.chains(), plan.partitions(), producer);
        }
    }

    @Override
    public void close() throws IOException {
        admin.close();
        recovery.close();
    }
}
