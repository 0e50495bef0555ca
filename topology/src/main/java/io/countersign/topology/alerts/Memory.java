package io.countersign.topology.alerts;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.ChainPosition;
import io.countersign.schemas.DayCount;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.ExchangeMark;
import io.countersign.schemas.FirstUse;
import io.countersign.schemas.HourCount;
import io.countersign.schemas.Mark;
import io.countersign.schemas.PatientDay;
import io.countersign.schemas.Sight;
import io.countersign.schemas.WatchMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is remembered of one key. Everything in it is bounded. Days and windows go by event time;
/// workforce ids are in clear, so that nothing is forgotten when the year of the tokens changes.
/// Owned by one task.
public final class Memory {
    /// Recent events, and how long they are kept.
    static final int MAX_RECENT = 96;

    static final long RECENT_MILLIS = TimeUnit.HOURS.toMillis(3);

    /// A fortnight, and the day itself.
    static final int MAX_DAYS = 15;

    static final int MAX_FIRSTS = 256;
    static final int MAX_SIGHTS = 32;
    static final int MAX_HOURS = 24 * MAX_DAYS;
    static final int MAX_CHAINS = 32;

    /// Days of rules of use: what comes late still counts for its own day.
    static final int MAX_PATIENT_DAYS = 8;

    /// Different patients that are told apart on one of these days: no higher limit is ever passed.
    public static final int MAX_PATIENTS_A_DAY = 1_024;

    /// A send to a service that was read counts up to here.
    private static final long MOST_SEEN = 1_000;

    private long sinceMillis = Long.MAX_VALUE;
    private long lastMillis;
    private long lastArrivalMillis;
    private long toldMillis;
    private String coveredAccount = "";
    private final List<Mark> recent = new ArrayList<>();
    private final List<DayCount> days = new ArrayList<>();
    private final List<FirstUse> firsts = new ArrayList<>();
    private final List<Sight> sights = new ArrayList<>();
    private final List<HourCount> hours = new ArrayList<>();
    private final List<ChainPosition> positions = new ArrayList<>();
    private final List<PatientDay> patientDays = new ArrayList<>();
    private Optional<EntryRef> latest = Optional.empty();
    private Optional<EventEntry> latestEvent = Optional.empty();

    public static Memory of(WatchMemory stored) {
        Memory memory = new Memory();
        memory.sinceMillis = stored.getSinceMillis();
        memory.lastMillis = stored.getLastMillis();
        memory.lastArrivalMillis = stored.getLastArrivalMillis();
        memory.toldMillis = stored.getToldMillis();
        memory.coveredAccount = stored.getCoveredAccount();
        memory.recent.addAll(stored.getRecent());
        memory.days.addAll(stored.getDays());
        memory.firsts.addAll(stored.getFirsts());
        memory.sights.addAll(stored.getSights());
        memory.hours.addAll(stored.getHours());
        memory.positions.addAll(stored.getPositions());
        memory.patientDays.addAll(stored.getPatientDays());
        memory.latest = stored.getLatest();
        memory.latestEvent = stored.getLatestEvent();
        return memory;
    }

    public WatchMemory stored() {
        return WatchMemory.newBuilder()
                .setSinceMillis(sinceMillis)
                .setLastMillis(lastMillis)
                .setLastArrivalMillis(lastArrivalMillis)
                .setToldMillis(toldMillis)
                .setCoveredAccount(coveredAccount)
                .setRecent(recent)
                .setDays(days)
                .setFirsts(firsts)
                .setSights(sights)
                .setHours(hours)
                .setPositions(positions)
                .setPatientDays(patientDays)
                .setLatest(latest.orElse(null))
                .setLatestEvent(latestEvent.orElse(null))
                .build();
    }

    /// Takes note of an entry's place in its chain.
    ///
    /// @return false where the entry was seen before: it came a second time
    public boolean isNew(EntryRef entry) {
        for (int i = 0; i < positions.size(); i++) {
            if (positions.get(i).getChain().equals(entry.getChain())) {
                if (entry.getSeq() <= positions.get(i).getSeq()) {
                    return false;
                }
                positions.remove(i);
                break;
            }
        }
        positions.add(new ChainPosition(entry.getChain(), entry.getSeq()));
        keep(positions, MAX_CHAINS);
        return true;
    }

    /// What a person did, or what was done at a device.
    public void learn(Seen seen, AboutKind kind, long overheadBytes) {
        time(seen);
        mark(seen);
        if (kind == AboutKind.DEVICE) {
            return;
        }
        if (seen.isUse() && !seen.isStopped()) {
            use(seen.service(), seen.day());
        }
        if (seen.isSend() && !seen.isStopped()) {
            day(seen, overheadBytes);
            if (seen.isPrivate()) {
                use("private " + seen.service(), seen.day());
            }
            if (seen.isCovered()) {
                coveredAccount = covered(seen.event());
            }
        }
        sight(seen, seen.service());
    }

    /// Whom a person has sent under a rule of use.
    public void learnPatients(Seen seen, String rule) {
        Set<Long> patients = new LinkedHashSet<>(patientsOn(seen.day(), rule));
        if (!patients.addAll(seen.patients())) {
            return;
        }
        patientDays.removeIf(one -> one.getDay() == seen.day() && one.getRule().equals(rule));
        patientDays.add(
                new PatientDay(
                        rule, seen.day(), patients.stream().limit(MAX_PATIENTS_A_DAY).toList()));
        patientDays.sort(Comparator.comparingLong(PatientDay::getDay));
        keep(patientDays, MAX_PATIENT_DAYS);
    }

    /// How much of what an application sends can be read.
    public void learnApplication(Seen seen) {
        time(seen);
        sight(seen, seen.service());
    }

    /// Who has used a service, or which services a department uses.
    public void learnUse(Seen seen, String what) {
        time(seen);
        if (firstUse(what).isEmpty()) {
            use(what, seen.day());
        }
    }

    /// An event that alone matters by how many there are.
    public void learnMark(Seen seen) {
        time(seen);
        mark(seen);
    }

    /// What an amendment says of an event that was counted: it counts as amended, in the place of
    /// what was counted.
    ///
    /// @param original the entry that was counted
    public void learnAmendment(EntryRef original, Seen seen, long overheadBytes) {
        time(seen);
        Optional<Mark> counted = counted(original);
        if (counted.isEmpty()) {
            mark(seen);
            return;
        }
        Mark before = counted.get();
        if (countsForItsDay(before)) {
            uncount(before, Math.max(0, before.getBytesUp() - overheadBytes));
        }
        if (seen.isSend() && !seen.isStopped()) {
            day(seen, overheadBytes);
        }
        Mark amended = markOf(seen);
        Revised.set(amended, "exchange", before.getExchange().orElse(null));
        Revised.set(amended, "told", original);
        recent.set(recent.indexOf(before), amended);
    }

    /// The recent event of which an entry told first, as it counts now.
    public Optional<Mark> counted(EntryRef entry) {
        return recent.stream()
                .filter(mark -> mark.getTold().orElse(mark.getEntry()).equals(entry))
                .findFirst();
    }

    /// The recent event whose text has taken the place of a line.
    public Optional<Mark> bodyOf(EntryRef line) {
        return recent.stream()
                .filter(mark ->
                        mark.getExchange().flatMap(ExchangeMark::getLine).equals(Optional.of(line)))
                .findFirst();
    }

    /// Whether a day's sends and bytes hold this event's.
    static boolean countsForItsDay(Mark mark) {
        return !mark.getBlocked()
                && (mark.getActivity().equals("SEND") || mark.getActivity().equals("UPLOAD"));
    }

    /// That a source delivered. Silence goes by arrival: a file is no silence because its events
    /// are old.
    public void learnArrival(Seen seen) {
        time(seen);
        toldMillis = 0;
        latest = Optional.of(seen.entry());
        latestEvent = Optional.of(seen.event());
        long hour = TimeUnit.MILLISECONDS.toHours(seen.arrivedMillis());
        if (!hours.isEmpty() && hours.getLast().getHour() == hour) {
            HourCount before = hours.removeLast();
            hours.add(new HourCount(hour, before.getMinutes() + 1));
        } else if (hours.isEmpty() || hours.getLast().getHour() < hour) {
            hours.add(new HourCount(hour, 1));
        }
        keep(hours, MAX_HOURS);
    }

    /// The recent event that shows the same exchange from its other side: the line of a body, or
    /// the body of a line.
    public Optional<Mark> otherSide(Seen seen) {
        Optional<Exchange> own = seen.isStopped() ? Optional.empty() : Exchange.of(seen.event());
        if (own.isEmpty()) {
            return Optional.empty();
        }
        List<Mark> marks = new ArrayList<>();
        List<Exchange> sides = new ArrayList<>();
        for (Mark mark : recent) {
            mark.getExchange()
                    .flatMap(Exchange::of)
                    .ifPresent(side -> {
                        marks.add(mark);
                        sides.add(side);
                    });
        }
        sides.add(own.get());
        OptionalInt other = Exchange.other(sides.size() - 1, sides);
        return other.isPresent() ? Optional.of(marks.get(other.getAsInt())) : Optional.empty();
    }

    /// That a line came whose body has been counted.
    public void learnLine(Mark body, Seen line) {
        time(line);
        replaced(body, line.entry()).ifPresent(mark -> recent.set(recent.indexOf(body), mark));
    }

    /// Forgets what a line taught, since its body has come: the body counts in its place.
    public void takeBack(Mark line, Seen body, long overheadBytes) {
        recent.remove(line);
        // Where the body's record has no size the line's stays counted.
        long excess =
                body.event().getBytesUp().isPresent()
                        ? Math.max(0, line.getBytesUp() - overheadBytes)
                        : 0;
        if (countsForItsDay(line)) {
            uncount(line, excess);
        }
        if (body.isUse()) {
            useTakenBack(line.getService());
        }
    }

    private void uncount(Mark mark, long excess) {
        boolean upload = mark.getActivity().equals("UPLOAD");
        long day = TimeUnit.MILLISECONDS.toDays(mark.getTimeMillis());
        days.replaceAll(one ->
                one.getDay() == day
                        ? new DayCount(
                                day,
                                Math.max(0, one.getSends() - 1),
                                Math.max(0, one.getUploads() - (upload ? 1 : 0)),
                                Math.max(0, one.getBytesUp() - excess))
                        : one);
    }

    /// A body, in the place of a line that was taken back.
    public void learnBody(Mark line, Seen body, AboutKind kind, long overheadBytes) {
        learn(body, kind, overheadBytes);
        recent.stream()
                .filter(mark -> mark.getEntry().equals(body.entry()))
                .findFirst()
                .ifPresent(mark ->
                        replaced(mark, line.getEntry())
                                .ifPresent(both -> recent.set(recent.indexOf(mark), both)));
    }

    /// Whether a body has taken the place of this entry.
    public boolean isReplaced(EntryRef line) {
        return bodyOf(line).isPresent();
    }

    private static Optional<Mark> replaced(Mark body, EntryRef line) {
        return body.getExchange()
                .map(side -> {
                    ExchangeMark exchange = Revised.copy(side);
                    Revised.set(exchange, "line", line);
                    Mark both = Revised.copy(body);
                    Revised.set(both, "exchange", exchange);
                    return both;
                });
    }

    /// One use fewer; that it was used stays.
    private void useTakenBack(String what) {
        firsts.replaceAll(use ->
                use.getWhat().equals(what)
                        ? new FirstUse(what, use.getDay(), Math.max(0, use.getCount() - 1))
                        : use);
    }

    private void time(Seen seen) {
        sinceMillis = Math.min(sinceMillis, seen.timeMillis());
        lastMillis = Math.max(lastMillis, seen.timeMillis());
        lastArrivalMillis = Math.max(lastArrivalMillis, seen.arrivedMillis());
    }

    private void mark(Seen seen) {
        recent.removeIf(mark -> mark.getTimeMillis() < lastMillis - RECENT_MILLIS);
        recent.add(markOf(seen));
        keep(recent, MAX_RECENT);
    }

    private static Mark markOf(Seen seen) {
        EventEntry event = seen.event();
        return Mark.newBuilder()
                .setTimeMillis(seen.timeMillis())
                .setEntry(seen.entry())
                .setService(seen.service())
                .setAccount(event.getDestination().getAccount())
                .setCoverage(event.getCoverage().getState())
                .setActivity(event.getDestination().getActivity())
                .setBlocked(seen.isStopped())
                .setBytesUp(seen.bytesUp())
                .setBytesDown(event.getBytesDown().orElse(0L))
                .setPerson(seen.person())
                .setFingerprint(seen.fingerprint())
                .setPhi(seen.phiOurs() || seen.phiBySource())
                .setExchange(exchange(seen))
                .setTold(seen.original().orElse(null))
                .build();
    }

    private static @Nullable ExchangeMark exchange(Seen seen) {
        return seen.isStopped()
                ? null
                : Exchange.of(seen.event())
                        .map(side ->
                                side.mark(
                                        seen.event().getContent().getInspectedReason(),
                                        seen.isUndecided()))
                        .orElse(null);
    }

    private void day(Seen seen, long overheadBytes) {
        long excess = Math.max(0, seen.bytesUp() - overheadBytes);
        for (int i = 0; i < days.size(); i++) {
            DayCount before = days.get(i);
            if (before.getDay() == seen.day()) {
                days.set(
                        i,
                        new DayCount(
                                seen.day(),
                                before.getSends() + 1,
                                before.getUploads() + (seen.isUpload() ? 1 : 0),
                                before.getBytesUp() + excess));
                return;
            }
        }
        days.add(new DayCount(seen.day(), 1L, seen.isUpload() ? 1L : 0L, excess));
        days.sort(Comparator.comparingLong(DayCount::getDay));
        keep(days, MAX_DAYS);
    }

    private void use(String what, long day) {
        for (int i = 0; i < firsts.size(); i++) {
            FirstUse before = firsts.get(i);
            if (before.getWhat().equals(what)) {
                firsts.set(
                        i,
                        new FirstUse(what, Math.min(before.getDay(), day), before.getCount() + 1));
                return;
            }
        }
        firsts.add(new FirstUse(what, day, 1L));
        keep(firsts, MAX_FIRSTS);
    }

    private void sight(Seen seen, String what) {
        if (!seen.mayHoldPrompt() || seen.isStopped()) {
            return;
        }
        Sight before = sight(what).orElse(new Sight(what, 0L, 0L, 0L));
        sights.remove(before);
        if (seen.isRead()) {
            sights.add(new Sight(what, Math.min(MOST_SEEN, before.getSeen() + 1), 0L, 0L));
        } else {
            boolean fresh =
                    before.getUnseenRun() == 0
                            || seen.timeMillis() - before.getRunSinceMillis()
                                    > TimeUnit.DAYS.toMillis(1);
            sights.add(
                    new Sight(
                            what,
                            before.getSeen(),
                            fresh ? 1 : before.getUnseenRun() + 1,
                            fresh ? seen.timeMillis() : before.getRunSinceMillis()));
        }
        keep(sights, MAX_SIGHTS);
    }

    private static String covered(EventEntry event) {
        return Seen.service(event)
                + event.getCoverage().getBaa().map(row -> ", row " + row).orElse("");
    }

    private static void keep(List<?> list, int most) {
        while (list.size() > most) {
            list.removeFirst();
        }
    }

    /// Recent events not older than a window before an event, the earliest first; without those
    /// that came after it.
    public List<Mark> before(Seen seen, long windowMillis) {
        return recent.stream()
                .filter(mark ->
                        mark.getTimeMillis() <= seen.timeMillis()
                                && mark.getTimeMillis() >= seen.timeMillis() - windowMillis)
                .toList();
    }

    /// The patients that were sent on a day under a rule of use.
    public List<Long> patientsOn(long day, String rule) {
        return patientDays.stream()
                .filter(one -> one.getDay() == day && one.getRule().equals(rule))
                .findFirst()
                .map(PatientDay::getPatients)
                .orElse(List.of());
    }

    public Optional<FirstUse> firstUse(String what) {
        return firsts.stream().filter(use -> use.getWhat().equals(what)).findFirst();
    }

    public List<FirstUse> firsts() {
        return List.copyOf(firsts);
    }

    public List<DayCount> days() {
        return List.copyOf(days);
    }

    public Optional<Sight> sight(String what) {
        return sights.stream().filter(sight -> sight.getWhat().equals(what)).findFirst();
    }

    public List<HourCount> hours() {
        return List.copyOf(hours);
    }

    /// A covered account that was used here; empty where none was.
    public String coveredAccount() {
        return coveredAccount;
    }

    /// Days of history before an event; 0 where nothing came before its day.
    public long daysBefore(long millis) {
        return sinceMillis == Long.MAX_VALUE
                ? 0
                : Math.max(
                        0,
                        TimeUnit.MILLISECONDS.toDays(millis)
                                - TimeUnit.MILLISECONDS.toDays(sinceMillis));
    }

    public long sinceMillis() {
        return sinceMillis;
    }

    public long lastArrivalMillis() {
        return lastArrivalMillis;
    }

    public boolean isTold() {
        return toldMillis != 0;
    }

    public void told(long millis) {
        toldMillis = millis;
    }

    /// The latest entry of a source, with its event.
    public Optional<Seen> latest() {
        return latest.flatMap(
                entry -> latestEvent.map(event -> new Seen(entry, event, lastArrivalMillis)));
    }

    /// That the task has seen an event: how long it has been learning, and when something came
    /// last.
    ///
    /// @return whether that is worth keeping: within one minute it is not
    public boolean learnTime(Seen seen) {
        long since = sinceMillis;
        long minute = TimeUnit.MILLISECONDS.toMinutes(lastArrivalMillis);
        time(seen);
        return sinceMillis != since || TimeUnit.MILLISECONDS.toMinutes(lastArrivalMillis) != minute;
    }
}
