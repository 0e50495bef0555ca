package io.countersign.app.locked;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.LockPlace;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.s3.S3Connection;
import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.ledger.locked.DirectoryLockedStore;
import io.countersign.ledger.locked.Disposing;
import io.countersign.ledger.locked.Keeper;
import io.countersign.ledger.locked.LegalHold;
import io.countersign.ledger.locked.LockedStore;
import io.countersign.ledger.locked.LogToKeep;
import io.countersign.ledger.locked.RetentionRule;
import io.countersign.ledger.storage.s3.S3LockedStore;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The locked record of an installation, as its configuration describes it. Stateless.
public final class RecordOfInstallation {
    private static final String CLOSED = "CLOSED";
    private static final String RELEASED = "RELEASED";

    private final Configuration configuration;
    private final Configuration.Lock lock;

    private RecordOfInstallation(Configuration configuration, Configuration.Lock lock) {
        this.configuration = configuration;
        this.lock = lock;
    }

    /// Empty where the configuration names none.
    public static Optional<RecordOfInstallation> of(Configuration configuration) {
        return configuration
                .archive()
                .lock()
                .map(lock -> new RecordOfInstallation(configuration, lock));
    }

    /// Where commands write which entries are held.
    public static HeldEntries held(Configuration configuration) {
        return new HeldEntries(configuration.resolve(Path.of("legal-holds")));
    }

    /// Where it lies.
    public LockPlace place() {
        return lock.storage();
    }

    /// The name of the first log.
    public String installation() {
        return configuration.ledger().origin();
    }

    /// Opens its place to write there.
    ///
    /// @throws IOException where it cannot be reached, or does not lock
    public LockedStore open() throws IOException {
        return switch (lock.storage()) {
            case LockPlace.Bucket bucket -> open(configuration, bucket);
            case LockPlace.Directory(Path path) ->
                    DirectoryLockedStore.open(configuration.resolve(path));
        };
    }

    /// Opens its place with keys of a store that may delete, which a keeper's never may.
    ///
    /// @param credentials a file as `s3.credentials` of the configuration; empty: that one
    public LockedStore open(Optional<Path> credentials) throws IOException {
        return lock.storage() instanceof LockPlace.Bucket bucket && credentials.isPresent()
                ? S3LockedStore.open(
                        S3Connection.endpoint(configuration)
                                .with(credentials.get())
                                .sealingClient(),
                        bucket.place())
                : open();
    }

    /// Opens a bucket.
    public static LockedStore open(Configuration configuration, LockPlace.Bucket bucket)
            throws IOException {
        return S3LockedStore.open(
                S3Connection.endpoint(configuration).sealingClient(), bucket.place());
    }

    /// What writes it.
    ///
    /// @param password of the ledger's key
    public Keeper keeper(LockedStore store, Optional<String> password, InstantSource clock)
            throws IOException {
        Signing signing = signing(password, clock);
        return new Keeper(store, installation(), signing.signers(), signing.trusted(), rule());
    }

    /// What lets parts of it go.
    ///
    /// @param password of the ledger's key
    public Disposing disposing(LockedStore store, Optional<String> password, InstantSource clock)
            throws IOException {
        Signing signing = signing(password, clock);
        return new Disposing(store, installation(), signing.signers(), signing.trusted(), rule());
    }

    private record Signing(List<NoteSigner> signers, List<NoteVerifier> trusted) {}

    private Signing signing(Optional<String> password, InstantSource clock) throws IOException {
        List<NoteSigner> signers =
                KeyRing.of(configuration).ledgerSigners(password, clock).each().stream()
                        .map(signer -> signer.named(installation()))
                        .toList();
        Set<VerifierKey> keys = new LinkedHashSet<>();
        signers.forEach(signer -> keys.add(signer.verifierKey()));
        return new Signing(signers, trusted(keys, installation()));
    }

    private RetentionRule rule() {
        return new RetentionRule(
                lock.mode(), lock.retainYears(), Duration.ofDays(lock.slackDays()));
    }

    /// The keys of any of an installation's logs as keys of its manifest: a key of another year
    /// differs in its name alone.
    public static List<NoteVerifier> trusted(Collection<VerifierKey> keys, String installation)
            throws IOException {
        Set<VerifierKey> named = new LinkedHashSet<>();
        keys.forEach(key -> named.add(key.named(installation)));
        try {
            return new VerifierKeys(List.copyOf(named)).verifiers();
        } catch (MalformedNoteException unfit) {
            throw new IOException("a key of the log is none of its type", unfit);
        }
    }

    /// The logs as they are sealed now, the oldest first.
    public List<LogToKeep> logs(SealedLog sealed) throws IOException {
        List<SealedLog.Placed> places = sealed.places();
        List<EntryReader> readers = SealedLog.open(places).oldestFirst();
        List<LogToKeep> logs = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            EntryReader reader = readers.get(i);
            String origin = reader.checkpoint().origin();
            logs.add(
                    new LogToKeep(
                            origin.equals(installation())
                                    ? ""
                                    : origin.substring(installation().length() + 1) + "/",
                            places.get(i).tiles(),
                            reader.note(),
                            reader.checkpoint(),
                            reader.nextLog().isPresent(),
                            Optional.of(places.get(i).vkeys().getBytes(StandardCharsets.UTF_8)),
                            places.get(i).beside(".checkpoints"),
                            places.get(i).beside(".timestamps")));
        }
        return logs;
    }

    /// The holds, with the bundles that hold their entries; what is not sealed yet is found with a
    /// later pass.
    public List<LegalHold> holds(LogReaders logs) throws IOException {
        HeldEntries held = held(configuration);
        List<LegalHold> holds = new ArrayList<>();
        for (HeldEntries.Name name : held.names()) {
            Map<String, Set<Long>> bundles = new TreeMap<>();
            List<EntryKey> entries = held.of(name);
            for (EntryReader log : logs.oldestFirst()) {
                Set<Long> numbers = new TreeSet<>();
                log.locate(entries)
                        .forEach(index -> numbers.add(index.value() / TilePath.FULL_WIDTH));
                bundles.put(log.checkpoint().origin(), numbers);
            }
            holds.add(new LegalHold(name.inManifest(), bundles, ended(logs, held, name)));
        }
        return holds;
    }

    /// When the sealed log says that a hold is over; empty where it does not.
    private Optional<Instant> ended(LogReaders logs, HeldEntries held, HeldEntries.Name name)
            throws IOException {
        Optional<EntryKey> place = held.ended(name);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        return logs.find(place.get().chain(), place.get().seq())
                .map(LogReaders.Found::says)
                .filter(entry -> ends(entry, name))
                .map(entry -> Instant.ofEpochMilli(entry.getTimeMillis()));
    }

    /// A hold ends by two persons' signatures, a case by being closed.
    private boolean ends(AuditEntry entry, HeldEntries.Name name) {
        return switch (name.sort()) {
            case HOLD ->
                    entry.getHold()
                                    .filter(hold ->
                                            hold.getHoldId().equals(name.id())
                                                    && hold.getChange().equals(RELEASED))
                                    .isPresent()
                            && ApprovedActs.holds(installation(), entry);
            case CASE ->
                    entry.getDecision()
                            .filter(step ->
                                    step.getCaseId().equals(name.id())
                                            && step.getAct().equals(CLOSED))
                            .isPresent();
        };
    }
}
