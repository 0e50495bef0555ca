package io.countersign.app.purge;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.verify.EntryReader;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/// What a seal says of the inputs: how far the log accounts for each, and the head of the chain of
/// each partition at that time.
///
/// @param sealedAt by the sealer's clock
/// @param heads by partition, of the newest generation
/// @param accountedTo of raw inputs; every offset below it is in a sealed entry
record SealedInputs(
        Instant sealedAt,
        SortedMap<Integer, ChainHead> heads,
        Map<TopicPartition, Long> accountedTo) {
    static final List<String> RAW = List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW);

    SealedInputs {
        heads = new TreeMap<>(heads);
        accountedTo = Map.copyOf(accountedTo);
    }

    /// The last seal that is so old, both by a clock and by the log's own last seal: a clock that
    /// somebody set ahead makes nothing older. Each entry is proven to be in the signed log.
    static Optional<SealedInputs> due(EntryReader log, Duration after, Instant now)
            throws IOException {
        if (log.size().value() == 0) {
            return Optional.empty();
        }
        Instant last = entry(log, log.size()).map(SealedInputs::time).orElse(Instant.MIN);
        Instant until = last.isBefore(now) ? last : now;
        if (until.equals(Instant.MIN)) {
            return Optional.empty();
        }
        // To the millisecond that the seals are dated with: one that is exactly so old counts.
        TreeSize size = log.sealedBefore(until.minus(after).plusMillis(1));
        return size.value() == 0
                ? Optional.empty()
                : entry(log, size)
                        .flatMap(entry -> entry.getSeal().map(seal -> of(time(entry), seal)));
    }

    private static Optional<AuditEntry> entry(EntryReader log, TreeSize size) throws IOException {
        AuditEntry entry = log.entry(log.at(new LeafIndex(size.value() - 1)));
        return entry.getSeal().isPresent() ? Optional.of(entry) : Optional.empty();
    }

    private static Instant time(AuditEntry entry) {
        return Instant.ofEpochMilli(entry.getTimeMillis());
    }

    static SealedInputs of(Instant sealedAt, SealEntry seal) {
        TreeMap<Integer, ChainHead> heads = new TreeMap<>();
        for (ChainHead head : seal.getHeads()) {
            ChainId chain = ChainId.parse(head.getChain());
            heads.merge(
                    chain.partition(),
                    head,
                    (one, other) -> generation(one) > generation(other) ? one : other);
        }
        // Of the newest generation alone: where an input was replaced, offsets began again.
        Map<TopicPartition, Long> accountedTo = new HashMap<>();
        for (ChainHead head : heads.values()) {
            for (InputPosition input : head.getInputs()) {
                if (RAW.contains(input.getTopic())) {
                    accountedTo.put(
                            new TopicPartition(input.getTopic(), input.getPartition()),
                            input.getAccountedTo());
                }
            }
        }
        return new SealedInputs(sealedAt, heads, accountedTo);
    }

    private static int generation(ChainHead head) {
        return ChainId.parse(head.getChain()).generation();
    }
}
