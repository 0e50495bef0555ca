package io.countersign.app.recovery;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.LedgerRole;
import io.countersign.app.role.StreamsRoles;
import io.countersign.audit.merkle.Sha256;
import io.countersign.ledger.DamagedChain;
import io.countersign.ledger.KafkaClients;
import io.countersign.ledger.LedgerIncident;
import io.countersign.ledger.Progress;
import io.countersign.ledger.Recovery;
import io.countersign.ledger.SealerSettings;
import io.countersign.ledger.storage.LogInUseException;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.Topics;
import io.countersign.topology.AuditTopology;
import io.countersign.topology.chain.ChainCheck;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.ChainIncident;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.chain.KafkaChainProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/// Finds the chains of a stopped deployment that neither the ledger nor the audit topology would go
/// on with, and ends them. While it is open it holds the log, so that no ledger starts.
///
/// The steps of [#close(Plan)], each of which may be repeated after a cut: rewind what the audit
/// topology reads and remembers, while its old chain still protects it; write the `close` to the
/// entry topic; seal it. A next generation that has begun is never rewound.
public final class ChainRecovery implements AutoCloseable {
    private static final int INCARNATION_BYTES = 16;
    private static final int PLAN_DIGITS = 12;

    private final Deployment deployment;
    private final InstantSource clock;
    private final LogStorage storage;
    private final Recovery recovery;
    private final Admin admin;
    private final StoppedTopologies topologies;

    private ChainRecovery(
            Deployment deployment,
            InstantSource clock,
            LogStorage storage,
            Recovery recovery,
            Admin admin) {
        this.deployment = deployment;
        this.clock = clock;
        this.storage = storage;
        this.recovery = recovery;
        this.admin = admin;
        this.topologies = new StoppedTopologies(deployment, admin);
    }

    /// What would be closed.
    ///
    /// @param id short, and another one as soon as anything of it changes
    public record Plan(String id, List<DamagedChain> chains) {
        public Plan {
            chains = List.copyOf(chains);
        }

        static Plan of(List<DamagedChain> chains) {
            StringBuilder text = new StringBuilder();
            for (DamagedChain chain : chains) {
                text.append(chain.head()).append(chain.code()).append(chain.handedOver());
                text.append('\n');
            }
            return new Plan(
                    Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8))
                            .hex()
                            .substring(0, PLAN_DIGITS),
                    chains);
        }
    }

    /// @param deployment with the password of the ledger's key, where it has one
    /// @throws RecoveryRefusedException where something of the deployment still runs
    /// @throws LedgerIncident where the log itself is not as the ledger left it
    public static ChainRecovery open(Deployment deployment, InstantSource clock)
            throws IOException, LedgerIncident {
        SealerSettings settings = LedgerRole.settings(deployment, clock);
        Admin admin = Admin.create(deployment.client());
        LogStorage storage = null;
        try {
            new StoppedTopologies(deployment, admin).requireStopped();
            storage = LedgerRole.storage(deployment.configuration());
            byte[] incarnation = new byte[INCARNATION_BYTES];
            new SecureRandom().nextBytes(incarnation);
            return new ChainRecovery(
                    deployment,
                    clock,
                    storage,
                    Recovery.open(
                            storage,
                            new KafkaClients(deployment.client()).consumer(),
                            deployment.schemas(),
                            settings,
                            clock,
                            new Incarnation(incarnation)),
                    admin);
        } catch (LogInUseException _held) {
            admin.close();
            throw new RecoveryRefusedException("The ledger runs: stop it first");
        } catch (IOException | LedgerIncident | RuntimeException e) {
            admin.close();
            if (storage != null) {
                storage.close();
            }
            throw e;
        }
    }

    /// Looks at every partition as the ledger and as the audit topology do at their start.
    ///
    /// @throws ChainIncident CHAIN_ENDS_DIFFER, where a transaction is open
    public Plan plan() throws LedgerIncident {
        List<DamagedChain> damaged = new ArrayList<>(recovery.damaged());
        Set<Integer> found = new HashSet<>();
        damaged.forEach(chain -> found.add(chain.partition()));
        ChainConfig chains = StreamsRoles.chains(deployment);
        KafkaChainProbe probe =
                new KafkaChainProbe(
                        admin, deployment::committedReader, deployment.schemas(), clock);
        for (int p = 0; p < chains.partitions(); p++) {
            if (!found.contains(p)) {
                stopped(chains, p, probe).ifPresent(damaged::add);
            }
        }
        damaged.sort(Comparator.comparingInt(DamagedChain::partition));
        return Plan.of(damaged);
    }

    private Optional<DamagedChain> stopped(
            ChainConfig chains, int partition, KafkaChainProbe probe) {
        ChainCheck check;
        try {
            ChainProbe.Probed probed =
                    probe.probe(Topics.AUDIT_ENTRY, partition, AuditTopology.INPUTS);
            check = ChainCheck.of(chains, partition, topologies.chainState(partition), probed);
        } catch (ChainIncident unreadable) {
            if (unreadable.code() == ChainIncident.Code.CHAIN_ENDS_DIFFER) {
                throw unreadable;
            }
            return damaged(partition, unreadable);
        }
        Optional<DamagedChain> damaged =
                check.incident().flatMap(incident -> damaged(partition, incident));
        return damaged.map(chain ->
                chain.code().equals(ChainIncident.Code.CHAIN_INPUT_REPLACED.name())
                        ? chain.handingOver(anew(chain.handedOver(), check))
                        : chain);
    }

    private Optional<DamagedChain> damaged(int partition, ChainIncident incident) {
        String message = String.valueOf(incident.getMessage());
        Optional<DamagedChain> chain =
                recovery.chain(
                        partition,
                        incident.code().name(),
                        message.substring(message.indexOf(':') + 1).strip());
        if (chain.isEmpty()) {
            throw new RecoveryRefusedException(
                    message
                            + ". Nothing of this partition is sealed, so that there is no end to begin behind");
        }
        return chain;
    }

    /// Where an input ends before what was read of it, all that it holds is new.
    private List<InputStart> anew(List<InputStart> handedOver, ChainCheck check) {
        List<InputStart> starts = new ArrayList<>();
        for (InputStart input : handedOver) {
            TopicPartition place = new TopicPartition(input.getTopic(), input.getPartition());
            long next = check.next().getOrDefault(input.getTopic(), input.getOffset());
            long from =
                    topologies.offset(place, OffsetSpec.latest()) < next
                            ? Math.min(
                                    input.getOffset(),
                                    topologies.offset(place, OffsetSpec.earliest()))
                            : input.getOffset();
            starts.add(new InputStart(input.getTopic(), input.getPartition(), from));
        }
        return starts;
    }

    /// Ends the plan's chains. Afterwards the ledger and the topologies may be started.
    public Progress close(Plan plan) throws LedgerIncident {
        topologies.requireStopped();
        try (Producer<byte[], byte[]> producer = new KafkaClients(deployment.client()).producer()) {
            for (DamagedChain chain : plan.chains()) {
                if (!hasSuccessor(chain)) {
                    topologies.rewind(chain, producer);
                }
            }
            return recovery.close(plan.chains(), producer);
        }
    }

    /// True where a recovery that was cut off wrote the `close`, and a topology went on behind it.
    private boolean hasSuccessor(DamagedChain chain) {
        TopicPartition entries = new TopicPartition(Topics.AUDIT_ENTRY, chain.partition());
        return chain.begunAt().isPresent()
                && topologies.offset(entries, OffsetSpec.latest())
                        > chain.begunAt().getAsLong() + 1;
    }

    @Override
    public void close() throws IOException {
        recovery.close();
        admin.close();
        storage.close();
    }
}
