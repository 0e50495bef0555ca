package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.Span;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.model.NameModel;
import io.countersign.detectors.phi.recognise.Recognisers;
import io.countersign.detectors.phi.types.InfoTypes;
import io.countersign.detectors.phi.types.Photo;
import io.countersign.detectors.phi.unwrap.LeafSink;
import io.countersign.detectors.phi.unwrap.Origin;
import io.countersign.detectors.phi.unwrap.TableRows;
import io.countersign.detectors.phi.unwrap.Unwrap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds identifiers and health facts in text and decides whether it is PHI.
///
/// An instance is for one thread at a time: it keeps its work arrays between calls. [#standard()]
/// makes a new one; the word lists behind them are shared and loaded once. Never throws for what a
/// text holds: invalid UTF-8, binary and hostile input give a result. Work is linear in the input.
public final class PhiDetector {
    /// Bytes that one call looks at, over all its texts.
    public static final int MAX_BYTES = 16 << 20;

    /// Findings that one call returns.
    public static final int MAX_FINDINGS = 1 << 17;

    private static final class SharedLexicon {
        static final Lexicon LEXICON =
                Lexicon.compiled().orElseGet(() -> Lexicon.load(InfoTypes::words));
    }

    private static final class SharedModel {
        static final NameModel MODEL = NameModel.load();
    }

    private final Recognisers recognisers;
    private final Hits hits = new Hits();
    private final Unwrap unwrap = new Unwrap();
    private final Replaced replaced = new Replaced();
    private final Decide decide = new Decide();
    private final Collected collected = new Collected();
    private Optional<PatientMatcher> matcher = Optional.empty();

    private PhiDetector(Set<Recognition> groups, Optional<NameModel> model) {
        recognisers =
                new Recognisers(SharedLexicon.LEXICON, groups.contains(Recognition.HEALTH), model);
    }

    /// A detector with every info type of docs/coverage-phi.md.
    public static PhiDetector standard() {
        return of(EnumSet.allOf(Recognition.class));
    }

    /// A detector that leaves groups of recognisers out, for streams where numbers are what matters
    /// and speed is short. Its decision knows only what it looked for.
    ///
    /// @param groups beside what is always looked for; may be empty
    public static PhiDetector of(Set<Recognition> groups) {
        return new PhiDetector(
                groups,
                groups.contains(Recognition.NAMES_AND_PLACES)
                        ? Optional.of(SharedModel.MODEL)
                        : Optional.empty());
    }

    /// One with everything and another name model: how a model is measured before it ships.
    static PhiDetector with(NameModel model) {
        return new PhiDetector(EnumSet.allOf(Recognition.class), Optional.of(model));
    }

    /// Inspects the texts of one exchange and decides them together, since a name in one and a
    /// diagnosis in another make PHI.
    public Inspection inspect(List<Text> texts) {
        return inspect(texts, Optional.empty(), Instant.EPOCH);
    }

    /// As above, and looks the findings up in the hospital's patient index: a patient's value is
    /// CERTAIN, and [Inspection#patients()] says whose it is. PHI of nobody in a fresh index
    /// carries the hint NO_INDEX_MATCH.
    ///
    /// @param now decides whether the index is fresh
    public Inspection inspect(List<Text> texts, Optional<PatientIndex> patients, Instant now) {
        matcher = matcher(patients);
        matcher.ifPresent(PatientMatcher::reset);
        recognisers.reset();
        collected.clear();
        long budget = MAX_BYTES;
        int inspectedTexts = 0;
        for (int i = 0; i < texts.size(); i++) {
            Text text = texts.get(i);
            byte[] bytes = text.utf8();
            int to = (int) Math.min(bytes.length, budget);
            if (to < bytes.length) {
                collected.limit(Extent.Reason.SIZE_LIMIT);
            }
            collected.text = i;
            Optional<byte[]> utf16 = Utf16.decoded(bytes, to);
            if (text.replaced()) {
                collected.limit(Extent.Reason.INVALID_UTF8);
            }
            if (utf16.isPresent()) {
                if (!Utf16.wellFormed(bytes, 0, to, StandardCharsets.UTF_16)) {
                    collected.limit(Extent.Reason.INVALID_UTF8);
                }
                byte[] utf8 = utf16.get();
                Origin origin = Origin.whole(bytes, 0, to, Origin.TEXT);
                unwrap.text(text.path(), utf8, 0, utf8.length, origin, collected);
            } else if (Unwrap.inParts(bytes, 0, to) || collected.text(bytes, 0, to)) {
                unwrap.text(text.path(), bytes, 0, to, Origin.TEXT, collected);
            } else {
                collected.limit(Extent.Reason.BINARY);
                continue;
            }
            budget -= to;
            collected.bytes += to;
            inspectedTexts++;
        }
        if (matcher.isPresent()) {
            matcher.get().match(collected.findings, collected.leaves);
            if (matcher.get().tooMany()) {
                collected.limit(Extent.Reason.COUNT_LIMIT);
            }
        }
        Extent extent =
                collected.reason == Extent.Reason.NONE
                        ? Extent.FULL
                        : inspectedTexts > 0 && collected.leavesSeen > 0
                                ? Extent.PARTIAL
                                : Extent.NOT_INSPECTED;
        List<String> named = matcher.map(PatientMatcher::mrns).orElse(List.of());
        Decision decision =
                decide.decide(collected.findings, recognisers.facts(), extent == Extent.FULL);
        Inspection inspection =
                new Inspection(
                        collected.findings,
                        collected.leaves,
                        collected.skipped,
                        recognisers.facts(),
                        collected.resent,
                        patients.isPresent()
                                ? withIndex(decision, !named.isEmpty(), patients.get().fresh(now))
                                : decision,
                        extent,
                        collected.reason,
                        collected.bytes,
                        named,
                        patients);
        // Nothing of a text stays behind.
        collected.clear();
        return inspection;
    }

    private Optional<PatientMatcher> matcher(Optional<PatientIndex> patients) {
        boolean same =
                patients.isPresent()
                        && matcher.isPresent()
                        && matcher.get().index() == patients.get();
        return same ? matcher : patients.map(index -> new PatientMatcher(index.reader()));
    }

    /// What a patient index adds to a decision.
    ///
    /// @param named whether it names somebody of whom the text speaks
    static Decision withIndex(Decision decision, boolean named, boolean fresh) {
        if (named) {
            return decision.with(Decision.Hint.INDEX_MATCH);
        }
        if (decision.answer() != Decision.Answer.YES) {
            return decision;
        }
        return decision.with(
                fresh ? Decision.Hint.NO_INDEX_MATCH : Decision.Hint.PATIENT_INDEX_STALE);
    }

    /// The rows of a text that begins with these bytes and is read as a table with a header line;
    /// empty where it is none.
    Optional<TableRows> tableRows(byte[] bytes, int to) {
        return unwrap.tableRows(bytes, to, new Collected());
    }

    /// Bytes and tokens touched so far: what the tests of linear time count.
    long steps() {
        return recognisers.steps();
    }

    /// Gathers the leaves that have findings, and the findings, of one call after the other.
    private final class Collected implements LeafSink {
        private final List<Finding> findings = new ArrayList<>();
        private final List<Leaf> leaves = new ArrayList<>();
        private final List<Leaf> skipped = new ArrayList<>();
        private final List<Inspection.Resent> resent = new ArrayList<>();
        private Extent.Reason reason = Extent.Reason.NONE;
        private long bytes;
        private int text;
        private int leavesSeen;

        void clear() {
            findings.clear();
            leaves.clear();
            skipped.clear();
            resent.clear();
            reason = Extent.Reason.NONE;
            bytes = 0;
            text = 0;
            leavesSeen = 0;
        }

        @Override
        public boolean leaf(
                byte[] array,
                int from,
                int to,
                Origin origin,
                boolean bare,
                long key,
                int message) {
            leavesSeen++;
            hits.clear();
            recognisers.leaf(array, from, to, key, hits);
            if (recognisers.encoded()) {
                limit(Extent.Reason.ENCODED);
            }
            if (hits.overflow() || findings.size() >= MAX_FINDINGS) {
                limit(Extent.Reason.COUNT_LIMIT);
            }
            int first = findings.size();
            if (hits.count() > 0 && first < MAX_FINDINGS) {
                hits.drainTo(findings, leaves.size(), from);
                replaced.cut(array, from, to, findings, first);
            }
            boolean found = findings.size() > first;
            if (!found && matcher.isEmpty()) {
                return false;
            }
            Leaf leaf = new Leaf(unwrap.path(), text, array, from, to, origin, bare, message);
            if (found) {
                leaves.add(leaf);
            }
            boolean owned =
                    matcher.isPresent()
                            && matcher.get()
                                    .leaf(
                                            leaf,
                                            found ? leaves.size() - 1 : -1,
                                            findings.subList(first, findings.size()));
            return found || owned;
        }

        @Override
        public long keyClasses(byte[] array, int from, int to) {
            return recognisers.keyClasses(array, from, to);
        }

        @Override
        public boolean text(byte[] array, int from, int to) {
            Utf8.Verdict verdict = Utf8.check(array, from, to);
            if (verdict == Utf8.Verdict.BROKEN) {
                limit(Extent.Reason.INVALID_UTF8);
            }
            return verdict != Utf8.Verdict.BINARY;
        }

        @Override
        public void encoded(byte[] array, int from, int to, Origin origin) {
            limit(Extent.Reason.ENCODED);
            if (skipped.size() < MAX_FINDINGS) {
                skipped.add(new Leaf(unwrap.path(), text, array, from, to, origin, false, -1));
            } else {
                limit(Extent.Reason.COUNT_LIMIT);
            }
        }

        @Override
        public void image(byte[] array, int from, int to, Origin origin, int message) {
            if (findings.size() >= MAX_FINDINGS) {
                limit(Extent.Reason.COUNT_LIMIT);
                return;
            }
            leavesSeen++;
            findings.add(
                    new Finding(
                            Photo.TYPE,
                            leaves.size(),
                            new Span(0, to - from),
                            Likelihood.POSSIBLE,
                            List.of(Evidence.SHAPE.name())));
            leaves.add(new Leaf(unwrap.path(), text, array, from, to, origin, false, message));
        }

        @Override
        public void resent(int first, int last) {
            if (resent.size() < MAX_FINDINGS) {
                resent.add(new Inspection.Resent(text, first, last));
            }
        }

        @Override
        public void limit(LeafSink.Limit why) {
            limit(
                    switch (why) {
                        case DEPTH -> Extent.Reason.DEPTH_LIMIT;
                        case LEAVES -> Extent.Reason.COUNT_LIMIT;
                        case BINARY -> Extent.Reason.BINARY;
                        case ENCODED -> Extent.Reason.ENCODED;
                        case EXPANSION -> Extent.Reason.SIZE_LIMIT;
                        case INVALID_UTF8 -> Extent.Reason.INVALID_UTF8;
                    });
        }

        private void limit(Extent.Reason why) {
            if (reason == Extent.Reason.NONE) {
                reason = why;
            }
        }
    }
}
