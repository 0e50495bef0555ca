package io.countersign.intake.documents;

import static io.countersign.intake.documents.SampleDocuments.docx;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
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
            boolean hoards = args.length > 0 && args[0].equals("hoard");
            PrintStream answers = System.out;
            // What libraries log there by default would be taken for an answer.
            System.setOut(System.err);
            DocumentProtocol.serve(hoards ? new Hoard(System.in) : System.in, answers);
        }
    }

    /// Takes all memory with the first document.
    private static final class Hoard extends FilterInputStream {
        Hoard(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = super.read(into, offset, length);
            byte[] more = new byte[1 << 30];
            Arrays.fill(more, (byte) 1);
            return some;
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

    /// Also where it is the first one: the start of a worker is not the document's time.
    @Test
    void oneThatTakesLongerThanItsTimeIsKilledAndTheNextIsOpened() throws Exception {
        byte[] endless = SampleDocuments.endlessPdf();
        byte[] ordinary = docx("<w:p><w:t>Dana Quill</w:t></w:p>");
        try (DocumentProcesses documents =
                new DocumentProcesses(new DocumentLimits(1, Duration.ofSeconds(4)), command())) {
            for (int i = 1; i <= 2; i++) {
                long begun = System.nanoTime();
                assertThat(documents.read("endless.pdf", endless))
                        .singleElement()
                        .satisfies(text -> {
                            assertThat(text.gap()).isEqualTo(DocumentGap.DOCUMENT_LIMIT);
                            assertThat(text.kind()).isEqualTo("pdf");
                            assertThat(text.text()).isEmpty();
                        });
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(30));
                assertThat(documents.counts().workersKilled()).isEqualTo(i);
                assertThat(documents.read("visit.docx", ordinary))
                        .singleElement()
                        .satisfies(text -> assertThat(text.text()).contains("Dana Quill"));
            }
            assertThat(documents.counts().texts(DocumentGap.DOCUMENT_LIMIT)).isEqualTo(2);
            assertThat(documents.counts().workersStarted()).isEqualTo(3);
        }
    }

    @Test
    void aWorkerThatDoesNotComeUpLeavesTheDocumentShut() throws Exception {
        try (DocumentProcesses documents =
                new DocumentProcesses(
                        new DocumentLimits(1, Duration.ofSeconds(4)), List.of("/bin/false"))) {
            assertThat(documents.read("a.pdf", new byte[10]))
                    .extracting(DocumentText::gap)
                    .containsExactly(DocumentGap.DOCUMENTS_NOT_OPENED);
            assertThat(documents.counts().workersKilled()).isZero();
        }
    }
}
