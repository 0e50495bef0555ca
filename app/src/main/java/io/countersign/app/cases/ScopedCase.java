package io.countersign.app.cases;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.MalformedPackException;
import io.countersign.audit.pack.Selection;
import io.countersign.audit.pack.StretchCheck;
import io.countersign.audit.pack.StretchWriter;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.verify.TlogProof;
import io.countersign.forensics.cases.CaseScope;
import io.countersign.forensics.cases.Place;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Whether a case has all events of a scope: the scope is applied to each entry that the log has
/// between two seals (`docs/spec/proof.md`).
///
/// @param origin of the log
/// @param size of its tree at the checkpoint
/// @param between the seals
/// @param events of the case that match
public record ScopedCase(
        String origin, long size, Selection.Sealed between, CaseScope scope, int events) {
    private static final int MAX_PROOF_BYTES = TlogProof.MAX_BYTES;

    /// The case is not what it says to be. The message is a sentence, the same as of
    /// `docs/spec/verify_pack.py`.
    public static final class IncompleteCaseException extends Exception {
        @Serial private static final long serialVersionUID = 1L;

        IncompleteCaseException(String sentence) {
            super(sentence);
        }
    }

    /// What matches of a row of leaves. For one thread.
    static final class Matching {
        private final CaseScope scope;
        private final EntryCodec codec = new EntryCodec();
        private final TreeSet<Place> events = new TreeSet<>();
        private final TreeSet<Place> matched = new TreeSet<>();
        private final Set<String> amended = new HashSet<>();

        Matching(CaseScope scope) {
            this.scope = scope;
        }

        void add(Leaf leaf) {
            EntryKind kind = EntryHead.ofAnyVersion(leaf.bytes()).kind();
            if (kind != EntryKind.EVENT && kind != EntryKind.AMENDMENT) {
                return;
            }
            AuditEntry entry = codec.entry(leaf.bytes());
            if (entry.getEvent().isPresent()) {
                Place place = new Place(entry.getChain(), entry.getSeq(), leaf.hash().hex());
                events.add(place);
                if (scope.matches(entry.getEvent().get())) {
                    matched.add(place);
                }
            } else if (entry.getAmendment().isPresent()) {
                AmendmentEntry amendment = entry.getAmendment().get();
                if (scope.matches(amendment.getRevised())) {
                    amended.add(
                            amendment.getOriginal().getChain()
                                    + ":"
                                    + amendment.getOriginal().getSeq());
                }
            }
        }

        /// Events that match as they were judged at the time or, by what the same leaves say,
        /// later.
        NavigableSet<Place> events() {
            NavigableSet<Place> all = new TreeSet<>(matched);
            events.stream().filter(event -> amended.contains(event.name())).forEach(all::add);
            return all;
        }
    }

    /// Whether a case claims to be complete.
    public static boolean claims(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().startsWith(CaseZip.COMPLETE));
        }
    }

    /// Checks a case that claims to.
    ///
    /// @param members the events that the case has, by what its steps and packs say
    /// @throws ZipException where a file of it is missing or too large
    public static ScopedCase check(Path file, Set<Place> members, VerifierKeys keys)
            throws IOException, IncompleteCaseException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            CaseScope scope = scope(read(zip, CaseZip.SCOPE, CaseScope.MAX_BYTES));
            StretchCheck check =
                    StretchCheck.of(
                            read(zip, CaseZip.FIRST, MAX_PROOF_BYTES),
                            read(zip, CaseZip.LAST, MAX_PROOF_BYTES),
                            scope.since().toEpochMilli(),
                            scope.until().toEpochMilli(),
                            keys);
            Matching matching = new Matching(scope);
            leaves(zip, check, matching);
            check.end();
            Set<Place> matched = matching.events();
            Optional<Place> missing =
                    matched.stream().filter(place -> !members.contains(place)).findFirst();
            if (missing.isPresent()) {
                throw new IncompleteCaseException(
                        "Event "
                                + missing.get().name()
                                + " matches the scope, lies between the seals, and is left out of the case.");
            }
            return new ScopedCase(
                    check.opened().checkpoint().origin(),
                    check.opened().checkpoint().size().value(),
                    check.selection(),
                    scope,
                    matched.size());
        } catch (MalformedPackException sentence) {
            throw new IncompleteCaseException(String.valueOf(sentence.getMessage()));
        }
    }

    private static CaseScope scope(byte[] bytes) throws IncompleteCaseException {
        try {
            return CaseScope.parse(bytes);
        } catch (IllegalArgumentException _unfit) {
            throw new IncompleteCaseException("The scope of the case is none.");
        }
    }

    private static void leaves(ZipFile zip, StretchCheck check, Matching matching)
            throws IOException, MalformedPackException, IncompleteCaseException {
        TreeHasher hasher = new TreeHasher();
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(zip.getInputStream(entry(zip, CaseZip.LEAVES))))) {
            long count = 0;
            for (int high = in.read(); high >= 0; high = in.read()) {
                byte[] bytes = new byte[high << Byte.SIZE | in.readUnsignedByte()];
                in.readFully(bytes);
                Leaf leaf = new Leaf(bytes, hasher);
                check.add(leaf);
                matching.add(leaf);
                count++;
                if (count > StretchWriter.MAX_LEAVES) {
                    throw new ZipException(CaseZip.LEAVES + " is larger than it may be");
                }
            }
        } catch (EOFException _cut) {
            throw new IncompleteCaseException("The entries between the seals are cut off.");
        } catch (MalformedEntryException _unknown) {
            throw new IncompleteCaseException(
                    "An entry between the seals is of a schema that this program does not know.");
        }
    }

    private static byte[] read(ZipFile zip, String name, int limit) throws IOException {
        try (InputStream in = zip.getInputStream(entry(zip, name))) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ZipException(name + " is larger than it may be");
            }
            return bytes;
        }
    }

    private static ZipEntry entry(ZipFile zip, String name) throws ZipException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ZipException("no " + name);
        }
        return entry;
    }

    /// What is proven, and what is not.
    public String sentence() {
        return "Between leaf %d and leaf %d of %s, which hold all that this log of %d entries sealed from %s until %s, there is no other event with %s: the case has all %d."
                .formatted(
                        between.from(),
                        between.to(),
                        origin,
                        size,
                        scope.since(),
                        scope.until(),
                        scope.words(),
                        events);
    }
}
