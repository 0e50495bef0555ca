package io.countersign.topology;

import io.countersign.schemas.Outcome;
import io.countersign.schemas.RecordHeaders;
import io.countersign.topology.steps.Intake;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.Protect;
import io.countersign.topology.steps.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Node `intake`: bytes to event, and the second delivery of a record recognised. The producer's
/// key ends here: it may hold PHI.
final class IntakeNode extends ContextualProcessor<byte[], byte[], Void, Passage> {
    private static final byte[] NO_PAYLOAD = {};

    /// A longer header value is no name or number of ours.
    private static final int MAX_HEADER_BYTES = 256;

    private final Intake intake;
    private final Protect protect;
    private SourceSequences sequences;

    IntakeNode(AuditParts parts) {
        intake = new Intake(parts.formats());
        protect = parts.protect().get();
    }

    @Override
    public void init(ProcessorContext<Void, Passage> context) {
        super.init(context);
        sequences = new SourceSequences(context.getStateStore(AuditTopology.SOURCE_SEQ));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        String format = header(record.headers(), RecordHeaders.SOURCE_FORMAT);
        String sourceId = header(record.headers(), RecordHeaders.SOURCE_ID);
        OptionalLong seq = number(header(record.headers(), RecordHeaders.SOURCE_SEQ));
        byte[] payload = record.value() == null ? NO_PAYLOAD : record.value();
        RawRecord raw =
                new RawRecord(
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        record.timestamp(),
                        format,
                        sourceId,
                        seq,
                        seq.isPresent()
                                && isProved(
                                        record.headers(),
                                        format,
                                        sourceId,
                                        seq.getAsLong(),
                                        payload),
                        header(record.headers(), RecordHeaders.HISTORY).equals("true"),
                        payload);
        Passage passage =
                switch (relate(raw)) {
                    case NEW -> intake.receive(raw);
                    case REPEATED -> new Passage.Counted(raw, Outcome.REPEATED);
                    case DUPLICATE -> new Passage.Duplicate(raw);
                };
        context().forward(new Record<>(null, passage, record.timestamp()));
    }

    private boolean isProved(
            Headers headers, String format, String sourceId, long seq, byte[] payload) {
        Header proof = headers.lastHeader(RecordHeaders.SOURCE_PROOF);
        return proof != null
                && proof.value() != null
                && protect.isProof(proof.value(), format, sourceId, seq, payload);
    }

    private SourceSequence.Relation relate(RawRecord raw) {
        if (raw.sourceId().isEmpty() || raw.sourceSeq().isEmpty()) {
            return SourceSequence.Relation.NEW;
        }
        return sequences.take(raw.sourceId(), raw.sourceSeq().getAsLong(), protect.mark(raw));
    }

    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length > MAX_HEADER_BYTES
                ? ""
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static OptionalLong number(String text) {
        try {
            long number = Long.parseLong(text);
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException _none) {
            return OptionalLong.empty();
        }
    }
}
