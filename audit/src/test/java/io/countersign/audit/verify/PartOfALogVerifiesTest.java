package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.TallyEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Seals within bundles and tiles, since few of them end with one.
class PartOfALogVerifiesTest {
    private static final int BATCHES = 40;
    private static final int EVENTS = 11;

    @TempDir Path directory;

    @Test
    void eachPartBetweenTwoSealsVerifiesByItself() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        store(steps);
        List<Long> seals = seals(steps);
        assertThat(steps).as("several tiles").hasSizeGreaterThan(1000);
        for (int from = 0; from < BATCHES - 1; from += 3) {
            for (int to = from + 1; to < BATCHES; to += 5) {
                Report report =
                        verify(trusting().readingOnly(part(seals.get(from), seals.get(to))));
                assertThat(report.failed()).isEmpty();
                assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
                assertThat(report.entries()).isEqualTo(seals.get(to) - seals.get(from));
                assertThat(report.seals().count()).isEqualTo(to - from);
                assertThat(report.toRemember()).as("not the whole log").isEmpty();
            }
        }
    }

    @Test
    void withHelpersItReadsTheSame() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        store(steps);
        List<Long> seals = seals(steps);
        Request request = trusting().readingOnly(part(seals.get(7), seals.get(33)));
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            assertThat(
                            LogVerifier.verify(
                                    new DirectoryTileSource(directory),
                                    request,
                                    Progress.NONE,
                                    workers))
                    .isEqualTo(verify(request));
        }
    }

    @Test
    void fromWhatWasVerifiedBeforeTheRestIsEnoughForTheWhole() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        int half = Math.toIntExact(seals(steps).get(BATCHES / 2));
        store(steps.subList(0, half));
        RememberedRoot before = verify(trusting()).toRemember().orElseThrow();
        store(steps);

        Request rest =
                trusting()
                        .remembering(before)
                        .readingOnly(new Part(before.size(), Optional.empty()));
        Report report = verify(rest);

        assertThat(report.failed()).isEmpty();
        assertThat(report.check(CheckCode.CHECKPOINT_MEMORY).verdict())
                .isEqualTo(CheckVerdict.PASSED);
        assertThat(report.entries()).isEqualTo(steps.size() - half);
        assertThat(report.toRemember()).isEqualTo(verify(trusting()).toRemember());
    }

    @Test
    void aLogWithAnotherPastIsNoContinuation() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        store(steps);
        RememberedRoot other =
                new RememberedRoot(
                        LogFixture.ORIGIN,
                        LogFixture.SIGNER.verifierKey(),
                        new TreeSize(seals(steps).get(9)),
                        Sha256.of(new byte[1]));
        Request rest =
                trusting().remembering(other).readingOnly(new Part(other.size(), Optional.empty()));
        assertThat(verify(rest).failed())
                .extracting(Check::code)
                .containsExactly(CheckCode.CHECKPOINT_MEMORY);
    }

    @Test
    void aLogThatWasRolledBackBeforeThePartIsSaid() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        List<Long> seals = seals(steps);
        store(steps.subList(0, Math.toIntExact(seals.get(9))));
        assertThat(
                        verify(trusting().readingOnly(part(seals.get(20), seals.get(30))))
                                .check(CheckCode.SEAL_SEQUENCE)
                                .sentence())
                .contains("it was rolled back, or is another log");
        Report short_ = verify(trusting().readingOnly(part(seals.get(5), seals.get(30))));
        assertThat(short_.check(CheckCode.SEAL_SEQUENCE).sentence())
                .contains("was to be read up to " + seals.get(30));
    }

    @Test
    void aSizeWithoutASealIsNoBeginning() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        store(steps);
        Report report =
                verify(
                        trusting()
                                .readingOnly(
                                        new Part(
                                                new TreeSize(seals(steps).get(3) - 1),
                                                Optional.empty())));
        assertThat(report.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(report.check(CheckCode.SEAL_SEQUENCE).sentence()).contains("No seal ends here");
        assertThat(report.check(CheckCode.CHAIN_LINKS).verdict())
                .isEqualTo(CheckVerdict.NOT_CHECKED);
    }

    @Test
    void aChangeWithinIsFoundAndOneBeforeIsNotLookedFor() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        List<byte[]> leaves = LogFixture.leaves(steps);
        List<Long> seals = seals(steps);
        Request request = trusting().readingOnly(part(seals.get(20), seals.get(30)));

        LogFixture.store(directory, leaves, LogFixture.SIGNER);
        flip(LogFixture.freePlace(leaves, Math.toIntExact(seals.get(5))));
        assertThat(verify(request).conclusion()).isEqualTo(Conclusion.AUTHENTIC);

        flip(LogFixture.freePlace(leaves, Math.toIntExact(seals.get(25))));
        assertThat(verify(request).failed())
                .extracting(Check::code)
                .contains(CheckCode.TILE_LEAVES, CheckCode.CHAIN_LINKS);
    }

    @Test
    void storedHashesThatDoNotLeadToTheCheckpointAreNoBeginning() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(BATCHES, EVENTS);
        store(steps);
        Path tile = directory.resolve("tile/0/000");
        byte[] hashes = Files.readAllBytes(tile);
        hashes[0] ^= 1;
        Files.write(tile, hashes);
        List<Long> seals = seals(steps);
        assertThat(
                        verify(trusting().readingOnly(part(seals.get(3), seals.get(30))))
                                .check(CheckCode.TREE_ROOT)
                                .sentence())
                .contains("do not prove that the log begins with its first " + seals.get(3));
    }

    @Test
    void onlyTheTallyThatCountsUnreadEntriesIsSpared() throws IOException {
        assertThat(tallied(1, 1).failed()).isEmpty();
        assertThat(tallied(1, 2).failed())
                .extracting(Check::code)
                .containsExactly(CheckCode.INPUT_ENTRIES);
    }

    /// A log whose second last but one seal stands between an entry and its tally; a later tally
    /// counts so many events where `there` are.
    private Report tallied(int there, int counted) throws IOException {
        List<LogFixture.Step> steps = new ArrayList<>(LogFixture.steps(2, 5));
        long time = LogFixture.START_MILLIS + 9_000;
        long offset = 100 + 2 * 25;
        steps.add(event(time, offset));
        steps.add(LogFixture.Step.seal(time));
        long from = steps.size();
        steps.add(tally(time, offset, offset + 1, 1));
        for (int i = 0; i < there; i++) {
            steps.add(event(time, offset + 1 + i));
        }
        steps.add(tally(time, offset + 1, offset + 1 + counted, counted));
        steps.add(LogFixture.Step.seal(time));
        store(steps);
        return verify(trusting().readingOnly(new Part(new TreeSize(from), Optional.empty())));
    }

    private static LogFixture.Step event(long time, long offset) {
        return LogFixture.Step.of(
                LogFixture.CHAIN_0,
                time,
                b -> b.setKind(EntryKind.EVENT).setEvent(LogFixture.event(0, offset)));
    }

    private static LogFixture.Step tally(long time, long from, long to, long events) {
        InputTally tally =
                InputTally.newBuilder()
                        .setTopic("proxy.raw")
                        .setPartition(0)
                        .setFromOffset(from)
                        .setToOffset(to)
                        .setCounts(List.of(new OutcomeCount(Outcome.EVENT, events)))
                        .setHoles(List.of())
                        .build();
        return LogFixture.Step.of(
                LogFixture.CHAIN_0,
                time,
                b -> b.setKind(EntryKind.TALLY).setTally(new TallyEntry(List.of(tally))));
    }

    private void store(List<LogFixture.Step> steps) throws IOException {
        LogFixture.store(directory, LogFixture.leaves(steps), LogFixture.SIGNER);
    }

    private void flip(LogFixture.PlaceInBundle place) throws IOException {
        Path file = directory.resolve(place.path());
        byte[] bytes = Files.readAllBytes(file);
        bytes[place.at()] ^= 1;
        Files.write(file, bytes);
    }

    private Report verify(Request request) throws IOException {
        return LogVerifier.verify(new DirectoryTileSource(directory), request, Progress.NONE);
    }

    private static Request trusting() {
        return Request.trusting(LogFixture.KEYS);
    }

    private static Part part(long from, long to) {
        return new Part(new TreeSize(from), Optional.of(new TreeSize(to)));
    }

    /// Sizes of the log at its seals.
    private static List<Long> seals(List<LogFixture.Step> steps) {
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).part().isEmpty()) {
                sizes.add(i + 1L);
            }
        }
        return sizes;
    }
}
