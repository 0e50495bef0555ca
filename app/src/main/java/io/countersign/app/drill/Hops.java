package io.countersign.app.drill;

import io.countersign.schemas.EventEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How far a drill came, and when, since it was sent. A hop that was not seen in time is empty.
///
/// @param received the record lay on its raw topic, by the broker's clock
/// @param judged its entry was written, by the broker's clock
/// @param chained the entry was committed, so that others see it
/// @param sealed the entry lies in the signed log; empty too where the log is not on this machine
/// @param sinks by name, what became of it there
/// @param entry `chain:seq`
/// @param event what the entry says
public record Hops(
        Optional<Duration> received,
        Optional<Duration> judged,
        Optional<Duration> chained,
        Optional<Duration> sealed,
        Map<String, AtSink> sinks,
        String entry,
        Optional<EventEntry> event) {
    /// What became of a drill at one sink.
    public sealed interface AtSink {
        /// The receiver has it.
        record Acknowledged(Duration after) implements AtSink {}

        /// The receiver will never take it.
        record DeadLettered(String code) implements AtSink {}

        /// The sink does not deliver such entries.
        record NotSelected() implements AtSink {}

        /// Not within the time.
        record Waiting() implements AtSink {}
    }

    public Hops {
        sinks = Map.copyOf(sinks);
    }

    /// Whether it arrived wherever it should.
    public boolean complete() {
        return chained.isPresent()
                && sinks.values().stream()
                        .noneMatch(one ->
                                one instanceof AtSink.Waiting
                                        || one instanceof AtSink.DeadLettered);
    }

    /// The hops that were not seen, by their names; those of sinks as [#sink] names them.
    ///
    /// @param sealed whether the log is one of the hops
    public List<String> late(boolean sealed) {
        List<String> late = new ArrayList<>();
        if (received.isEmpty()) {
            // The later ones depend on it.
            return List.of("judged");
        }
        if (chained.isEmpty()) {
            late.add("chained");
        }
        if (sealed && this.sealed.isEmpty()) {
            late.add("sealed");
        }
        new TreeMap<>(sinks)
                .forEach((name, end) -> {
                    if (end instanceof AtSink.Waiting || end instanceof AtSink.DeadLettered) {
                        late.add(sink(name));
                    }
                });
        return late;
    }

    /// The name of a sink's hop.
    public static String sink(String name) {
        return "sink/" + name;
    }
}
