package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.schemas.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeLogVerifiesTest {
    @TempDir Path directory;

    private Report verify(Request request, Progress progress) throws IOException {
        return LogVerifier.verify(new DirectoryTileSource(directory), request, progress);
    }

    @Test
    void keysFromElsewhereMakeItAuthenticAndKeysBesideItConsistent() throws IOException {
        List<byte[]> leaves = LogFixture.leaves(LogFixture.steps(5, 60));
        LogFixture.store(directory, leaves, LogFixture.SIGNER);

        Report report = verify(Request.trusting(LogFixture.KEYS), Progress.NONE);

        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        assertThat(report.checks()).extracting(Check::code).containsExactly(CheckCode.values());
        assertThat(report.checks())
                .filteredOn(check -> check.verdict() == CheckVerdict.NOT_CHECKED)
                .extracting(Check::code)
                .containsExactly(
                        CheckCode.CHECKPOINT_MEMORY,
                        CheckCode.SEAL_INTERVAL,
                        CheckCode.TIMESTAMP_TOKENS,
                        CheckCode.CHECKPOINT_KEPT,
                        CheckCode.CHECKPOINT_WITNESSES);
        assertThat(report.entries()).isEqualTo(leaves.size());
        assertThat(report.bytes()).isEqualTo(leaves.stream().mapToLong(leaf -> leaf.length).sum());
        assertThat(report.chains())
                .extracting(ChainSummary::chain)
                .containsExactly(LogFixture.LEDGER, LogFixture.CHAIN_0, LogFixture.CHAIN_1);
        assertThat(report.seals())
                .isEqualTo(new SealSummary(5, 1000, report.seals().longestGapEndsAt()));
        assertThat(report.inputs()).hasSize(4);
        InputSummary proxy = report.inputs().get(1);
        assertThat(proxy.topic()).isEqualTo("proxy.raw");
        assertThat(proxy.fromOffset()).isEqualTo(100);
        assertThat(proxy.toOffset()).isEqualTo(100 + 5 * 80);
        assertThat(proxy.count(Outcome.EVENT)).isEqualTo(300);
        assertThat(proxy.lost()).isEqualTo(15);
        assertThat(proxy.openEntries()).isZero();

        assertThat(verify(Request.withKeysBeside(LogFixture.KEYS), Progress.NONE).conclusion())
                .isEqualTo(Conclusion.CONSISTENT);
    }

    @Test
    void withoutAnyKeyNothingIsConcluded() throws IOException {
        LogFixture.store(directory, LogFixture.leaves(LogFixture.steps(1, 5)), LogFixture.SIGNER);
        Request none =
                new Request(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Report report = verify(none, Progress.NONE);
        assertThat(report.conclusion()).isEqualTo(Conclusion.INCOMPLETE);
        assertThat(report.toRemember()).isEmpty();
    }

    @Test
    void emptyLogIsFine() throws IOException {
        LogFixture.store(directory, List.of(), LogFixture.SIGNER);
        assertThat(verify(Request.trusting(LogFixture.KEYS), Progress.NONE).conclusion())
                .isEqualTo(Conclusion.AUTHENTIC);
    }

    @Test
    void entriesAfterTheLastTallyAreOpen() throws IOException {
        List<LogFixture.Step> steps = new ArrayList<>(LogFixture.steps(2, 5));
        steps.add(
                LogFixture.Step.of(
                        LogFixture.CHAIN_0,
                        LogFixture.START_MILLIS + 9000,
                        b ->
                                b.setKind(io.countersign.schemas.EntryKind.EVENT)
                                        .setEvent(LogFixture.event(0, 150))));
        steps.add(LogFixture.Step.seal(LogFixture.START_MILLIS + 9000));
        LogFixture.store(directory, LogFixture.leaves(steps), LogFixture.SIGNER);
        Report report = verify(Request.trusting(LogFixture.KEYS), Progress.NONE);
        assertThat(report.failed()).isEmpty();
        assertThat(report.inputs())
                .filteredOn(input -> input.openEntries() == 1)
                .extracting(InputSummary::chain)
                .containsExactly(LogFixture.CHAIN_0);
    }

    @Test
    void aChainThatWasClosedGoesOnInItsNextGeneration() throws IOException {
        LogFixture.store(
                directory, LogFixture.leaves(LogFixture.recovered(2, 5)), LogFixture.SIGNER);
        Report report = verify(Request.trusting(LogFixture.KEYS), Progress.NONE);
        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        assertThat(report.chains())
                .filteredOn(ChainSummary::closed)
                .extracting(ChainSummary::chain)
                .containsExactly(LogFixture.CHAIN_0);
        assertThat(report.chains().getLast().chain()).isEqualTo("audit.entry.v1/0@2");
    }

    @Test
    void growthFromWhatWasRememberedIsChecked() throws IOException {
        List<LogFixture.Step> steps = LogFixture.steps(4, 40);
        int half =
                steps.indexOf(
                                steps.stream()
                                        .filter(step -> step.part().isEmpty())
                                        .skip(1)
                                        .findFirst()
                                        .orElseThrow())
                        + 1;
        LogFixture.store(directory, LogFixture.leaves(steps.subList(0, half)), LogFixture.SIGNER);
        RememberedRoot memory =
                verify(Request.trusting(LogFixture.KEYS), Progress.NONE).toRemember().orElseThrow();
        assertThat(memory.size().value()).isEqualTo(half);

        LogFixture.store(directory, LogFixture.leaves(steps), LogFixture.SIGNER);
        Report grown = verify(Request.trusting(LogFixture.KEYS).remembering(memory), Progress.NONE);
        assertThat(grown.check(CheckCode.CHECKPOINT_MEMORY).verdict())
                .isEqualTo(CheckVerdict.PASSED);
        assertThat(grown.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
    }

    @Test
    void sealGapIsReportedAndHeldAgainstALimit() throws IOException {
        LogFixture.store(directory, LogFixture.leaves(LogFixture.steps(3, 5)), LogFixture.SIGNER);
        Report loose =
                verify(
                        Request.trusting(LogFixture.KEYS).limitingSealGaps(Duration.ofSeconds(10)),
                        Progress.NONE);
        assertThat(loose.check(CheckCode.SEAL_INTERVAL).verdict()).isEqualTo(CheckVerdict.PASSED);
        Report tight =
                verify(
                        Request.trusting(LogFixture.KEYS).limitingSealGaps(Duration.ofMillis(999)),
                        Progress.NONE);
        assertThat(tight.check(CheckCode.SEAL_INTERVAL).verdict()).isEqualTo(CheckVerdict.FAILED);
        assertThat(tight.check(CheckCode.SEAL_INTERVAL).faults()).isEqualTo(2);
    }

    @Test
    void progressIsToldAndCanStopIt() throws IOException {
        List<byte[]> leaves = LogFixture.leaves(LogFixture.steps(5, 60));
        LogFixture.store(directory, leaves, LogFixture.SIGNER);
        List<Long> told = new ArrayList<>();
        verify(
                Request.trusting(LogFixture.KEYS),
                (done, total) -> {
                    assertThat(total).isEqualTo(leaves.size());
                    told.add(done);
                    return true;
                });
        assertThat(told).startsWith(256L, 512L).endsWith((long) leaves.size());

        Report stopped = verify(Request.trusting(LogFixture.KEYS), (done, total) -> false);
        assertThat(stopped.conclusion()).isEqualTo(Conclusion.INCOMPLETE);
        assertThat(stopped.entries()).isEqualTo(256);
        assertThat(stopped.check(CheckCode.TREE_ROOT).verdict())
                .isEqualTo(CheckVerdict.NOT_CHECKED);
        assertThat(stopped.toRemember()).isEmpty();

        RememberedRoot memory =
                verify(Request.trusting(LogFixture.KEYS), Progress.NONE).toRemember().orElseThrow();
        Report early =
                verify(
                        Request.trusting(LogFixture.KEYS).remembering(memory),
                        (done, total) -> false);
        assertThat(early.check(CheckCode.CHECKPOINT_MEMORY).verdict())
                .isEqualTo(CheckVerdict.NOT_CHECKED);
    }

    @Test
    void reportHasOneSentencePerCheck() throws IOException {
        LogFixture.store(directory, LogFixture.leaves(LogFixture.steps(1, 5)), LogFixture.SIGNER);
        for (Check check :
                verify(Request.trusting(new VerifierKeys(List.of())), Progress.NONE).checks()) {
            assertThat(check.sentence()).endsWith(".");
        }
    }
}
