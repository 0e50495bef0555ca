package io.countersign.app.drill;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.UnreachableClusterException;
import io.countersign.audit.tokens.DrillMark;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.intake.RawRecords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;

/// The record of a drill: a source's record in which the mark and an invented patient stand.
public final class DrillRecord {
    /// Stands in a template for the mark and the patient.
    public static final String PLACE = "{drill}";

    /// The format of [#TEMPLATE].
    public static final String PLAIN = "plain-json";

    /// A prompt to a chat.
    public static final String TEMPLATE =
            "{\"user\":\"countersign-drill\",\"host\":\"claude.ai\",\"prompt\":\"{drill}\"}";

    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);

    /// Nobody of this name and number exists.
    private static final String PATIENT =
            "Discharge summary for Dana Quill, MRN 5550142, born 04/12/1961: type 2 diabetes, metformin 500 mg.";

    private DrillRecord() {}

    /// What a person would write.
    public static String text(DrillMark mark, TokenKeys tokens) {
        return mark.words(tokens) + " " + PATIENT;
    }

    /// @param template with [#PLACE] in it
    public static byte[] of(String template, DrillMark mark, TokenKeys tokens) {
        return template.replace(PLACE, text(mark, tokens)).getBytes(StandardCharsets.UTF_8);
    }

    /// Sends it to Kafka as the listeners would.
    ///
    /// @param format of the payload
    /// @throws UnreachableClusterException where Kafka does not take it
    public static void produce(
            Deployment deployment,
            TokenKeys tokens,
            DrillMark mark,
            String format,
            byte[] payload,
            InstantSource clock)
            throws IOException {
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            new RawRecords(
                            producer,
                            deployment.configuration().partitions(),
                            tokens,
                            deployment.schemas(),
                            clock)
                    .send(new RawRecords.Origin("drill-" + mark.id(), 0, format, true), payload)
                    .get(SEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new UnreachableClusterException(
                    "Kafka did not take the drill: is the installation running?");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("sending was interrupted");
        }
    }
}
