package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.EventEncoder.Detail;
import io.countersign.sinks.siem.WireDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/// From a record to an encoded event: decode, select, encode, shorten. Used by the task's thread.
final class Intake {
    /// The code of an event that is too long even when it is shortened.
    static final String OVERSIZE = "OVERSIZE";

    private final WireDecoder decoder;
    private final Selection selection;
    private final EventEncoder encoder;
    private final int maxEventBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);

    Intake(WireDecoder decoder, Selection selection, EventEncoder encoder, int maxEventBytes) {
        this.decoder = decoder;
        this.selection = selection;
        this.encoder = encoder;
        this.maxEventBytes = maxEventBytes;
    }

    /// What a record became.
    sealed interface Result {
        record Event(Decoded.Known decoded, Optional<Payload> payload) implements Result {}

        record NotSelected() implements Result {}

        record Undecodable(String code) implements Result {}
    }

    /// Bytes that nobody writes into.
    static final class Payload {
        private final byte[] bytes;

        Payload(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /// @throws io.countersign.schemas.registry.RegistryException where a registry does not answer
    Result take(SinkRecord record) {
        return switch (decoder.decode(record.value())) {
            case Decoded.Undecodable undecodable -> new Result.Undecodable(undecodable.code());
            case Decoded.Known known ->
                    selection.takes(known)
                            ? new Result.Event(known, encode(known))
                            : new Result.NotSelected();
        };
    }

    /// In full, else in brief; empty where even that is too long.
    private Optional<Payload> encode(Decoded.Known known) {
        for (Detail detail : Detail.values()) {
            bytes.reset();
            encoder.encode(known, detail, bytes);
            if (bytes.size() <= maxEventBytes) {
                return Optional.of(new Payload(bytes.toByteArray()));
            }
        }
        return Optional.empty();
    }
}
