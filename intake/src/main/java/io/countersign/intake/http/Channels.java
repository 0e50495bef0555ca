package io.countersign.intake.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// What clients of the collector ask for later: whether Kafka has the records of a request. By
/// channel, numbered from 0 in each; a number is answered true once. Bounded, in memory: after a
/// restart every number is unknown, and the client sends again. For any thread.
final class Channels {
    private static final int MAX_CHANNELS = 1_000;
    private static final int MAX_UNASKED = 10_000;

    private static final class Channel {
        private long next;
        private final Map<Long, CompletableFuture<Void>> unasked = new HashMap<>();
    }

    private final Map<String, Channel> channels =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Channel> eldest) {
                    return size() > MAX_CHANNELS;
                }
            };

    /// A number for a request; empty where too many were never asked for.
    synchronized OptionalLong add(String channel, CompletableFuture<Void> onKafka) {
        Channel known = channels.computeIfAbsent(channel, _c -> new Channel());
        if (known.unasked.size() >= MAX_UNASKED) {
            return OptionalLong.empty();
        }
        long id = known.next++;
        known.unasked.put(id, onKafka);
        return OptionalLong.of(id);
    }

    /// Whether there is room for another request of the channel.
    synchronized boolean hasRoom(String channel) {
        Channel known = channels.get(channel);
        return known == null || known.unasked.size() < MAX_UNASKED;
    }

    /// Whether Kafka has each of these; those that it has are forgotten.
    synchronized List<Boolean> ask(String channel, List<Long> ids) {
        Channel known = channels.get(channel);
        List<Boolean> answers = new ArrayList<>();
        for (Long id : ids) {
            CompletableFuture<Void> onKafka = known == null ? null : known.unasked.get(id);
            boolean done =
                    onKafka != null && onKafka.isDone() && !onKafka.isCompletedExceptionally();
            if (known != null && onKafka != null && onKafka.isDone()) {
                known.unasked.remove(id);
            }
            answers.add(done);
        }
        return answers;
    }
}
