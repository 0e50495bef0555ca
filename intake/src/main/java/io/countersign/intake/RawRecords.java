package io.countersign.intake;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.RefusedRecord;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Token;
import io.countersign.schemas.Topics;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.SchemaResolver;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/// The way onto the raw topics: headers, a partition for each source id, and a refusal that is
/// chained for what is too large. For any thread; whoever sends for one source id keeps its records
/// in order.
public final class RawRecords {
    /// The largest record that a raw topic takes. Nothing is cut in silence: what is larger is
    /// refused.
    public static final int MAX_RECORD_BYTES = 12 * 1024 * 1024;

    /// Formats whose records are lines of proxies, firewalls and CASBs, as are those whose name
    /// begins with [#SQUID_OF_A_SITE]; all others, a site's own mappings among them, are prompt
    /// logs.
    private static final Set<String> PROXY_FORMATS =
            Set.of(
                    "squid",
                    "zscaler-nss-web",
                    "netskope-events",
                    "netskope-alerts",
                    "netskope-transaction",
                    "umbrella-proxy",
                    "paloalto-url",
                    "fortinet-web",
                    "proxysg-elff",
                    "cloudflare-gateway-http",
                    "defender-cloudappevents",
                    "envoy-access");

    /// What names of Squid's log in a format of the site's own begin with.
    private static final String SQUID_OF_A_SITE = "squid-";

    private static final String OVERSIZE = "OVERSIZE";

    private final Producer<byte[], byte[]> producer;
    private final int partitions;
    private final TokenKeys tokens;
    private final AvroSerializer<ControlRecord> controls;
    private final InstantSource clock;

    /// @param producer idempotent; a bridge's is transactional besides. Stays the caller's
    /// @param partitions of the raw topics
    /// @param tokens makes the digest of a refused record
    /// @param schemas give the id that a request to have something chained is written with
    public RawRecords(
            Producer<byte[], byte[]> producer,
            int partitions,
            TokenKeys tokens,
            SchemaResolver schemas,
            InstantSource clock) {
        this.producer = producer;
        this.partitions = partitions;
        this.tokens = tokens;
        this.controls = new AvroSerializer<>(ControlRecord.class, schemas);
        this.clock = clock;
    }

    /// Where a record comes from.
    ///
    /// @param sourceId one lane of connections, or one file
    /// @param sourceSeq dense within the source id, from 0
    /// @param format name of its input format
    /// @param authenticated the source proved who it is
    public record Origin(String sourceId, long sourceSeq, String format, boolean authenticated) {
        private SourceRef reference() {
            return new SourceRef(sourceId, sourceSeq, format, authenticated);
        }
    }

    /// Sends one record of a source that proved nothing; see [#send(Origin, byte[], Header...)].
    public CompletableFuture<RecordMetadata> send(
            String format, String sourceId, long sourceSeq, byte[] payload, Header... marks) {
        return send(new Origin(sourceId, sourceSeq, format, false), payload, marks);
    }

    /// Sends one record, without the secrets in it ([Scrubber]).
    ///
    /// @param marks headers beside those that name the source
    /// @return done once Kafka has it; for a refused record, once Kafka has the refusal; fails
    ///   where it has not
    public CompletableFuture<RecordMetadata> send(Origin origin, byte[] payload, Header... marks) {
        if (payload.length > MAX_RECORD_BYTES) {
            return refuse(origin, OVERSIZE, payload);
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topicOf(origin.format()),
                        partitionOf(origin.sourceId()),
                        null,
                        Scrubber.scrub(payload));
        header(record, RecordHeaders.SOURCE_FORMAT, origin.format());
        header(record, RecordHeaders.SOURCE_ID, origin.sourceId());
        header(record, RecordHeaders.SOURCE_SEQ, Long.toString(origin.sourceSeq()));
        if (origin.authenticated()) {
            record.headers()
                    .add(
                            RecordHeaders.SOURCE_PROOF,
                            tokens.sourceProof(
                                    origin.format(),
                                    origin.sourceId(),
                                    origin.sourceSeq(),
                                    record.value()));
        }
        for (Header mark : marks) {
            record.headers().add(mark);
        }
        return sent(record);
    }

    /// Has a rejection chained for a record that was not let in.
    ///
    /// @param code why, such as OVERSIZE
    public CompletableFuture<RecordMetadata> refuse(Origin origin, String code, byte[] payload) {
        return refuse(origin, code, payload.length, tokens.payloadDigest(year(), payload));
    }

    /// Has a rejection chained for what came and is no record.
    ///
    /// @param code why, such as OVERSIZE
    /// @param bytes how many came
    /// @param digest of what came
    /// @return done once Kafka has the refusal
    public CompletableFuture<RecordMetadata> refuse(
            Origin origin, String code, long bytes, Token digest) {
        return ask(
                origin.sourceId(),
                control(ControlKind.REFUSAL, "intake")
                        .setRefused(new RefusedRecord(origin.reference(), code, bytes, digest))
                        .build());
    }

    /// Has it chained that records of another cluster were deleted before a bridge read them.
    ///
    /// @return done once Kafka has the request
    public CompletableFuture<RecordMetadata> lost(String sourceId, GapEntry gap) {
        return ask(sourceId, control(ControlKind.GAP, "bridge").setGap(gap).build());
    }

    /// For the digest of what is too large to be held.
    public TokenKeys.PayloadDigest digest() {
        return tokens.payloadDigest(year());
    }

    /// A source id is pinned to one partition, so that its records stay in order.
    public int partitionOf(String sourceId) {
        return partitionOf(sourceId, partitions);
    }

    /// As above, of so many partitions.
    public static int partitionOf(String sourceId, int partitions) {
        return Math.floorMod(sourceId.hashCode(), partitions);
    }

    /// The raw topic for records of a format.
    public static String topicOf(String format) {
        return PROXY_FORMATS.contains(format) || format.startsWith(SQUID_OF_A_SITE)
                ? Topics.PROXY_RAW
                : Topics.PROMPT_RAW;
    }

    private CompletableFuture<RecordMetadata> sent(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        Future<RecordMetadata> _ =
                producer.send(
                        record,
                        (place, failure) -> {
                            if (failure == null) {
                                acknowledged.complete(place);
                            } else {
                                acknowledged.completeExceptionally(failure);
                            }
                        });
        return acknowledged;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private int year() {
        return clock.instant().atOffset(ZoneOffset.UTC).getYear();
    }

    private ControlRecord.Builder control(ControlKind kind, String origin) {
        return ControlRecord.newBuilder()
                .setKind(kind)
                .setOrigin(origin)
                .setTimeMillis(clock.instant().toEpochMilli());
    }

    private CompletableFuture<RecordMetadata> ask(String sourceId, ControlRecord control) {
        byte[] value;
        try {
            value = controls.serialize(Topics.CONTROL, control);
        } catch (RegistryException noId) {
            return CompletableFuture.failedFuture(noId);
        }
        return sent(new ProducerRecord<>(Topics.CONTROL, partitionOf(sourceId), null, value));
    }
}
