package io.countersign.topology.alerts;

import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.AccountSighting;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.JoinMemory;
import io.countersign.schemas.OpenSend;
import io.countersign.schemas.ReadBody;
import io.countersign.schemas.SeenPerson;
import io.countersign.schemas.TrafficLine;
import io.countersign.schemas.UnreadSend;
import io.countersign.schemas.UnsizedSend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is remembered of one device, address or person while it is worked on. Each list is bounded
/// by whoever adds to it; the oldest come first. All of it together is bounded by the subjects that
/// its events name, since it becomes one record of a topic. One thread.
public final class JoinState {
    /// Of all events together: 400 KB, where a broker that nobody set up takes a record of 1 MB.
    static final int MAX_SUBJECTS = 10_000;

    final List<AccountSighting> sightings;
    final List<OpenSend> open;
    final List<UnsizedSend> unsized;
    final List<TrafficLine> traffic;
    final List<SeenPerson> people;
    final List<UnreadSend> unread;
    final List<ReadBody> bodies;

    /// Event time of the latest entry.
    long latestMillis;

    /// Of a place that nothing is known about.
    public JoinState() {
        sightings = new ArrayList<>();
        open = new ArrayList<>();
        unsized = new ArrayList<>();
        traffic = new ArrayList<>();
        people = new ArrayList<>();
        unread = new ArrayList<>();
        bodies = new ArrayList<>();
    }

    public JoinState(JoinMemory stored) {
        latestMillis = stored.getLatestMillis();
        sightings = new ArrayList<>(stored.getSightings());
        open = new ArrayList<>(stored.getOpen());
        unsized = new ArrayList<>(stored.getUnsized());
        traffic = new ArrayList<>(stored.getTraffic());
        people = new ArrayList<>(stored.getPeople());
        unread = new ArrayList<>(stored.getUnread());
        bodies = new ArrayList<>(stored.getBodies());
    }

    public JoinMemory stored() {
        boundSubjects();
        return new JoinMemory(
                latestMillis, sightings, open, unsized, traffic, people, unread, bodies);
    }

    /// Of a few events with a list of patients each, the one with the most goes first: many small
    /// ones are worth more to a join than one large one.
    private void boundSubjects() {
        List<Remembered> events = new ArrayList<>();
        open.forEach(one -> events.add(new Remembered(open, one, subjects(one.getEvent()))));
        unsized.forEach(one -> events.add(new Remembered(unsized, one, subjects(one.getEvent()))));
        unread.forEach(one -> events.add(new Remembered(unread, one, subjects(one.getEvent()))));
        bodies.forEach(one -> events.add(new Remembered(bodies, one, subjects(one.getEvent()))));
        long all = events.stream().mapToLong(Remembered::subjects).sum();
        if (all <= MAX_SUBJECTS) {
            return;
        }
        events.sort(Comparator.comparingInt(Remembered::subjects).reversed());
        for (Remembered one : events) {
            if (all <= MAX_SUBJECTS) {
                return;
            }
            one.list().remove(one.item());
            all -= one.subjects();
        }
    }

    private record Remembered(List<?> list, Object item, int subjects) {}

    private static int subjects(EventEntry event) {
        return event.getSubjects().size();
    }

    /// What another join has said of a line is what its body is joined with.
    void learnt(AmendmentEntry amendment) {
        unread.replaceAll(one ->
                one.getEntry().equals(amendment.getOriginal()) && one.getBody().isEmpty()
                        ? new UnreadSend(one.getEntry(), amendment.getRevised(), null)
                        : one);
    }

    /// What a line sent is known now, or no longer: the other joins begin with that.
    void withBody(AmendmentEntry amendment) {
        EventEntry alone = Rejudgement.withoutJoined(amendment.getRevised());
        boolean named =
                alone.getDestination().getEvidence().equals(evidence(amendment))
                        && alone.getDestination().getAccount() != Account.UNKNOWN;
        EntryRef line = amendment.getOriginal();
        open.removeIf(one -> named && one.getEntry().equals(line));
        open.replaceAll(one ->
                one.getEntry().equals(line)
                        ? new OpenSend(one.getEntry(), alone, one.getSaid())
                        : one);
        unsized.removeIf(one -> alone.getBytesUp().isPresent() && one.getEntry().equals(line));
        unsized.replaceAll(one ->
                one.getEntry().equals(line)
                        ? new UnsizedSend(one.getEntry(), amendment.getRevised())
                        : one);
    }

    private static List<AccountEvidence> evidence(AmendmentEntry amendment) {
        return amendment.getRevised().getDestination().getEvidence();
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
