package io.countersign.ledger.locked;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.evidence.EntryEvidence;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.tiles.Bundle;
import io.countersign.schemas.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Evidence of one quarter that the entries of one bundle refer to: an object of the record. Which
/// pieces a bundle has follows from its entries alone, so that whoever comes second makes the same.
///
/// @param path within the log's folder
/// @param places in the order of the leaves
record EvidencePiece(String kid, String path, List<EvidenceSource.Place> places) {
    /// A piece ends with the envelope that reaches it.
    static final long BYTES = 8L * 1024 * 1024;

    private static final Pattern PATH = Pattern.compile("evidence/[^/]+/(\\d{12})\\.\\d+");

    EvidencePiece {
        places = List.copyOf(places);
    }

    /// @param n of the bundle
    static List<EvidencePiece> of(Bundle bundle, long n) {
        Map<String, List<EvidenceSource.Place>> quarters = new TreeMap<>();
        for (int i = 0; i < bundle.width(); i++) {
            place(bundle.entry(i))
                    .ifPresent(place ->
                            quarters.computeIfAbsent(place.ref().getKid(), _ -> new ArrayList<>())
                                    .add(place));
        }
        List<EvidencePiece> pieces = new ArrayList<>();
        quarters.forEach((kid, places) -> {
            List<EvidenceSource.Place> open = new ArrayList<>();
            long bytes = 0;
            int number = 0;
            for (EvidenceSource.Place place : places) {
                open.add(place);
                bytes += place.ref().getPlaintextBytes();
                if (bytes >= BYTES) {
                    pieces.add(new EvidencePiece(kid, path(kid, n, number++), open));
                    open.clear();
                    bytes = 0;
                }
            }
            if (!open.isEmpty()) {
                pieces.add(new EvidencePiece(kid, path(kid, n, number), open));
            }
        });
        return pieces;
    }

    private static String path(String kid, long n, int number) {
        return "evidence/%s/%012d.%d".formatted(kid, n, number);
    }

    /// The bundle whose evidence an object is; empty where it is none.
    ///
    /// @param path within the log's folder
    static Optional<Long> bundle(String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    private static Optional<EvidenceSource.Place> place(byte[] leaf) {
        try {
            if (!EntryEvidence.mayHave(EntryHead.ofAnyVersion(leaf).kind())) {
                return Optional.empty();
            }
            AuditEntry entry = new EntryCodec().entry(leaf);
            return EntryEvidence.of(entry)
                    .filter(ref -> EvidenceKeys.isKid(ref.getKid()))
                    .map(ref ->
                            new EvidenceSource.Place(
                                    entry.getChain(),
                                    entry.getSeq(),
                                    ref,
                                    Instant.ofEpochMilli(entry.getTimeMillis())));
        } catch (MalformedEntryException _noEntry) {
            return Optional.empty();
        }
    }
}
