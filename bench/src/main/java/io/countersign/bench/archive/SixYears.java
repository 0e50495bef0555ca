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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Invented entries of six years, evenly spread, of four chains; the n-th is the same in each run.
/// One in ten is about PHI and names one or two patients by tokens that change with the year.
///
/// Planted: one patient of each year, [#PLANTED_A_YEAR] times, and one person, [#PLANTED_OF_PERSON]
/// times over six years.
final class SixYears {
    static final int YEARS = 6;
    static final int CHAINS = 4;
    static final int PLANTED_A_YEAR = 20;
    static final int PLANTED_OF_PERSON = 600;
    static final String PLANTED_PERSON = "p-planted";

    private static final long START_MILLIS = 1_577_836_800_000L; // 2020-01-01
    private static final long YEAR_MILLIS = 365L * 86_400_000L;
    private static final int PEOPLE = 20_000;
    private static final int SERVICES = 40;
    private static final int PLANTED_PATIENT = -1;
    private static final Hash POLICY = new Hash(new byte[32]);

    private final long entries;

    /// @param entries in all; at least 12,000, so that each planted one finds its place
    SixYears(long entries) {
        if (entries < 12_000) {
            throw new IllegalArgumentException("six years have 12,000 entries or more");
        }
        this.entries = entries;
    }

    long entries() {
        return entries;
    }

    AuditEntry entry(long n) {
        SplittableRandom random = new SplittableRandom(n * 0x9E37_79B9_7F4A_7C15L);
        long time = START_MILLIS + (long) ((double) n / entries * YEARS * YEAR_MILLIS);
        return AuditEntry.newBuilder()
                .setKind(EntryKind.EVENT)
                .setChain("audit.entry.v1/" + n % CHAINS + "@1")
                .setSeq(n / CHAINS)
                .setPrev(hash(n - CHAINS))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(time + 300)
                .setEvent(event(n, time, random))
                .build();
    }

    private EventEntry event(long n, long time, SplittableRandom random) {
        boolean plantedPatient =
                n % (entries / (YEARS * PLANTED_A_YEAR)) == 7
                        && n / (entries / (YEARS * PLANTED_A_YEAR)) < YEARS * PLANTED_A_YEAR;
        boolean plantedPerson =
                n % (entries / PLANTED_OF_PERSON) == 3
                        && n / (entries / PLANTED_OF_PERSON) < PLANTED_OF_PERSON;
        boolean phi = plantedPatient || random.nextInt(10) == 0;
        // Few people send much: the square of an even number leans to the small ones.
        double even = random.nextDouble();
        int person = (int) (even * even * PEOPLE);
        int service = random.nextInt(SERVICES);
        boolean covered = service % 4 == 0;
        List<Subject> subjects = new ArrayList<>();
        if (phi) {
            int year = year(n);
            subjects.add(subject(year, plantedPatient ? PLANTED_PATIENT : patient(random)));
            if (random.nextInt(4) == 0) {
                subjects.add(subject(year, patient(random)));
            }
        }
        EventEntry.Builder event =
                EventEntry.newBuilder()
                        .setInput(new Coordinates("proxy.raw", (int) (n % CHAINS), n / CHAINS * 3))
                        .setSource(new SourceRef("zscaler-" + n % 8, n, "zscaler-web", true))
                        .setTimeMillis(time)
                        .setTimeBasis(TimeBasis.END)
                        .setUser("user" + person + "@hospital.example.org")
                        .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                        .setDevice("WS-" + person)
                        .setSourceIp("192.0.2." + random.nextInt(254))
                        .setHost("chat" + service + ".example.org")
                        .setMethod("POST")
                        .setStatus(200)
                        .setBytesUp((long) random.nextInt(200_000))
                        .setBytesDown((long) random.nextInt(20_000))
                        .setAction(random.nextInt(20) == 0 ? Action.BLOCKED : Action.ALLOWED)
                        .setUserAgentClass(UserAgentClass.BROWSER)
                        .setSession("s-" + Long.toHexString(random.nextLong()))
                        .setPerson(
                                new PersonPart(
                                        PersonResolution.RESOLVED,
                                        plantedPerson ? PLANTED_PERSON : "p-" + person,
                                        "Department " + person % 60,
                                        "nurse"))
                        .setDestination(
                                DestinationPart.newBuilder()
                                        .setVendor("Vendor " + service % 20)
                                        .setProduct("Product " + service)
                                        .setHostRole(HostRole.CHAT)
                                        .setActivity("SEND")
                                        .setAccount(covered ? Account.CORPORATE : Account.PERSONAL)
                                        .setEvidence(List.of())
                                        .setVisibility(Visibility.BODY)
                                        .setService("vendor.service" + service)
                                        .build())
                        .setContent(
                                ContentPart.newBuilder()
                                        .setInspected(Inspected.FULL)
                                        .setBytesInspected(random.nextInt(16_384))
                                        .setPhi(phi)
                                        .setPhiReason(phi ? "IDENTITY_AND_HEALTH" : "")
                                        .setFindings(
                                                phi
                                                        ? List.of(
                                                                finding("MRN"),
                                                                finding("DIAGNOSIS"))
                                                        : List.of())
                                        .setHints(List.of())
                                        .build())
                        .setCoverage(
                                CoveragePart.newBuilder()
                                        .setState(covered ? Coverage.COVERED : Coverage.NOT_COVERED)
                                        .setBaa(covered ? "baa-row-" + service : null)
                                        .setReasons(
                                                List.of(
                                                        "ACCOUNT_"
                                                                + (covered
                                                                        ? "CORPORATE"
                                                                        : "PERSONAL")))
                                        .setDetails(List.of())
                                        .build())
                        .setDisposition(
                                phi && !covered ? Disposition.VIOLATION : Disposition.PERMITTED)
                        .setSeverity(phi && !covered ? Severity.HIGH : Severity.INFORMATIONAL)
                        .setReasons(phi ? List.of("PHI_FOUND") : List.of("NOTHING_FOUND"))
                        .setPolicy(POLICY)
                        .setSubjects(subjects);
        if (random.nextInt(3) == 0) {
            event.setContentFingerprint(token(random.nextLong()));
        }
        return event.build();
    }

    /// The token of the planted patient in a year.
    static ByteBuffer plantedToken(int year) {
        return ByteBuffer.wrap(subject(year, PLANTED_PATIENT).getToken().bytes());
    }

    /// By the place in the row, from 0; whole stretches between planted ones, so that each year has
    /// as many of them.
    private int year(long n) {
        long stretch = entries / (YEARS * PLANTED_A_YEAR);
        return (int) Math.min(YEARS - 1, n / (stretch * PLANTED_A_YEAR));
    }

    /// A tenth as many patients as entries.
    private int patient(SplittableRandom random) {
        return random.nextInt((int) Math.min(Integer.MAX_VALUE, entries / 10));
    }

    private static Subject subject(int year, int patient) {
        return new Subject("MRN", token(((long) year << 40) ^ patient), patient % 2 == 0);
    }

    private static FindingCount finding(String type) {
        return new FindingCount(type, 1, Likelihood.VERY_LIKELY, Origin.OURS, List.of());
    }

    /// As random as a keyed token looks.
    private static Token token(long seed) {
        return new Token(bytes(seed));
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
