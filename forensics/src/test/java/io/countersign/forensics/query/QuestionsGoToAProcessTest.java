package io.countersign.forensics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionsGoToAProcessTest {
    private static final String ENDLESS =
            "SELECT count(*) FROM range(10000000) a, range(10000000) b";

    @TempDir Path directory;
    private SmallArchive archive = new SmallArchive(Path.of(""));
    private final QueryProcess process = new QueryProcess(command(Serving.class));

    /// The child: what `app`'s hidden command does.
    static final class Serving {
        private Serving() {}

        static void main() throws IOException {
            QueryProtocol.serve(
                    new InputStreamReader(
                            new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8),
                    new OutputStreamWriter(
                            new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        }
    }

    /// A child that starts and never says anything.
    static final class Silent {
        private Silent() {}

        static void main() throws Exception {
            Thread.sleep(Duration.ofHours(1));
        }
    }

    private static List<String> command(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    @BeforeEach
    void aSmallArchive() throws Exception {
        archive =
                new SmallArchive(directory)
                        .with(
                                ArchiveTable.ENTRIES,
                                List.of(
                                        SmallArchive.event(0, 1, "ana"),
                                        SmallArchive.event(1, 2, "Bénédicte O''Brien")));
    }

    @AfterEach
    void end() {
        process.close();
    }

    @Test
    void itAnswersAsTheSandboxDoes() throws Exception {
        Question question =
                archive.question(
                        "SELECT * FROM events WHERE person = ? ORDER BY seq", "Bénédicte O'Brien");
        Answer answer = process.ask(question);
        assertThat(answer.columns()).isEqualTo(Sandbox.answer(question).columns());
        assertThat(answer.rows()).isEqualTo(Sandbox.answer(question).rows()).hasSize(1);
    }

    @Test
    void aRefusalIsAnAnswerAndTheNextQuestionHasOneToo() throws Exception {
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> process.ask(archive.question("DROP VIEW events")))
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.NOT_A_SELECT));
        assertThat(process.ask(archive.question("SELECT count(*) FROM events")).rows()).hasSize(1);
    }

    @Test
    void closingGivesUpTheQuestion() throws Exception {
        CompletableFuture<Refusal> refusal =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        process.ask(archive.question(ENDLESS));
                    } catch (RefusedQuestionException e) {
                        return e.refusal();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new AssertionError("it was answered");
                });
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> refusal.get(2, TimeUnit.SECONDS));
        process.close();
        assertThat(refusal.get(30, TimeUnit.SECONDS)).isEqualTo(Refusal.ENGINE_FAILED);
    }

    @Test
    void oneThatSaysNothingIsEnded() throws Exception {
        try (QueryProcess silent = new QueryProcess(command(Silent.class))) {
            Question question =
                    new Question(
                            "SELECT 1",
                            List.of(),
                            archive.files(),
                            Limits.STANDARD.withTime(Duration.ofMillis(10)));
            assertThatExceptionOfType(RefusedQuestionException.class)
                    .isThrownBy(() -> silent.ask(question))
                    .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.OUT_OF_TIME));
        }
    }

    @Test
    void oneThatEndsAtOnceIsNamed() throws Exception {
        try (QueryProcess ending = new QueryProcess(List.of("/bin/false"))) {
            assertThatExceptionOfType(RefusedQuestionException.class)
                    .isThrownBy(() -> ending.ask(archive.question("SELECT 1")))
                    .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.ENGINE_FAILED));
        }
    }
}
