package io.countersign.bench.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which records each incident left: what a right alert points to. Fill it while records are given
/// out.
public final class GroundTruth {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A record by its place in its source.
    public record Place(String source, long seq) {
        @Override
        public String toString() {
            return source + "#" + seq;
        }
    }

    /// What an incident left.
    ///
    /// @param first arrival of its first record
    /// @param last arrival of its last record
    private record Trace(Instant first, Instant last, List<Place> places) {}

    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private final Map<String, Trace> traces = new LinkedHashMap<>();
    private final Map<Place, Incident> byPlace = new LinkedHashMap<>();

    public GroundTruth(List<Incident> incidents) {
        for (Incident incident : incidents) {
            this.incidents.put(incident.id(), incident);
        }
    }

    public void note(SimulatedRecord record) {
        if (record.incident().kind() == Incident.Kind.ORDINARY || record.again()) {
            return;
        }
        Place place = new Place(record.source().id(), record.seq());
        byPlace.put(place, record.incident());
        if (!record.incident().kind().isPlanted()) {
            return;
        }
        traces.merge(
                record.incident().id(),
                new Trace(record.arrival(), record.arrival(), List.of(place)),
                (before, now) -> {
                    List<Place> places = new ArrayList<>(before.places());
                    places.addAll(now.places());
                    return new Trace(before.first(), now.last(), places);
                });
    }

    public List<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    /// Why that record exists.
    public Incident of(Place place) {
        return byPlace.getOrDefault(place, Incident.ORDINARY);
    }

    /// Its records, in the order of arrival; none for a source that falls silent.
    public List<Place> places(Incident incident) {
        Trace trace = traces.get(incident.id());
        return trace == null ? List.of() : List.copyOf(trace.places());
    }

    /// Whether the incident has begun then, and ended no longer ago than that. One without records
    /// goes on all the time.
    public boolean goesOn(Incident incident, Instant time, Duration afterwards) {
        Trace trace = traces.get(incident.id());
        return !time.isBefore(incident.from())
                && (trace == null
                        || (!time.isBefore(trace.first())
                                && !time.isAfter(trace.last().plus(afterwards))));
    }

    /// One JSON object a line for each incident.
    public String jsonLines() {
        StringBuilder lines = new StringBuilder();
        for (Incident incident : incidents.values()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("id", incident.id());
            line.put("kind", incident.kind().name());
            line.put("about", incident.kind().about().name());
            line.put("subject", incident.subject());
            line.put("must_alert", incident.kind().mustAlert());
            line.put("what", incident.what());
            Trace trace = traces.get(incident.id());
            if (trace != null) {
                line.put("first", trace.first().toString());
                line.put("last", trace.last().toString());
            }
            line.put("records", places(incident).stream().map(Place::toString).toList());
            try {
                lines.append(JSON.writeValueAsString(line)).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("maps of text are JSON", e);
            }
        }
        return lines.toString();
    }
}
