package io.countersign.bench.traffic;

import io.countersign.bench.traffic.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/// A day on which nothing happens: people use AI as they always do, and all that looks like a use
/// and is none. Rates are for each person and day; `noise` multiplies what is not somebody's own
/// use.
final class Ordinary {
    private static final double ACTIVE = 0.6;

    /// Earlier days are thinner, but nobody is new who is not.
    private static final double ACTIVE_BEFORE = 0.5;

    private static final double WITH_UPLOAD = 0.08;

    /// Every so many-th person sends megabytes whenever they use AI at all.
    private static final int ONE_IN_HEAVY = 89;

    private static final List<String> WEB_HOSTS =
            List.of(
                    "en.wikipedia.org",
                    "pubmed.ncbi.nlm.nih.gov",
                    "www.cdc.gov",
                    "www.uptodate.com",
                    "www.medscape.com",
                    "outlook.office.com",
                    "teams.microsoft.com",
                    "login.microsoftonline.com",
                    "www.google.com",
                    "fonts.gstatic.com",
                    "update.googleapis.com",
                    "ocsp.digicert.com",
                    "www.weather.gov",
                    "www.nytimes.com",
                    "www.fedex.com",
                    "portal.hospital.example.org",
                    "ehr.hospital.example.org",
                    "supplies.example.org",
                    "news.example.org",
                    "cafeteria.example.org");

    private static final List<String> WEB_PATHS =
            List.of("/", "/index.html", "/news", "/static/app.js", "/api/status", "/img/logo.png");

    private static final Person EHR_BRIDGE =
            program("svc-ehrbridge", "SRV-EHR-1", "198.19.250.11", Feed.ZSCALER);

    private static final Person SCRIBE =
            program("svc-scribe", "SRV-SCRIBE-1", "198.19.250.12", Feed.ZSCALER);

    private static final Person CLINIC_BRIDGE =
            program("svc-clinics", "SRV-CLINICS-1", "198.19.250.13", Feed.CLINIC);

    /// Calls a day of the clinics' program where nobody works, and from how many people on it is
    /// one less.
    private static final int CLINIC_CALLS = 120;

    private static final int PEOPLE_FOR_A_CLINIC_CALL = 16;

    private static final List<AiService> WELL_KNOWN =
            List.of(AiService.CHATGPT, AiService.GEMINI, AiService.PERPLEXITY, AiService.COPILOT);

    private static final String[] WIDGETS = {
        "proxy.kapa.ai /query/v1/projects/7/chat",
        "api.inkeep.com /v1/chat/completions",
        "www.chatbase.co /api/chat/7/interaction"
    };

    private static final List<String> CRAWLERS =
            List.of(
                    "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
                    "Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
                    "Mozilla/5.0 (compatible; PerplexityBot/1.0)");

    private final Hospital hospital;
    private final Cast cast;
    private final Acts acts;
    private final SplittableRandom random;
    private final int noise;
    private final List<Incident> notable = new ArrayList<>();

    Ordinary(Hospital hospital, Cast cast, Acts acts, int noise) {
        this.hospital = hospital;
        this.cast = cast;
        this.acts = acts;
        this.random = acts.random();
        this.noise = noise;
    }

    /// Uses of AI on an earlier day, without the noise around them, and of each person one session
    /// at most.
    void earlierDay(Instant midnight) {
        for (Person person : hospital.people()) {
            use(cast.asCast(person), midnight, false);
        }
        applications(midnight, 4, true);
        newcomers(midnight);
        for (Person person : someNew(0.0003, one -> one.feed() == Feed.ZSCALER)) {
            firstUse(midnight, person, Incident.ORDINARY);
        }
    }

    /// The day itself.
    ///
    /// @param outOfScopeShare how much of all records concerns no AI service
    /// @return first uses that are worth a look
    List<Incident> day(Instant midnight, double outOfScopeShare) {
        int before = acts.timeline().size();
        for (Person person : hospital.people()) {
            if (!cast.isTaken(person)) {
                use(person, midnight, true);
            }
        }
        applications(midnight, 1, false);
        newcomers(midnight);
        for (Person person : someNew(0.0003, one -> one.feed() == Feed.ZSCALER)) {
            Incident incident =
                    new Incident(
                            "N-%02d".formatted(notable.size() + 1),
                            Kind.NOTABLE,
                            person.login(),
                            Instant.EPOCH,
                            person.login() + " uses a well-known service for the first time");
            firstUse(midnight, person, incident);
            notable.add(incident);
        }
        connections(midnight);
        pages(midnight);
        blocks(midnight);
        downloads(midnight);
        handovers(midnight);
        guests(midnight);
        int inScope = acts.timeline().size() - before;
        outOfScope(midnight, (long) (inScope * outOfScopeShare / (1 - outOfScopeShare)));
        return List.copyOf(notable);
    }

    // ---- Habits ----

    private void use(Person person, Instant midnight, boolean theDay) {
        double active = theDay ? ACTIVE : ACTIVE_BEFORE;
        if (person.habit() == Habit.NONE || random.nextDouble() > active) {
            return;
        }
        Account account = Account.ofHabit(person);
        int sessions = theDay ? 1 + random.nextInt(3) : 1;
        for (int i = 0; i < sessions; i++) {
            Instant time = workTime(person, midnight);
            acts.page(person, time, account, Incident.ORDINARY);
            int sends = 1 + random.nextInt(4);
            for (int send = 0; send < sends; send++) {
                acts.send(
                        person,
                        time.plusSeconds(40 + send * 90L + random.nextInt(60)),
                        account,
                        text(account, time),
                        Incident.ORDINARY);
            }
            if (theDay) {
                acts.background(person, time, account, noise * (2 + random.nextInt(6)));
            }
            if (person.number() % ONE_IN_HEAVY == 0) {
                long bytes = 2_000_000L + random.nextInt(4_000_000);
                acts.upload(person, time.plusSeconds(500), account, bytes, Incident.ORDINARY);
            } else if (random.nextDouble() < WITH_UPLOAD) {
                long bytes = 40_000L + random.nextInt(460_000);
                acts.upload(person, time.plusSeconds(480), account, bytes, Incident.ORDINARY);
            }
        }
    }

    /// In the hospital's own accounts people type what they work on.
    private String text(Account account, Instant time) {
        return account.kind() == Account.Kind.SANCTIONED && random.nextInt(10) < 6
                ? Texts.withPatient(random, acts.today(time))
                : Texts.harmless(random);
    }

    private void applications(Instant midnight, int thinner, boolean lettersAreLogged) {
        int size = hospital.people().size();
        List<Person> coders = with(person -> person.role() == Role.CODER);
        List<Person> doctors = with(person -> person.role() == Role.DOCTOR);
        List<Person> researchers = with(person -> person.role() == Role.RESEARCHER);
        for (int i = 0; i < Math.max(40, size / 20) / thinner; i++) {
            acts.gatewayCall(
                    anyTime(midnight),
                    Texts.one(coders, random),
                    Simulation.CODING_KEY,
                    Simulation.MODEL,
                    Texts.withPatient(random, acts.today(midnight)),
                    Incident.ORDINARY);
        }
        // On the day an incident has it that the gateway stops to log this application's texts.
        int letters = Math.max(40, size / 60) / thinner;
        for (int i = 0; i < letters; i++) {
            acts.gatewayCall(
                    lettersAreLogged
                            ? anyTime(midnight)
                            : midnight.plusSeconds(random.nextInt(10 * 3_600)),
                    Texts.one(doctors, random),
                    Simulation.LETTERS_KEY,
                    Simulation.MODEL,
                    Texts.withPatient(random, acts.today(midnight)),
                    Incident.ORDINARY);
        }
        // One that was never logged, on no day.
        for (int i = 0; i < 40 / thinner; i++) {
            acts.gatewayCall(
                    anyTime(midnight),
                    Texts.one(doctors, random),
                    "dictation",
                    Simulation.MODEL,
                    Simulation.REDACTED,
                    Incident.ORDINARY);
        }
        for (int i = 0; i < Math.max(40, size / 30) / thinner; i++) {
            acts.bedrockCall(
                    anyTime(midnight),
                    Texts.one(researchers, random),
                    Texts.harmless(random) + " " + Texts.clinicalOfNobody());
        }
        for (int i = 0; i < Math.max(40, size / 50) / thinner; i++) {
            acts.azureCall(
                    anyTime(midnight),
                    Texts.one(doctors, random),
                    Texts.withPatient(random, acts.today(midnight)));
        }
        for (int i = 0; i < Math.max(60, size / 40) / thinner; i++) {
            boolean bridge = i % 2 == 0;
            serverToServer(anyTime(midnight), bridge ? EHR_BRIDGE : SCRIBE, bridge);
        }
        // In a small hospital too few people sit in the clinics for their silence to be noticed.
        for (int i = size / PEOPLE_FOR_A_CLINIC_CALL; i < CLINIC_CALLS; i++) {
            serverToServer(anyTime(midnight), CLINIC_BRIDGE, true);
        }
    }

    /// Programs that call AI services for the hospital, day and night, by contract.
    private void serverToServer(Instant time, Person program, boolean azure) {
        acts.write(
                new Exchange(
                                program,
                                time,
                                "POST",
                                azure ? "hospital-clinic-res.openai.azure.com" : "dax.nuance.com",
                                azure
                                        ? "/openai/deployments/triage/chat/completions?api-version=2026-01-01"
                                        : "/api/v1/encounters")
                        .bytes(2_000 + random.nextInt(6_000), 1_200)
                        .type("application/json")
                        .agent("Java-http-client/21.0.8")
                        .in(azure ? "Azure OpenAI" : "DAX Copilot", "Post"),
                Incident.ORDINARY);
    }

    private static Person program(String login, String device, String address, Feed feed) {
        return new Person(
                0,
                login,
                Role.ADMINISTRATION,
                "Information Technology",
                device,
                address,
                feed,
                Habit.NONE,
                AiService.CLAUDE,
                "");
    }

    /// People who begin to use what the hospital offers.
    private void newcomers(Instant midnight) {
        for (Person person : someNew(0.002, _ -> true)) {
            Account account = Account.sanctioned(person.service());
            Instant time = workTime(person, midnight);
            acts.page(person, time, account, Incident.ORDINARY);
            acts.send(
                    person, time.plusSeconds(60), account, text(account, time), Incident.ORDINARY);
        }
    }

    private void firstUse(Instant midnight, Person person, Incident incident) {
        Account account = Account.personal(person, Texts.one(WELL_KNOWN, random));
        Instant time = workTime(person, midnight);
        acts.page(person, time, account, Incident.ORDINARY);
        acts.send(person, time.plusSeconds(60), account, Texts.harmless(random), incident);
    }

    // ---- What looks like a use and is none ----

    private void connections(Instant midnight) {
        for (Person person :
                some(0.05, one -> one.feed() == Feed.SQUID || one.feed() == Feed.NETSKOPE)) {
            AiService service = Texts.one(WELL_KNOWN, random);
            acts.write(
                    new Exchange(person, workTime(person, midnight), "GET", service.host(), "/")
                            .challenged()
                            .status(407)
                            .bytes(0, 4_021)
                            .took(3),
                    Incident.NOISE);
        }
        // Browsers connect before anybody clicks.
        for (Person person : someNew(0.01, one -> one.feed() == Feed.SQUID)) {
            AiService service = Texts.one(WELL_KNOWN, random);
            acts.write(
                    new Exchange(person, workTime(person, midnight), "GET", service.host(), "/")
                            .tunnel()
                            .took(10_000 + random.nextInt(50_000))
                            .bytes(600, 5_100),
                    Incident.NOISE);
        }
        // Tunnels that are logged when they close, hours later.
        for (Person person :
                some(0.004, one -> one.feed() == Feed.SQUID && one.habit() != Habit.NONE)) {
            acts.write(
                    new Exchange(
                                    person,
                                    midnight.plusSeconds(random.nextInt(18 * 3_600)),
                                    "GET",
                                    person.service().host(),
                                    "/")
                            .tunnel()
                            .took(3_600_000 + random.nextInt(7_200_000))
                            .bytes(40_000, 900_000),
                    Incident.NOISE);
        }
    }

    private void pages(Instant midnight) {
        for (Person person : someNew(0.02, _ -> true)) {
            AiService service = Texts.one(WELL_KNOWN, random);
            acts.write(
                    new Exchange(
                                    person,
                                    workTime(person, midnight),
                                    "GET",
                                    service.host(),
                                    service.page())
                            .from("https://www.google.com/")
                            .in(service.application(), "Browse"),
                    Incident.NOISE);
        }
        for (Person person : someNew(0.03, _ -> true)) {
            String[] widget = WIDGETS[random.nextInt(WIDGETS.length)].split(" ", -1);
            acts.write(
                    new Exchange(person, workTime(person, midnight), "POST", widget[0], widget[1])
                            .bytes(200 + random.nextInt(900), 1_500)
                            .type("application/json")
                            .from("https://docs.pumps.example.org/manual/infusion"),
                    Incident.NOISE);
        }
        for (Person person : some(0.05, _ -> true)) {
            boolean datadog = random.nextBoolean();
            acts.write(
                    new Exchange(
                                    person,
                                    workTime(person, midnight),
                                    "POST",
                                    datadog
                                            ? "browser-intake-us5-datadoghq.com"
                                            : "o4504.ingest.sentry.io",
                                    datadog ? "/api/v2/rum" : "/api/4504/envelope/")
                            .bytes(2_000 + random.nextInt(120_000), 90)
                            .type("text/plain;charset=UTF-8"),
                    Incident.NOISE);
        }
        for (Person person : some(0.02, _ -> true)) {
            boolean openai = random.nextBoolean();
            acts.write(
                    new Exchange(
                                    person,
                                    workTime(person, midnight),
                                    "GET",
                                    openai ? "platform.openai.com" : "docs.anthropic.com",
                                    openai ? "/docs/guides/text" : "/en/docs/intro")
                            .from("https://www.google.com/"),
                    Incident.NOISE);
        }
        for (int i = 0; i < noiseCount(0.03); i++) {
            Instant time = anyTime(midnight);
            String agent = Texts.one(CRAWLERS, random);
            acts.timeline()
                    .add(
                            time.plusMillis(200),
                            Source.REVERSE_PROXY,
                            Incident.NOISE,
                            number -> Lines.envoy(time, "/departments", agent, number));
        }
    }

    private void blocks(Instant midnight) {
        for (Person person :
                someNew(0.004, one -> one.feed() == Feed.SQUID || one.feed() == Feed.ZSCALER)) {
            acts.write(
                    new Exchange(
                                    person,
                                    workTime(person, midnight),
                                    "GET",
                                    AiService.DEEPSEEK.host(),
                                    "/")
                            .blockedByProxy()
                            .in("DeepSeek", "Browse"),
                    Incident.ORDINARY);
        }
        // A private tab is refused; the person goes on in the hospital's account.
        for (Person person :
                some(
                        0.0006,
                        one ->
                                one.feed() == Feed.ZSCALER
                                        && one.habit() == Habit.SANCTIONED
                                        && one.service() == AiService.CLAUDE)) {
            Instant time = workTime(person, midnight);
            acts.refusedByTenantRestriction(
                    person, time, Account.personal(person, AiService.CLAUDE), Incident.ORDINARY);
            acts.page(person, time.plusSeconds(30), Account.ofHabit(person), Incident.ORDINARY);
            acts.sendWithOrg(
                    person,
                    time.plusSeconds(90),
                    Account.ofHabit(person),
                    Texts.harmless(random),
                    Incident.ORDINARY);
        }
    }

    private void downloads(Instant midnight) {
        for (Person person : some(0.006, one -> one.feed() == Feed.NETSKOPE)) {
            Instant time = workTime(person, midnight);
            for (int file = 0; file < 1 + random.nextInt(4); file++) {
                acts.netskopeDownload(
                        person,
                        time.plusSeconds(file * 40L),
                        "Hospital EHR",
                        "ehr.hospital.example.org",
                        Incident.ORDINARY);
            }
        }
        for (Person person : some(0.03, one -> one.habit() != Habit.PERSONAL)) {
            acts.driveDownload(person, workTime(person, midnight), Incident.ORDINARY);
        }
        // Many downloads, and then an upload where it belongs.
        for (Person person :
                some(
                        0.0012,
                        one ->
                                one.feed() == Feed.NETSKOPE
                                        && one.habit() == Habit.SANCTIONED
                                        && one.service() == AiService.CLAUDE)) {
            Instant time = workTime(person, midnight);
            for (int file = 0; file < 16; file++) {
                acts.driveDownload(person, time.plusSeconds(file * 20L), Incident.ORDINARY);
            }
            acts.page(person, time.plusSeconds(380), Account.ofHabit(person), Incident.ORDINARY);
            acts.upload(
                    person,
                    time.plusSeconds(420),
                    Account.ofHabit(person),
                    800_000,
                    Incident.ORDINARY);
        }
    }

    /// One taps the badge after the other: the first in the hospital's account, the second in their
    /// own, at the same workstation.
    private void handovers(Instant midnight) {
        Map<String, List<Person>> byDevice = new HashMap<>();
        for (Person person : with(one -> one.role().sharesDevices() && !cast.isTaken(one))) {
            byDevice.computeIfAbsent(person.device(), _ -> new ArrayList<>()).add(person);
        }
        List<Person> second = new ArrayList<>();
        for (Person person :
                with(one ->
                        one.role().sharesDevices()
                                && one.habit() == Habit.PERSONAL
                                && !cast.isTaken(one))) {
            if (byDevice.getOrDefault(person.device(), List.of()).stream()
                    .anyMatch(other -> other.habit() == Habit.SANCTIONED)) {
                second.add(person);
            }
        }
        for (int i = 0; i < Math.min(second.size(), noiseCount(0.003)); i++) {
            Person next = second.get(i);
            Person first =
                    byDevice.getOrDefault(next.device(), List.of()).stream()
                            .filter(other -> other.habit() == Habit.SANCTIONED)
                            .findFirst()
                            .orElseThrow();
            Instant time = workTime(next, midnight);
            Account ours = Account.ofHabit(first);
            acts.page(first, time, ours, Incident.ORDINARY);
            acts.send(first, time.plusSeconds(30), ours, text(ours, time), Incident.ORDINARY);
            Account own = Account.ofHabit(next);
            acts.page(next, time.plusSeconds(150), own, Incident.ORDINARY);
            acts.send(next, time.plusSeconds(190), own, Texts.harmless(random), Incident.ORDINARY);
        }
    }

    private void guests(Instant midnight) {
        for (int i = 0; i < noiseCount(0.04); i++) {
            Person phone =
                    new Person(
                            0,
                            "guest",
                            Role.ADMINISTRATION,
                            "Guests",
                            "phone",
                            "198.19.240." + (1 + random.nextInt(250)),
                            Feed.CLINIC,
                            Habit.NONE,
                            AiService.CHATGPT,
                            new java.util.UUID(random.nextLong(), random.nextLong()).toString());
            AiService service = Texts.one(WELL_KNOWN, random);
            Account account =
                    random.nextInt(4) == 0
                            ? Account.signedOut(AiService.CHATGPT)
                            : Account.personal(phone, service);
            acts.guest(acts.sendOf(phone, anyTime(midnight), account, "", false));
        }
    }

    private void outOfScope(Instant midnight, long count) {
        for (Person person : drawn(count, _ -> true)) {
            boolean tunnel = random.nextInt(3) > 0;
            Exchange exchange =
                    new Exchange(
                                    person,
                                    workTime(person, midnight),
                                    "GET",
                                    Texts.one(WEB_HOSTS, random),
                                    Texts.one(WEB_PATHS, random))
                            .took(20 + random.nextInt(3_000))
                            .bytes(random.nextInt(1_500), 500 + random.nextInt(60_000));
            acts.write(
                    tunnel && person.feed() == Feed.SQUID ? exchange.tunnel() : exchange,
                    Incident.ORDINARY);
        }
    }

    // ---- Who and when ----

    private int noiseCount(double perPerson) {
        return (int) Math.max(1, Math.round(hospital.people().size() * perPerson * noise));
    }

    /// As many people as there are of a kind of noise, each drawn when its turn comes. A small
    /// hospital that has nobody of that kind has none of that noise.
    private Iterable<Person> some(double perPerson, Predicate<Person> kind) {
        return drawn(noiseCount(perPerson), kind);
    }

    private Iterable<Person> drawn(long count, Predicate<Person> kind) {
        return () ->
                LongStream.range(0, count)
                        .mapToObj(_ -> drawn(kind))
                        .flatMap(Optional::stream)
                        .iterator();
    }

    /// The same of those who have not used AI so far.
    private Iterable<Person> someNew(double perPerson, Predicate<Person> kind) {
        return some(perPerson, kind.and(person -> person.habit() == Habit.NONE));
    }

    /// Somebody of that kind who has no part in an incident.
    private Optional<Person> drawn(Predicate<Person> kind) {
        List<Person> people = hospital.people();
        int first = random.nextInt(people.size());
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get((first + i) % people.size());
            if (!cast.isTaken(person) && kind.test(person)) {
                return Optional.of(person);
            }
        }
        return Optional.empty();
    }

    private List<Person> with(Predicate<Person> kind) {
        return hospital.people().stream().filter(kind).toList();
    }

    /// Within the person's shift: three shifts at the bedside and at the front desk, office hours
    /// else.
    private Instant workTime(Person person, Instant midnight) {
        int seconds =
                person.role().sharesDevices()
                        ? person.number() % 3 * 8 * 3_600 + random.nextInt(8 * 3_600 - 1_800)
                        : 8 * 3_600 + random.nextInt(9 * 3_600);
        return midnight.plusSeconds(seconds);
    }

    private Instant anyTime(Instant midnight) {
        return midnight.plus(Duration.ofSeconds(random.nextInt(23 * 3_600)));
    }
}
