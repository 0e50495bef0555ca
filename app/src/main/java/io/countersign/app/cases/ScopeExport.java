package io.countersign.app.cases;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.pack.PackWriter.UnfitSelectionException;
import io.countersign.audit.pack.StretchWriter;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.Progress;
import io.countersign.forensics.cases.CaseScope;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The part of an exported case that shows that no event of a scope was left out: all that the log
/// has between two seals, whoever it is about.
///
/// @param view of the case, which has to have all of these events
record ScopeExport(CaseScope scope, CaseView view) {
    /// Events that a refusal names.
    private static final int NAMED = 5;

    /// Files by name.
    ///
    /// @param logs that hold entries of the case
    /// @param schemas takes the entries that hold the schemas that the leaves were written with
    /// @throws CaseRefusedException where no log alone has that time, or it holds too much
    Map<String, CaseZip.Content> contents(
            Collection<EntryReader> logs,
            BiConsumer<EntryReader, EntryKey> schemas,
            Progress progress)
            throws IOException {
        EntryReader log = log(logs);
        StretchWriter stretch;
        try {
            stretch = StretchWriter.of(log, scope.since(), scope.until());
        } catch (UnfitSelectionException tooMany) {
            throw new CaseRefusedException(String.valueOf(tooMany.getMessage()));
        }
        Map<String, CaseZip.Content> contents = new LinkedHashMap<>();
        contents.put(CaseZip.SCOPE, out -> out.write(scope.encode()));
        contents.put(
                CaseZip.LEAVES,
                out -> leaves(stretch, log, key -> schemas.accept(log, key), out, progress));
        contents.put(CaseZip.FIRST, out -> out.write(stretch.first()));
        contents.put(CaseZip.LAST, out -> out.write(stretch.last()));
        return contents;
    }

    /// The one log that sealed in that time.
    private EntryReader log(Collection<EntryReader> oldestFirst) throws IOException {
        List<EntryReader> sealed = new ArrayList<>();
        for (EntryReader log : oldestFirst) {
            boolean goesOnSince = log.sealedBefore(scope.since()).value() < log.size().value();
            boolean beganBefore = log.sealedBefore(scope.until()).value() > 0;
            if (goesOnSince && (beganBefore || sealed.isEmpty())) {
                sealed.add(log);
            }
        }
        if (sealed.size() == 1) {
            return sealed.getFirst();
        }
        throw new CaseRefusedException(
                sealed.isEmpty()
                        ? "No log that holds entries of the case sealed anything in that time"
                        : "That time lies in the logs of several years: hand the case out once for each of them");
    }

    private void leaves(
            StretchWriter stretch,
            EntryReader log,
            Consumer<EntryKey> schemas,
            OutputStream out,
            Progress progress)
            throws IOException {
        ScopedCase.Matching matching = new ScopedCase.Matching(scope);
        Set<Long> seen = new HashSet<>();
        stretch.leaves(
                out,
                leaf -> {
                    if (seen.add(EntryCodec.fingerprint(leaf.bytes()))) {
                        log.schemaOf(leaf).ifPresent(schemas);
                    }
                    matching.add(leaf);
                },
                progress);
        Set<Place> members = new HashSet<>(CaseView.members(view.steps()));
        List<Place> missing =
                matching.events().stream().filter(place -> !members.contains(place)).toList();
        if (!missing.isEmpty()) {
            throw new CaseRefusedException(
                    "%d events match the scope, lie between the seals, and are not in the case (%s%s): add them with countersign case add, or take a narrower scope"
                            .formatted(
                                    missing.size(),
                                    missing.stream()
                                            .limit(NAMED)
                                            .map(Place::name)
                                            .collect(Collectors.joining(", ")),
                                    missing.size() > NAMED ? ", ..." : ""));
        }
    }
}
