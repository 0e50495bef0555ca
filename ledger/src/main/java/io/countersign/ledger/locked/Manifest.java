package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestPage;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The pages of a manifest as they lie in a store, whoever has written there since: others may put
/// versions in the way, hide some, and in a place that does not lock, delete. Stateless.
public final class Manifest {
    private final LockedStore store;
    private final String installation;
    private final List<NoteVerifier> trusted;

    /// @param trusted keys of the installation's name, former ones too
    public Manifest(
            LockedStore store, String installation, Collection<? extends NoteVerifier> trusted) {
        this.store = store;
        this.installation = installation;
        this.trusted = List.copyOf(trusted);
    }

    /// A page where it lies.
    ///
    /// @param hash of its bytes, which the next page names
    public record Page(ManifestPage says, String version, Sha256 hash) {}

    /// The newest page that a trusted key signed; empty where there is none.
    public Optional<Page> newest() throws IOException {
        for (List<LockedStore.Version> versions : byNumber().descendingMap().values()) {
            for (LockedStore.Version version : versions) {
                Optional<Page> page = page(version);
                if (page.isPresent()) {
                    return page;
                }
            }
        }
        return Optional.empty();
    }

    /// The installation that some page claims to be of, whoever wrote it; empty where there is no
    /// page.
    public static Optional<String> claimedInstallation(LockedStore store) throws IOException {
        Manifest anyones = new Manifest(store, "", List.of());
        for (List<LockedStore.Version> versions : anyones.byNumber().values()) {
            for (LockedStore.Version version : versions) {
                Optional<byte[]> bytes = anyones.readable(version);
                try {
                    if (bytes.isPresent()) {
                        return Optional.of(ManifestPage.parse(bytes.get()).installation());
                    }
                } catch (MalformedNoteException _none) {
                    // Others may have put something in the way.
                }
            }
        }
        return Optional.empty();
    }

    /// Whether anything lies where pages do, signed or not.
    public boolean hasAny() throws IOException {
        return !byNumber().isEmpty();
    }

    /// Pages that follow one from another up to the newest, the oldest first, and what is wrong
    /// about them: where one is missing, the pages before it are looked at by their own signatures.
    ///
    /// @param pages the oldest first
    /// @param gaps numbers of pages that are missing, or are not the ones that the next names
    public record Chain(List<Page> pages, List<Long> gaps) {
        public Chain {
            pages = List.copyOf(pages);
            gaps = List.copyOf(gaps);
        }
    }

    /// All pages.
    public Chain chain() throws IOException {
        NavigableMap<Long, List<LockedStore.Version>> numbers = byNumber();
        List<Page> pages = new ArrayList<>();
        List<Long> gaps = new ArrayList<>();
        Optional<Page> newest = newest();
        if (newest.isEmpty()) {
            return new Chain(pages, gaps);
        }
        Page next = newest.get();
        pages.add(next);
        Optional<Sha256> wanted = Optional.of(next.says().previous());
        for (long n = next.says().number() - 1; n >= 0; n--) {
            Optional<Page> page = Optional.empty();
            for (LockedStore.Version version : numbers.getOrDefault(n, List.of())) {
                Optional<Page> found = page(version);
                if (found.isPresent()
                        && (wanted.isEmpty() || found.get().hash().equals(wanted.get()))) {
                    page = found;
                    break;
                }
            }
            if (page.isEmpty()) {
                gaps.add(n);
                wanted = Optional.empty();
            } else {
                pages.add(page.get());
                wanted = Optional.of(page.get().says().previous());
            }
        }
        Collections.reverse(pages);
        Collections.reverse(gaps);
        return new Chain(pages, gaps);
    }

    private NavigableMap<Long, List<LockedStore.Version>> byNumber() throws IOException {
        NavigableMap<Long, List<LockedStore.Version>> numbers = new TreeMap<>();
        for (LockedStore.Version version : store.versions(ManifestPage.FOLDER)) {
            ManifestPage.numberOf(version.path())
                    .ifPresent(number ->
                            numbers.computeIfAbsent(number, _ -> new ArrayList<>()).add(version));
        }
        return numbers;
    }

    /// The page that a version is; empty where no trusted key signed it as that page.
    private Optional<Page> page(LockedStore.Version at) throws IOException {
        Optional<byte[]> bytes = readable(at);
        if (bytes.isEmpty() || !ManifestPage.isSigned(bytes.get(), trusted)) {
            return Optional.empty();
        }
        try {
            ManifestPage says = ManifestPage.parse(bytes.get());
            return says.installation().equals(installation)
                            && ManifestPage.path(says.number()).equals(at.path())
                    ? Optional.of(new Page(says, at.version(), ManifestPage.hash(bytes.get())))
                    : Optional.empty();
        } catch (MalformedNoteException _none) {
            return Optional.empty();
        }
    }

    /// Empty also for what is too large to be a page.
    private Optional<byte[]> readable(LockedStore.Version at) throws IOException {
        Optional<LockedObject> described = store.describe(at.path(), at.version());
        return described.isPresent() && described.get().bytes() <= SignedNote.MAX_BYTES
                ? store.read(at.path(), at.version(), SignedNote.MAX_BYTES)
                : Optional.empty();
    }

    /// What is signed as that page, whatever else lies there.
    Optional<Page> signed(long number) throws IOException {
        for (LockedStore.Version version : store.versions(ManifestPage.path(number))) {
            Optional<Page> page = page(version);
            if (page.isPresent()) {
                return page;
            }
        }
        return Optional.empty();
    }
}
