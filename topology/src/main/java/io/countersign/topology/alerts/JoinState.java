package io.countersign.topology.alerts;

import io.countersign.schemas.AccountSighting;
import io.countersign.schemas.JoinMemory;
import io.countersign.schemas.OpenSend;
import io.countersign.schemas.SeenPerson;
import io.countersign.schemas.TrafficLine;
import io.countersign.schemas.UnsizedSend;
import java.util.ArrayList;
import java.util.List;

/// What is remembered of one device, address or person while it is worked on. Each list is bounded
/// by whoever adds to it; the oldest come first. One thread.
public final class JoinState {
    final List<AccountSighting> sightings;
    final List<OpenSend> open;
    final List<UnsizedSend> unsized;
    final List<TrafficLine> traffic;
    final List<SeenPerson> people;

    /// Event time of the latest entry.
    long latestMillis;

    /// Of a place that nothing is known about.
    public JoinState() {
        sightings = new ArrayList<>();
        open = new ArrayList<>();
        unsized = new ArrayList<>();
        traffic = new ArrayList<>();
        people = new ArrayList<>();
    }

    public JoinState(JoinMemory stored) {
        latestMillis = stored.getLatestMillis();
        sightings = new ArrayList<>(stored.getSightings());
        open = new ArrayList<>(stored.getOpen());
        unsized = new ArrayList<>(stored.getUnsized());
        traffic = new ArrayList<>(stored.getTraffic());
        people = new ArrayList<>(stored.getPeople());
    }

    public JoinMemory stored() {
        return new JoinMemory(latestMillis, sightings, open, unsized, traffic, people);
    }

    /// The oldest go first.
    static void bound(List<?> list, int most) {
        while (list.size() > most) {
            list.removeFirst();
        }
    }

    @Override
    public String toString() {
        return "JoinState[" + open.size() + " open, " + sightings.size() + " sightings]";
    }
}
