package io.countersign.topology.alerts;

import io.countersign.schemas.AlertCounts;
import io.countersign.schemas.AlertGroup;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.ExchangeMark;
import io.countersign.schemas.Mark;
import io.countersign.schemas.Notice;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.schemas.RuleHit;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SeverityPoints;
import io.countersign.schemas.Unseen;
import io.countersign.schemas.WatchKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What was found about one person, service or source in one burst. It is raised when a rule raises
/// it; before that it only gathers what supports a later one. It says when to tell of it: when it
/// opens, when its severity steps up, and once a day while it grows. Owned by one task; everything
/// in it is bounded.
public final class Group {
    static final int MAX_CAUSES = 16;
    static final int MAX_PATIENTS = 512;
    static final int MAX_EARLIER = 8;
    private static final int ID_BYTES = 16;

    /// An earlier group counts as a repetition so long.
    private static final long REPEATED_MILLIS = TimeUnit.DAYS.toMillis(30);

    private static final long TELL_AGAIN_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final AlertGroup.Builder state;

    private Group(AlertGroup.Builder state) {
        this.state = state;
    }

    public static Group first(WatchKey about, Seen seen) {
        return new Group(
                AlertGroup.newBuilder()
                        .setAboutKind(about.getKind())
                        .setAbout(about.getValue())
                        .setCause(seen.entry())
                        .setEvent(seen.event())
                        .setFirstMillis(seen.timeMillis())
                        .setLastMillis(seen.timeMillis())
                        .setId("")
                        .setOwnPatients(List.of())
                        .setPatients(List.of())
                        .setTrains("")
                        .setCoveredAccount("")
                        .setEarlier(List.of())
                        .setMutesOverruled(List.of())
                        .setNotified(Severity.UNRECOGNISED)
                        .setRules(List.of())
                        .setCounts(new AlertCounts(0L, 0L, 0L, 0L, 0L, 0L, 0L))
                        .setCauses(List.of())
                        .setNotSeen(List.of())
                        .setClosed(ReviewVerdict.UNRECOGNISED));
    }

    public static Group of(AlertGroup stored) {
        return new Group(copied(stored));
    }

    /// The library's own copy looks classes up by name, which its allow-list does not let us do.
    private static AlertGroup.Builder copied(AlertGroup stored) {
        return AlertGroup.newBuilder()
                .setAboutKind(stored.getAboutKind())
                .setAbout(stored.getAbout())
                .setId(stored.getId())
                .setCause(stored.getCause())
                .setEvent(stored.getEvent())
                .setFirstMillis(stored.getFirstMillis())
                .setLastMillis(stored.getLastMillis())
                .setNotices(stored.getNotices())
                .setNotified(stored.getNotified())
                .setNoticeMillis(stored.getNoticeMillis())
                .setGrown(stored.getGrown())
                .setRules(stored.getRules())
                .setCounts(stored.getCounts())
                .setCauses(stored.getCauses())
                .setOwnPatients(stored.getOwnPatients())
                .setPatients(stored.getPatients())
                .setPhiOurs(stored.getPhiOurs())
                .setPhiBySource(stored.getPhiBySource())
                .setSensitive(stored.getSensitive())
                .setAllCovered(stored.getAllCovered())
                .setNotSeen(stored.getNotSeen())
                .setTrains(stored.getTrains())
                .setCoveredAccount(stored.getCoveredAccount())
                .setClosed(stored.getClosed())
                .setEarlier(stored.getEarlier())
                .setMutesOverruled(stored.getMutesOverruled())
                .setDiscoveredMillis(stored.getDiscoveredMillis())
                .setLate(stored.getLate())
                .setLateViolations(stored.getLateViolations());
    }

    public AlertGroup stored() {
        return state.build();
    }

    public boolean isRaised() {
        return !state.getId().isEmpty();
    }

    /// Whether an event still belongs to this burst.
    public boolean takes(long timeMillis, long burstMillis) {
        return timeMillis <= state.getLastMillis() + burstMillis
                && timeMillis >= state.getFirstMillis() - burstMillis;
    }

    /// The next group about the same, which knows that there were others.
    public Group next(Seen seen) {
        List<Long> earlier = new ArrayList<>(state.getEarlier());
        if (isRaised()) {
            earlier.add(state.getFirstMillis());
        }
        while (earlier.size() > MAX_EARLIER) {
            earlier.removeFirst();
        }
        Group next = first(new WatchKey(state.getAboutKind(), state.getAbout()), seen);
        next.state.setEarlier(earlier);
        return next;
    }

    /// Adds what a rule found in an event; an event counts once, whatever it shows, and however
    /// often it was amended.
    ///
    /// @param trains what the recipient does with input, empty where not known
    /// @param covered a covered account of the same person or of the site, empty where there is
    ///   none
    public void add(String rule, Seen seen, Finding finding, String trains, String covered) {
        hit(rule, finding.detail());
        if (!state.getCauses().contains(seen.entry())) {
            if (seen.original().filter(state.getCauses()::contains).isPresent()) {
                show(seen);
            } else {
                count(seen);
            }
            cite(finding.causes(), seen.entry());
            state.setFirstMillis(Math.min(state.getFirstMillis(), seen.timeMillis()));
            state.setLastMillis(Math.max(state.getLastMillis(), seen.timeMillis()));
        }
        if (!trains.isEmpty()) {
            state.setTrains(trains);
        }
        if (!covered.isEmpty()) {
            state.setCoveredAccount(covered);
        }
        state.setGrown(true);
    }

    /// Raises it, where that has not been done; the id follows from the entry and the rule.
    public void raise(String rule, Seen seen) {
        if (!isRaised()) {
            state.setId(id(seen.entry(), rule));
            state.setCause(seen.entry());
            state.setEvent(seen.event());
        } else if (graver(seen)) {
            state.setEvent(seen.event());
            state.setCause(seen.entry());
        }
    }

    private boolean graver(Seen seen) {
        return seen.isViolation()
                && seen.ownPatients().size() + seen.patients().size()
                        > patientsOf(state.getCause(), state.getEvent());
    }

    private static int patientsOf(EntryRef cause, EventEntry event) {
        Seen shown = new Seen(cause, event, event.getTimeMillis());
        return shown.isViolation() ? shown.ownPatients().size() + shown.patients().size() : -1;
    }

    public static String id(EntryRef entry, String rule) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(entry.getLeafHash().bytes());
            sha256.update(rule.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private void hit(String rule, String detail) {
        List<RuleHit> rules = new ArrayList<>(state.getRules());
        int count = 1;
        for (RuleHit before : state.getRules()) {
            if (before.getRule().equals(rule)) {
                count = before.getCount() + 1;
                rules.remove(before);
            }
        }
        rules.add(new RuleHit(rule, count, detail));
        rules.sort(Comparator.comparing(RuleHit::getRule, Rules.byGravity()));
        state.setRules(rules);
    }

    /// Counts an event; that of exposures too.
    public void count(Seen seen) {
        AlertCounts before = state.getCounts();
        boolean stopped = seen.isBlocked();
        state.setCounts(
                new AlertCounts(
                        before.getEvents() + 1,
                        before.getSends() + (seen.isSend() ? 1 : 0),
                        before.getBlocked() + (stopped ? 1 : 0),
                        before.getBytesUp() + seen.bytesUp(),
                        before.getFiles() + (seen.isUpload() ? 1 : 0),
                        before.getOwnPatients(),
                        before.getPatients()));
        state.setAllCovered(before.getEvents() == 0 || state.getAllCovered());
        show(seen);
        String reason = seen.event().getContent().getInspectedReason();
        if (!reason.isEmpty()) {
            unseen(reason);
        }
    }

    /// What an event shows, without counting it.
    private void show(Seen seen) {
        state.setOwnPatients(merged(state.getOwnPatients(), seen.ownPatients()));
        state.setPatients(merged(state.getPatients(), seen.patients()));
        AlertCounts counts = state.getCounts();
        state.setCounts(
                new AlertCounts(
                        counts.getEvents(),
                        counts.getSends(),
                        counts.getBlocked(),
                        counts.getBytesUp(),
                        counts.getFiles(),
                        (long) state.getOwnPatients().size(),
                        (long) state.getPatients().size()));
        state.setPhiOurs(state.getPhiOurs() || seen.phiOurs());
        state.setPhiBySource(state.getPhiBySource() || seen.phiBySource());
        state.setSensitive(state.getSensitive() || seen.isSensitive());
        state.setAllCovered(state.getAllCovered() && seen.isCovered());
    }

    /// Counts an event that no rule found anything in.
    public void gather(Seen seen, String trains, String covered) {
        count(seen);
        cite(List.of(), seen.entry());
        state.setFirstMillis(Math.min(state.getFirstMillis(), seen.timeMillis()));
        state.setLastMillis(Math.max(state.getLastMillis(), seen.timeMillis()));
        state.setTrains(trains);
        state.setCoveredAccount(covered);
    }

    /// Counts a line no longer, since the entry of its body counts.
    public void takeBack(Mark line) {
        String reason = line.getExchange().map(ExchangeMark::getUnseen).orElse("");
        AlertCounts before = state.getCounts();
        boolean upload = line.getActivity().equals("UPLOAD");
        boolean send = upload || line.getActivity().equals("SEND");
        state.setCounts(
                new AlertCounts(
                        before.getEvents() - 1,
                        before.getSends() - (send ? 1 : 0),
                        before.getBlocked(),
                        before.getBytesUp() - line.getBytesUp(),
                        before.getFiles() - (upload ? 1 : 0),
                        before.getOwnPatients(),
                        before.getPatients()));
        state.setNotSeen(
                state.getNotSeen().stream()
                        .map(one ->
                                one.getReason().equals(reason)
                                        ? new Unseen(reason, one.getCount() - 1)
                                        : one)
                        .filter(one -> one.getCount() > 0)
                        .toList());
        List<EntryRef> causes = new ArrayList<>(state.getCauses());
        causes.remove(line.getEntry());
        state.setCauses(causes);
    }

    private void unseen(String reason) {
        List<Unseen> list = new ArrayList<>(state.getNotSeen());
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).getReason().equals(reason)) {
                list.set(i, new Unseen(reason, list.get(i).getCount() + 1));
                state.setNotSeen(list);
                return;
            }
        }
        if (list.size() < MAX_CAUSES) {
            list.add(new Unseen(reason, 1L));
            state.setNotSeen(list);
        }
    }

    private void cite(List<EntryRef> further, EntryRef entry) {
        List<EntryRef> causes = new ArrayList<>(state.getCauses());
        for (EntryRef one : further) {
            if (!causes.contains(one)) {
                causes.add(one);
            }
        }
        causes.add(entry);
        while (causes.size() > MAX_CAUSES) {
            causes.removeFirst();
        }
        state.setCauses(causes);
    }

    private static List<Long> merged(List<Long> before, Set<Long> now) {
        if (now.isEmpty() || before.containsAll(now)) {
            return before;
        }
        Set<Long> all = new java.util.LinkedHashSet<>(before);
        for (Long one : now) {
            if (all.size() < MAX_PATIENTS) {
                all.add(one);
            }
        }
        return List.copyOf(all);
    }

    /// Line by line; a line of no points is left out.
    public List<SeverityPoints> points(SeverityTable table) {
        List<String> codes = new ArrayList<>();
        if (!state.getOwnPatients().isEmpty()) {
            codes.add(SeverityTable.OWN_PATIENT);
        } else if (state.getPhiOurs()) {
            codes.add(SeverityTable.PHI_OURS);
        } else if (state.getPhiBySource()) {
            codes.add(SeverityTable.PHI_BY_SOURCE);
        } else {
            codes.add(SeverityTable.VOLUME_ONLY);
        }
        int patients = state.getPatients().size();
        if (patients >= 100) {
            codes.add(SeverityTable.PATIENTS_FROM_100);
        } else if (patients >= 10) {
            codes.add(SeverityTable.PATIENTS_FROM_10);
        }
        if (state.getSensitive()) {
            codes.add(SeverityTable.SENSITIVE);
        }
        if (Set.of("DEFAULT_ON", "USER_CHOICE").contains(state.getTrains())) {
            codes.add(SeverityTable.RECIPIENT_TRAINS);
        }
        if (state.getCounts().getFiles() > 0) {
            codes.add(SeverityTable.FILE);
        }
        if (state.getEarlier().stream()
                .anyMatch(time -> time > state.getFirstMillis() - REPEATED_MILLIS)) {
            codes.add(SeverityTable.REPEATED);
        }
        if (state.getCounts().getBlocked() > 0
                && state.getCounts().getBlocked() == state.getCounts().getEvents()) {
            codes.add(SeverityTable.BLOCKED);
        }
        if (state.getAllCovered()) {
            codes.add(SeverityTable.COVERED);
        }
        state.getRules().forEach(hit -> codes.add(hit.getRule()));
        return codes.stream()
                .map(code -> new SeverityPoints(code, table.points(code)))
                .filter(line -> line.getPoints() != 0)
                .toList();
    }

    public Severity severity(SeverityTable table) {
        return table.severity(points(table).stream().mapToInt(SeverityPoints::getPoints).sum());
    }

    /// Whether what was just added is to be told of.
    public Optional<Notice> notice(Severity severity) {
        if (!isRaised()) {
            return Optional.empty();
        }
        if (state.getNotices() == 0) {
            return Optional.of(Notice.OPENED);
        }
        return severity.compareTo(state.getNotified()) > 0
                ? Optional.of(Notice.STEPPED_UP)
                : Optional.empty();
    }

    /// Whether it has grown since it was told of a day ago.
    public Optional<Notice> dailyNotice(long nowMillis) {
        return isRaised()
                        && state.getNotices() > 0
                        && state.getGrown()
                        && state.getClosed() == ReviewVerdict.UNRECOGNISED
                        && nowMillis - state.getNoticeMillis() >= TELL_AGAIN_MILLIS
                ? Optional.of(Notice.GROWING)
                : Optional.empty();
    }

    public void told(Severity severity, long nowMillis) {
        state.setNotices(state.getNotices() + 1);
        state.setNotified(severity);
        state.setNoticeMillis(nowMillis);
        state.setGrown(false);
        if (isDisclosure() && state.getDiscoveredMillis() == 0) {
            state.setDiscoveredMillis(nowMillis);
        }
    }

    boolean isDisclosure() {
        return state.getRules().stream()
                .anyMatch(hit -> hit.getRule().equals(DisclosureRules.PHI_DISCLOSED));
    }

    /// Somebody closed it: it is quiet until its severity steps up.
    public void close(ReviewVerdict verdict) {
        state.setClosed(verdict);
    }

    public void overrule(List<String> mutes) {
        Set<String> all = new java.util.TreeSet<>(state.getMutesOverruled());
        all.addAll(mutes);
        state.setMutesOverruled(List.copyOf(all));
    }

    public void late(boolean violation) {
        state.setLate(state.getLate() + 1);
        state.setLateViolations(state.getLateViolations() + (violation ? 1 : 0));
    }

    public void raiseAs(String id) {
        state.setId(id);
    }
}
