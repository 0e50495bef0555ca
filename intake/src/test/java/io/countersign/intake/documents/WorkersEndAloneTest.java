package io.countersign.intake.documents;

import static io.countersign.intake.documents.SampleDocuments.docx;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A document that takes all time or memory there is ends its process, and the next one is opened.
class WorkersEndAloneTest {
    /// What a worker runs here: it opens documents, or takes all memory first.
    public static final class WorkerMain {
        private WorkerMain() {}

        public static void main(String[] args) throws Exception {
            if (args.length > 0 && args[0].equals("hoard")) {
                byte[] more = new byte[1 << 30];
                Arrays.fill(more, (byte) 1);
            }
            DocumentProtocol.serve(System.in, System.out);
        }
    }

    private static List<String> command(String... args) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WorkerMain.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    @Test
    void aWorkerOpensOneDocumentAfterTheOther() throws Exception {
        try (DocumentProcesses documents =
                new DocumentProcesses(new DocumentLimits(1, Duration.ofSeconds(60)), command())) {
            for (int i = 0; i < 3; i++) {
                List<DocumentText> texts =
                        documents.read("visit.docx", docx("<w:p><w:t>Dana Quill</w:t></w:p>"));
                assertThat(texts.getFirst().text()).contains("Dana Quill");
                assertThat(texts.getFirst().name()).isEqualTo("visit.docx");
            }
            assertThat(documents.counts().workersStarted()).isEqualTo(1);
            assertThat(documents.counts().texts(DocumentGap.NONE)).isEqualTo(3);
        }
    }

    @Test
    void oneThatNeedsMoreMemoryThanThereIsEnds() throws Exception {
        try (DocumentProcesses documents =
                new DocumentProcesses(
                        new DocumentLimits(1, Duration.ofSeconds(60)), command("hoard"))) {
            assertThat(documents.read("a.pdf", new byte[10]))
                    .extracting(DocumentText::gap)
                    .containsExactly(DocumentGap.DOCUMENT_LIMIT);
            documents.read("a.pdf", new byte[10]);
            assertThat(documents.counts().workersStarted()).isEqualTo(2);
            assertThat(documents.counts().workersKilled()).isEqualTo(2);
        }
    }
}
