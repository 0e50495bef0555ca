package io.countersign.bench.archive;

import io.countersign.schemas.Account;
import io.countersign.schemas.Action;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Origin;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Subject;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.UserAgentClass;
import io.countersign.schemas.Visibility;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Invented entries of six years, evenly spread, of four chains; the n-th is the same in each run.
/// One in ten is about PHI and names one or two patients by tokens that change with the year.
///
/// Planted: one patient of each year, [#PLANTED_A_YEAR] times; one person, [#PLANTED_OF_PERSON]
/// times over six years; and the cases of [PlantedCase].
final class SixYears {
    static final int MIN_ENTRIES = 20_000;
    static final String FILE = "six-years.properties";
    static final int YEARS = 6;
    static final int FIRST_YEAR = 2020;
    static final int CHAINS = 4;
    static final int PLANTED_A_YEAR = 20;
    static final int PLANTED_OF_PERSON = 600;
    static final String PLANTED_PERSON = "p-planted";

    private static final int PEOPLE = 20_000;
    static final int SERVICES = 40;
    private static final int PLANTED_PATIENT = -1;
    private static final Hash POLICY = new Hash(new byte[32]);
    private static final List<FindingCount> FINDINGS =
            List.of(finding("MRN"), finding("DIAGNOSIS"));

    private static final int EIGHTHS = 8;

    private final long entries;
    private final long seed;
    private final List<DestinationPart> destinations = new ArrayList<>();
    private final List<CoveragePart> coverages = new ArrayList<>();
    private final Map<Long, Sending> ofCases = new HashMap<>();

    /// @param entries in all; at least [#MIN_ENTRIES], so that each planted one finds its place
    SixYears(long entries, long seed) {
        if (entries < MIN_ENTRIES) {
            throw new IllegalArgumentException("six years have 20,000 entries or more");
        }
        this.entries = entries;
        this.seed = seed;
        for (int service = 0; service < SERVICES; service++) {
            destinations.add(destination(service));
            coverages.add(coverage(service));
        }
        PlantedCase.ALL.forEach(this::place);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SixYears years && years.entries == entries && years.seed == seed;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(entries ^ seed);
    }

    @Override
    public String toString() {
        return entries + " entries by seed " + seed;
    }

    /// The six years that an archive was made of.
    static SixYears of(Path archive) throws IOException {
        Properties stated = new Properties();
        try (Reader reader = Files.newBufferedReader(archive.resolve(FILE))) {
            stated.load(reader);
        }
        return new SixYears(
                Long.parseLong(stated.getProperty("entries")),
                Long.parseLong(stated.getProperty("seed")));
    }

    /// Writes beside an archive what it is made of.
    void writeTo(Path archive) throws IOException {
        Files.createDirectories(archive);
        Files.writeString(archive.resolve(FILE), "entries=" + entries + "\nseed=" + seed + "\n");
    }

    long entries() {
        return entries;
    }

    /// When the n-th happened; never before the one before it.
    Instant time(long n) {
        return Instant.ofEpochMilli(millis(n));
    }

    private long millis(long n) {
        int year = year(n);
        long first = year * aYear();
        long count = year == YEARS - 1 ? entries - first : aYear();
        long start = begins(year);
        return start + (long) ((double) (n - first) / count * (begins(year + 1) - start));
    }

    private static long begins(int year) {
        return LocalDate.of(FIRST_YEAR + year, 1, 1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
    }

    /// Entries of each year but the last, which has the rest too.
    private long aYear() {
        return entries / (YEARS * PLANTED_A_YEAR) * PLANTED_A_YEAR;
    }

    /// How many happened before a time.
    long before(Instant time) {
        long low = 0;
        long high = entries;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (time(middle).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    AuditEntry entry(long n) {
        SplittableRandom random = new SplittableRandom((n ^ seed) * 0x9E37_79B9_7F4A_7C15L);
        long time = millis(n);
        Sending planted = ofCases.get(n);
        return AuditEntry.newBuilder()
                .setKind(EntryKind.EVENT)
                .setChain("audit.entry.v1/" + n % CHAINS + "@1")
                .setSeq(n / CHAINS)
                .setPrev(hash(n - CHAINS))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(time + 300)
                .setEvent(event(n, time, random, planted == null ? sending(n, random) : planted))
                .build();
    }

    /// Gives the events of the cases their places, evenly over two eighths of a year.
    private void place(PlantedCase planted) {
        long stride = entries / (YEARS * EIGHTHS / 2) / planted.events();
        long next = planted.eighth() * (entries / (YEARS * EIGHTHS));
        for (int i = 0; i < planted.events(); i++) {
            long place = next;
            while (plantedPatient(place) || plantedPerson(place)) {
                place++;
            }
            PlantedCase.Act act = planted.act(i);
            List<Subject> subjects = new ArrayList<>();
            for (int individual : act.individuals()) {
                subjects.add(subjectOf(planted, individual));
            }
            ofCases.put(
                    place,
                    new Sending(
                            planted.person(),
                            act.covered() ? 0 : 1,
                            act.blocked() ? Action.BLOCKED : Action.ALLOWED,
                            subjects));
            next = Math.max(next + stride, place + 1);
        }
    }

    private boolean plantedPatient(long n) {
        long stretch = entries / (YEARS * PLANTED_A_YEAR);
        return n % stretch == 7 && n / stretch < YEARS * PLANTED_A_YEAR;
    }

    private boolean plantedPerson(long n) {
        long stretch = entries / PLANTED_OF_PERSON;
        return n % stretch == 3 && n / stretch < PLANTED_OF_PERSON;
    }

    private Subject subjectOf(PlantedCase planted, int individual) {
        long patient = (planted.name().hashCode() * 1_000_003L + individual) ^ Long.MIN_VALUE;
        return new Subject("MRN", token(patient), true);
    }

    /// The token of an individual of a case.
    byte[] token(PlantedCase planted, int individual) {
        return subjectOf(planted, individual).getToken().bytes();
    }

    /// Who sends what where.
    private record Sending(String person, int service, Action action, List<Subject> subjects) {}

    private Sending sending(long n, SplittableRandom random) {
        boolean plantedPatient = plantedPatient(n);
        boolean phi = plantedPatient || random.nextInt(10) == 0;
        // Few people send much: the square of an even number leans to the small ones.
        double even = random.nextDouble();
        int person = (int) (even * even * PEOPLE);
        List<Subject> subjects = new ArrayList<>();
        if (phi) {
            int year = year(n);
            subjects.add(subject(year, plantedPatient ? PLANTED_PATIENT : patient(random)));
            if (random.nextInt(4) == 0) {
                subjects.add(subject(year, patient(random)));
            }
        }
        return new Sending(
                plantedPerson(n) ? PLANTED_PERSON : "p-" + person,
                random.nextInt(SERVICES),
                random.nextInt(20) == 0 ? Action.BLOCKED : Action.ALLOWED,
                subjects);
    }

    private EventEntry event(long n, long time, SplittableRandom random, Sending sending) {
        boolean phi = !sending.subjects().isEmpty();
        int service = sending.service();
        String person = sending.person();
        boolean violation = phi && !covered(service);
        EventEntry.Builder event =
                EventEntry.newBuilder()
                        .setInput(new Coordinates("proxy.raw", (int) (n % CHAINS), n / CHAINS * 3))
                        .setSource(new SourceRef("zscaler-" + n % 8, n, "zscaler-web", true))
                        .setTimeMillis(time)
                        .setTimeBasis(TimeBasis.END)
                        .setUser(person + "@hospital.example.org")
                        .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                        .setDevice("WS-" + person)
                        .setSourceIp("192.0.2." + random.nextInt(254))
                        .setHost("chat" + service + ".example.org")
                        .setMethod("POST")
                        .setStatus(200)
                        .setBytesUp((long) random.nextInt(200_000))
                        .setBytesDown((long) random.nextInt(20_000))
                        .setAction(sending.action())
                        .setUserAgentClass(UserAgentClass.BROWSER)
                        .setSession("s-" + Long.toHexString(random.nextLong()))
                        .setPerson(
                                new PersonPart(
                                        PersonResolution.RESOLVED,
                                        person,
                                        "Department " + Math.floorMod(person.hashCode(), 60),
                                        "nurse"))
                        .setDestination(destinations.get(service))
                        .setContent(
                                ContentPart.newBuilder()
                                        .setInspected(Inspected.FULL)
                                        .setBytesInspected(random.nextInt(16_384))
                                        .setPhi(phi)
                                        .setPhiReason(phi ? "IDENTITY_AND_HEALTH" : "")
                                        .setFindings(phi ? FINDINGS : List.of())
                                        .setHints(List.of())
                                        .build())
                        .setCoverage(coverages.get(service))
                        .setDisposition(violation ? Disposition.VIOLATION : Disposition.PERMITTED)
                        .setSeverity(violation ? Severity.HIGH : Severity.INFORMATIONAL)
                        .setReasons(phi ? List.of("PHI_FOUND") : List.of("NOTHING_FOUND"))
                        .setPolicy(POLICY)
                        .setSubjects(sending.subjects());
        if (random.nextInt(3) == 0) {
            event.setContentFingerprint(token(random.nextLong()));
        }
        return event.build();
    }

    /// One service in four has an agreement.
    private static boolean covered(int service) {
        return service % 4 == 0;
    }

    private static DestinationPart destination(int service) {
        return DestinationPart.newBuilder()
                .setVendor("Vendor " + service % 20)
                .setProduct("Product " + service)
                .setHostRole(HostRole.CHAT)
                .setActivity("SEND")
                .setAccount(covered(service) ? Account.CORPORATE : Account.PERSONAL)
                .setEvidence(List.of())
                .setVisibility(Visibility.BODY)
                .setService("vendor.service" + service)
                .build();
    }

    private static CoveragePart coverage(int service) {
        boolean covered = covered(service);
        return CoveragePart.newBuilder()
                .setState(covered ? Coverage.COVERED : Coverage.NOT_COVERED)
                .setBaa(covered ? "baa-row-" + service : null)
                .setReasons(List.of("ACCOUNT_" + (covered ? "CORPORATE" : "PERSONAL")))
                .setDetails(List.of())
                .build();
    }

    /// The token of the planted patient in a year.
    byte[] plantedToken(int year) {
        return subject(year, PLANTED_PATIENT).getToken().bytes();
    }

    /// From 0.
    private int year(long n) {
        return (int) Math.min(YEARS - 1, n / aYear());
    }

    /// A tenth as many patients as entries.
    private int patient(SplittableRandom random) {
        return random.nextInt((int) Math.min(Integer.MAX_VALUE, entries / 10));
    }

    private Subject subject(int year, int patient) {
        return new Subject("MRN", token(((long) year << 40) ^ patient), patient % 2 == 0);
    }

    private static FindingCount finding(String type) {
        return new FindingCount(type, 1, Likelihood.VERY_LIKELY, Origin.OURS, List.of());
    }

    /// As random as a keyed token looks.
    private Token token(long of) {
        return new Token(bytes(of ^ seed));
    }

    private static Hash hash(long seed) {
        return new Hash(bytes(~seed));
    }

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[32];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
