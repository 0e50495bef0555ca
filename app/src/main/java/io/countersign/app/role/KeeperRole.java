package io.countersign.app.role;

import io.countersign.app.Repeating;
import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.app.locked.EvidenceTopic;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.purge.SealedLog;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.ledger.locked.Document;
import io.countersign.ledger.locked.KeepReport;
import io.countersign.ledger.locked.Keeper;
import io.countersign.ledger.locked.LockRefusedException;
import io.countersign.ledger.locked.LockedLogException;
import io.countersign.ledger.locked.LockedStore;
import io.countersign.ledger.locked.LogToKeep;
import io.countersign.ledger.locked.ToKeep;
import io.countersign.ledger.storage.s3.UnreadableKeysException;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keeper as a role: a pass each few minutes, in a thread of its own. After a pass that failed
/// it opens its place anew, with the credentials that lie there then. The ledger does not wait for
/// it: what it cannot lock now it locks later.
public final class KeeperRole implements Role {
    public static final String NAME = "keeper";

    private static final Logger LOG = LoggerFactory.getLogger(KeeperRole.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Deployment deployment;
    private final RecordOfInstallation place;
    private final InstantSource clock;
    private final Duration every;
    private final Repeating passes;
    private final AtomicReference<KeeperState> state =
            new AtomicReference<>(KeeperState.started(Instant.EPOCH));
    private Optional<Opened> opened = Optional.empty();

    private record Opened(LockedStore store, Keeper keeper, EvidenceTopic evidence) {}

    /// @param place of the record, which the configuration names
    public KeeperRole(Deployment deployment, RecordOfInstallation place, InstantSource clock) {
        this.deployment = deployment;
        this.place = place;
        this.clock = clock;
        this.every = deployment.configuration().archive().lock().orElseThrow().every();
        this.passes = new Repeating(NAME, Duration.ZERO, this::pass);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        state.set(KeeperState.started(clock.instant()));
        passes.start();
    }

    private Duration pass() throws InterruptedException {
        try (SealedLog sealed = new SealedLog(deployment.configuration())) {
            List<LogToKeep> logs = place.logs(sealed);
            state.updateAndGet(old -> old.found(KeeperState.Sealed.of(logs)));
            Opened at = opened();
            KeepReport report =
                    at.keeper()
                            .pass(
                                    new ToKeep(
                                            logs,
                                            documents(),
                                            place.holds(sealed.logs()),
                                            Optional.of(at.evidence()),
                                            policyInForce()),
                                    clock.instant());
            state.updateAndGet(old -> old.kept(report, clock.instant()));
            if (report.objects() > 0) {
                LOG.info("locked: objects={} leaves={}", report.objects(), report.leaves());
            }
            if (report.evidenceMissing() > 0) {
                LOG.warn(
                        "evidence is not on its topic and was not locked: records={}",
                        report.evidenceMissing());
            }
            return every;
        } catch (InterruptedIOException _stop) {
            throw new InterruptedException();
        } catch (LockedLogException | LockRefusedException refused) {
            failed(String.valueOf(refused.getMessage()), true);
        } catch (IOException | UnreadableKeysException failed) {
            failed(String.valueOf(failed.getMessage()), false);
        } catch (RuntimeException failed) {
            // Whatever it is: a keeper whose thread ends keeps nothing, and would look well.
            failed(failed.getClass().getSimpleName(), false);
        }
        return every.compareTo(AGAIN) < 0 ? every : AGAIN;
    }

    private Opened opened() throws IOException {
        if (opened.isEmpty()) {
            LockedStore store = place.open();
            boolean usable = false;
            try {
                Keeper keeper = place.keeper(store, deployment.ledgerPassword(), clock);
                opened =
                        Optional.of(
                                new Opened(
                                        store,
                                        keeper,
                                        new EvidenceTopic(
                                                deployment::committedReader,
                                                deployment.schemas())));
                usable = true;
            } finally {
                if (!usable) {
                    store.close();
                }
            }
        }
        return opened.get();
    }

    /// The policy that is in force, as it was signed.
    private List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        Policies.stored(deployment)
                .ifPresent(policy ->
                        documents.add(
                                Document.of("policy/", policy, ".signed-policy", clock.instant())));
        return documents;
    }

    /// Empty where none is trusted: what is kept for the last good one stays kept.
    private Optional<String> policyInForce() throws IOException {
        try {
            return Policies.current(deployment)
                            instanceof Policies.Current.Published(PolicyDocument _, String sha256)
                    ? Optional.of(ToKeep.policy(Sha256.copyOf(HexFormat.of().parseHex(sha256))))
                    : Optional.empty();
        } catch (MalformedNoteException unfit) {
            throw new IOException("a policy signer of the configuration is no vkey", unfit);
        }
    }

    private void failed(String why, boolean needsPerson) {
        letGo();
        KeeperState before = state.getAndUpdate(old -> old.failed(why, needsPerson));
        if (!before.failure().equals(why)) {
            LOG.warn("nothing more was locked: {}", why);
        }
    }

    private void letGo() {
        opened.ifPresent(one -> {
            one.evidence().close();
            try {
                one.store().close();
            } catch (IOException e) {
                LOG.warn("the record was not closed: error={}", e.getClass().getSimpleName());
            }
        });
        opened = Optional.empty();
    }

    /// It goes on by itself: what cannot be locked now is tried again.
    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public Readiness readiness() {
        return state.get().readiness(clock.instant());
    }

    @Override
    public List<Measure> measures() {
        return state.get().measures(clock.instant());
    }

    @Override
    public void close() {
        passes.close();
        letGo();
    }
}
