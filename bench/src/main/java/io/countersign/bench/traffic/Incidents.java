package io.countersign.bench.traffic;

import io.countersign.bench.traffic.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The scripts of the incidents: one method each. They were written before the alert rules, and say
/// what people do, not what a rule looks for. Everybody's history before the day is that of their
/// habit; what a script adds to earlier days it says.
final class Incidents {
    private static final Duration FIRST = Duration.ofHours(8);
    private static final int LENGTH_MINUTES = 510;

    private final Cast cast;
    private final Acts acts;
    private final SplittableRandom random;
    private final Instant midnight;
    private final LocalDate day;
    private final List<Incident> planted = new ArrayList<>();

    /// @param midnight at which the day begins
    Incidents(Cast cast, Acts acts, Instant midnight) {
        this.cast = cast;
        this.acts = acts;
        this.random = acts.random();
        this.midnight = midnight;
        this.day = acts.today(midnight);
    }

    /// Plants one incident of each script.
    List<Incident> plant() {
        phiToPersonal();
        phiToPersonalBySession();
        phiInSearch();
        phiToForeignCloud();
        newTherapistOnPro();
        blockThenOther();
        personalAfterSanctioned();
        firstSeenService();
        ehrDownloadThenUpload();
        driveDownloadThenUpload();
        volumeBeyondBaseline();
        anonymousUse();
        scriptWithKey();
        scopeDrift();
        sameTextSanctionedThenShadow();
        manyPatients();
        manyPatientsCovered();
        visibilityDropOfPerson();
        visibilityDropOfKey();
        blockedAttempts();
        serviceSpreads();
        sourceSilence();
        pathDrift();
        return List.copyOf(planted);
    }

    // ---- PHI to an account that nothing covers ----

    private void phiToPersonal() {
        Person person = cast.take(Feed.ZSCALER, Habit.PERSONAL, AiService.CHATGPT);
        Incident incident =
                incident(
                        Kind.PHI_TO_PERSONAL,
                        person,
                        "types two patients into a personal ChatGPT account");
        Account account = Account.ofHabit(person);
        Instant time = someTime();
        acts.page(person, time, account, Incident.ORDINARY);
        acts.send(person, time.plusSeconds(70), account, phi(), incident);
        acts.send(person, time.plusSeconds(420), account, phi(), incident);
    }

    private void phiToPersonalBySession() {
        Person person = cast.take(Feed.ZSCALER, Habit.PERSONAL, AiService.CLAUDE);
        Incident incident =
                incident(
                        Kind.PHI_TO_PERSONAL_BY_SESSION,
                        person,
                        "types a patient into a personal Claude account, in the form that names no organisation");
        Account account = Account.ofHabit(person);
        Instant time = someTime();
        acts.page(person, time, account, incident);
        acts.sendWithoutOrg(person, time.plusSeconds(95), account, phi(), incident);
    }

    private void phiInSearch() {
        Person person = cast.take(Feed.SQUID, Habit.PERSONAL);
        Incident incident =
                incident(Kind.PHI_IN_SEARCH, person, "asks Perplexity about a patient in the URL");
        Patient patient = Texts.patient(random);
        String query =
                (patient.name() + " MRN " + patient.mrn() + " apixaban dose renal failure")
                        .replace(' ', '+');
        acts.write(
                new Exchange(
                                person,
                                someTime(),
                                "GET",
                                AiService.PERPLEXITY.host(),
                                "/search?q=" + query)
                        .in(AiService.PERPLEXITY.application(), "Post"),
                incident);
    }

    private void phiToForeignCloud() {
        Person person = cast.take(one -> !one.role().sharesDevices(), Feed.ZSCALER, Habit.NONE);
        Incident incident =
                incident(
                        Kind.PHI_TO_FOREIGN_CLOUD,
                        person,
                        "sends a patient to an Azure OpenAI resource of somebody else");
        acts.write(
                new Exchange(
                                person,
                                someTime(),
                                "POST",
                                "weekend-project-4.openai.azure.com",
                                "/openai/deployments/gpt/chat/completions?api-version=2026-01-01")
                        .bytes(1_400, 3_000)
                        .type("application/json")
                        .in("Azure OpenAI", "Post")
                        .typed(phi()),
                incident);
    }

    // ---- Accounts, one after the other ----

    private void newTherapistOnPro() {
        Person person = cast.take(one -> one.role() == Role.THERAPIST, Feed.ZSCALER, Habit.NONE);
        Incident incident =
                incident(
                        Kind.NEW_THERAPIST_ON_PRO,
                        person,
                        "uses a personal Claude Pro account on the first day, beside the hospital's Enterprise");
        Account account = Account.personal(person, AiService.CLAUDE);
        Instant time = someTime();
        acts.page(person, time, account, incident);
        acts.sendWithOrg(person, time.plusSeconds(80), account, Texts.clinicalOfNobody(), incident);
    }

    private void blockThenOther() {
        boolean byService = random.nextBoolean();
        Person person = cast.take(byService ? Feed.ZSCALER : Feed.SQUID, Habit.NONE);
        Incident incident =
                incident(
                        Kind.BLOCK_THEN_OTHER,
                        person,
                        byService
                                ? "is refused with a personal Claude account and goes on at ChatGPT"
                                : "is blocked at DeepSeek by the proxy and goes on at Poe");
        Instant time = someTime();
        if (byService) {
            Account refused = Account.personal(person, AiService.CLAUDE);
            acts.refusedByTenantRestriction(person, time, refused, incident);
            acts.refusedByTenantRestriction(person, time.plusSeconds(20), refused, incident);
        } else {
            acts.write(
                    new Exchange(
                                    person,
                                    time,
                                    "POST",
                                    AiService.DEEPSEEK.host(),
                                    AiService.DEEPSEEK.sendPath())
                            .blockedByProxy(),
                    incident);
        }
        Account other = Account.personal(person, byService ? AiService.CHATGPT : AiService.POE);
        acts.page(person, time.plusSeconds(130), other, Incident.ORDINARY);
        acts.send(person, time.plusSeconds(190), other, Texts.clinicalOfNobody(), incident);
        acts.send(person, time.plusSeconds(260), other, Texts.harmless(random), incident);
    }

    private void personalAfterSanctioned() {
        Person person = cast.take(Feed.ZSCALER, Habit.SANCTIONED, AiService.CLAUDE);
        Incident incident =
                incident(
                        Kind.PERSONAL_AFTER_SANCTIONED,
                        person,
                        "works in the hospital's Claude account and goes on in a personal one");
        Account ours = Account.ofHabit(person);
        Account own = Account.personal(person, AiService.CLAUDE);
        Instant time = someTime();
        acts.page(person, time, ours, Incident.ORDINARY);
        acts.sendWithOrg(person, time.plusSeconds(60), ours, phi(), incident);
        acts.page(person, time.plusSeconds(330), own, incident);
        acts.sendWithOrg(person, time.plusSeconds(400), own, Texts.clinicalOfNobody(), incident);
        acts.sendWithOrg(person, time.plusSeconds(520), own, Texts.harmless(random), incident);
    }

    private void firstSeenService() {
        Person person = cast.take(Feed.NETSKOPE, Habit.NONE);
        AiService service =
                Texts.one(List.of(AiService.FELO, AiService.LUMO, AiService.VENICE), random);
        Incident incident =
                incident(
                        Kind.FIRST_SEEN_SERVICE,
                        person,
                        "uses " + service.application() + ", which nobody here has used before");
        Account account = Account.personal(person, service);
        Instant time = someTime();
        acts.page(person, time, account, Incident.ORDINARY);
        for (int i = 0; i < 4; i++) {
            acts.send(
                    person,
                    time.plusSeconds(60 + i * 150L),
                    account,
                    Texts.clinicalOfNobody().repeat(12),
                    incident);
        }
    }

    private void anonymousUse() {
        Person person = cast.take(Feed.ZSCALER, Habit.NONE);
        Incident incident =
                incident(Kind.ANONYMOUS_USE, person, "uses ChatGPT signed out, on a workstation");
        Account account = Account.signedOut(AiService.CHATGPT);
        Instant time = someTime();
        for (int i = 0; i < 3; i++) {
            acts.send(
                    person,
                    time.plusSeconds(i * 140L),
                    account,
                    i == 0 ? Texts.clinicalOfNobody() : Texts.harmless(random),
                    incident);
        }
    }

    private void sameTextSanctionedThenShadow() {
        Person person = cast.take(Feed.ZSCALER, Habit.SANCTIONED, AiService.CLAUDE);
        Incident incident =
                incident(
                        Kind.SAME_TEXT_SANCTIONED_THEN_SHADOW,
                        person,
                        "sends the same patient's text in the hospital's account and then to Gemini");
        String text = phi();
        Instant time = someTime();
        Account ours = Account.ofHabit(person);
        acts.page(person, time, ours, Incident.ORDINARY);
        acts.sendWithOrg(person, time.plusSeconds(50), ours, text, incident);
        acts.send(
                person,
                time.plus(Duration.ofMinutes(25)),
                Account.personal(person, AiService.GEMINI),
                text,
                incident);
    }

    private void blockedAttempts() {
        Person person = cast.take(Feed.ZSCALER, Habit.PERSONAL);
        Incident incident =
                incident(
                        Kind.BLOCKED_ATTEMPTS,
                        person,
                        "tries three times to send what the proxy's DLP stops");
        Account account = Account.ofHabit(person);
        Instant time = someTime();
        for (int i = 0; i < 3; i++) {
            acts.write(
                    acts.sendOf(person, time.plusSeconds(i * 75L), account, "", false).dlp(true),
                    incident);
        }
    }

    // ---- How much ----

    private void ehrDownloadThenUpload() {
        Person person = cast.take(Feed.NETSKOPE, Habit.PERSONAL, AiService.CHATGPT);
        Incident incident =
                incident(
                        Kind.EHR_DOWNLOAD_THEN_UPLOAD,
                        person,
                        "takes eighteen reports from the EHR and uploads a file to ChatGPT");
        Instant time = someTime();
        for (int i = 0; i < 18; i++) {
            acts.netskopeDownload(
                    person,
                    time.plusSeconds(i * 35L),
                    "Hospital EHR",
                    "ehr.hospital.example.org",
                    incident);
        }
        Account account = Account.ofHabit(person);
        acts.upload(person, time.plusSeconds(1_500), account, 2_400_000, incident);
        acts.send(person, time.plusSeconds(1_560), account, Texts.harmless(random), incident);
    }

    private void driveDownloadThenUpload() {
        Person person = cast.take(Feed.ZSCALER, Habit.PERSONAL, AiService.GEMINI);
        Incident incident =
                incident(
                        Kind.DRIVE_DOWNLOAD_THEN_UPLOAD,
                        person,
                        "takes twenty files from OneDrive and uploads one to a personal Claude account");
        Instant time = someTime();
        for (int i = 0; i < 20; i++) {
            acts.driveDownload(person, time.plusSeconds(i * 20L), incident);
        }
        Account account = Account.personal(person, AiService.CLAUDE);
        acts.page(person, time.plusSeconds(2_100), account, incident);
        acts.upload(person, time.plusSeconds(2_200), account, 1_100_000, incident);
    }

    private void volumeBeyondBaseline() {
        Person person = cast.take(Feed.NETSKOPE, Habit.PERSONAL, AiService.CHATGPT);
        Incident incident =
                incident(
                        Kind.VOLUME_BEYOND_BASELINE,
                        person,
                        "uploads forty megabytes to ChatGPT in two hours, after weeks of short prompts");
        Account account = Account.ofHabit(person);
        Instant time = someTime();
        for (int i = 0; i < 14; i++) {
            acts.upload(
                    person,
                    time.plusSeconds(i * 480L),
                    account,
                    2_500_000 + random.nextInt(900_000),
                    incident);
        }
    }

    private void manyPatients() {
        Person person = cast.take(Feed.ZSCALER, Habit.PERSONAL, AiService.GEMINI);
        Incident incident =
                incident(
                        Kind.MANY_PATIENTS,
                        person,
                        "sends a worklist of 24 patients to a personal Gemini account");
        acts.send(
                person,
                someTime(),
                Account.ofHabit(person),
                Texts.withPatients(random, 24, day),
                incident);
    }

    private void manyPatientsCovered() {
        Person person = cast.take(Feed.ZSCALER, Habit.SANCTIONED, AiService.CLAUDE);
        Incident incident =
                incident(
                        Kind.MANY_PATIENTS_COVERED,
                        person,
                        "sends a list of 60 patients to the hospital's own Claude account");
        Instant time = someTime();
        acts.page(person, time, Account.ofHabit(person), Incident.ORDINARY);
        acts.sendWithOrg(
                person,
                time.plusSeconds(40),
                Account.ofHabit(person),
                Texts.withPatients(random, 60, day),
                incident);
    }

    // ---- Programs and keys ----

    private void scriptWithKey() {
        Person person = cast.take(one -> !one.role().sharesDevices(), Feed.ZSCALER, Habit.NONE);
        Incident incident =
                incident(
                        Kind.SCRIPT_WITH_KEY,
                        person,
                        "runs a Python script with an API key of OpenAI on a workstation");
        Instant time = someTime();
        for (int i = 0; i < 40; i++) {
            acts.write(
                    new Exchange(
                                    person,
                                    time.plusSeconds(i * 30L + random.nextInt(12)),
                                    "POST",
                                    "api.openai.com",
                                    "/v1/chat/completions")
                            .bytes(2_000 + random.nextInt(4_000), 1_500)
                            .type("application/json")
                            .agent("python-requests/2.32.5")
                            .in("OpenAI API", "Post")
                            .typed(Texts.harmless(random)),
                    incident);
        }
    }

    private void scopeDrift() {
        boolean model = random.nextBoolean();
        Person person = cast.take(one -> one.role() == Role.CODER, Feed.ZSCALER, Habit.NONE);
        Incident incident =
                incident(
                        Kind.SCOPE_DRIFT,
                        person,
                        model
                                ? "calls a model in the hospital's organisation that its BAA leaves out"
                                : "sends batches in the hospital's organisation, which its BAA leaves out");
        Instant time = someTime();
        for (int i = 0; i < 4; i++) {
            acts.gatewayCall(
                    time.plusSeconds(i * 90L),
                    person,
                    Simulation.CODING_KEY,
                    model ? "claude-mythos-5" : Simulation.MODEL,
                    "https://api.anthropic.com/v1/messages" + (model ? "" : "/batches"),
                    phi(),
                    incident);
        }
    }

    private void visibilityDropOfKey() {
        Incident incident =
                incident(
                        Kind.VISIBILITY_DROP_OF_KEY,
                        Simulation.LETTERS_KEY,
                        "the gateway no longer logs what the letters application sends");
        Person clerk = cast.take(one -> one.role() == Role.DOCTOR, Feed.ZSCALER, Habit.NONE);
        Instant time = midnight.plus(Duration.ofHours(10));
        for (int i = 0; i < 60; i++) {
            acts.gatewayCall(
                    time.plusSeconds(i * 240L + random.nextInt(120)),
                    clerk,
                    Simulation.LETTERS_KEY,
                    Simulation.MODEL,
                    Simulation.REDACTED,
                    incident);
        }
    }

    // ---- What is no longer seen ----

    private void visibilityDropOfPerson() {
        Person person = cast.take(Feed.ZSCALER, Habit.PERSONAL, AiService.CHATGPT);
        Incident incident =
                incident(
                        Kind.VISIBILITY_DROP_OF_PERSON,
                        person,
                        "is no longer decrypted at ChatGPT, where every prompt was seen before");
        Account account = Account.ofHabit(person);
        Instant time = someTime();
        // A daily user: beside the thin history of everybody, one visit each day.
        for (int day = 1; day < Simulation.DAYS_BEFORE; day++) {
            Instant then = time.minus(Duration.ofDays(day));
            acts.page(person, then, account, Incident.ORDINARY);
            acts.send(
                    person,
                    then.plusSeconds(60),
                    account,
                    Texts.harmless(random),
                    Incident.ORDINARY);
        }
        for (int i = 0; i < 12; i++) {
            acts.write(
                    acts.sendOf(person, time.plusSeconds(i * 400L), account, "", false).tunnel(),
                    incident);
        }
    }

    private void sourceSilence() {
        Instant from = midnight.plus(Duration.ofMinutes(13 * 60 + random.nextInt(60)));
        incident(
                Kind.SOURCE_SILENCE,
                Source.UMBRELLA_CLINICS.id(),
                from,
                "the clinics' proxy log stops in the early afternoon");
        acts.timeline().silence(Source.UMBRELLA_CLINICS, from, midnight.plus(Duration.ofDays(1)));
    }

    // ---- Services ----

    /// Twelve people within six days; nine of them on earlier days.
    private void serviceSpreads() {
        Incident incident =
                incident(
                        Kind.SERVICE_SPREADS,
                        AiService.MAMMOUTH.application(),
                        "twelve people have begun to use Mammouth within a week");
        for (int i = 0; i < 12; i++) {
            Person person = cast.take(i % 3 == 0 ? Feed.NETSKOPE : Feed.ZSCALER, Habit.NONE);
            Instant time = someTime().minus(Duration.ofDays(i < 9 ? 1 + i % 5 : 0));
            Account account = Account.personal(person, AiService.MAMMOUTH);
            acts.page(person, time, account, incident);
            acts.send(person, time.plusSeconds(45), account, Texts.harmless(random), incident);
        }
    }

    private void pathDrift() {
        Incident incident =
                incident(
                        Kind.PATH_DRIFT,
                        AiService.CLAUDE.application(),
                        "claude.ai has begun to send prompts by a path that nobody knows");
        Instant time = someTime();
        for (int i = 0; i < 9; i++) {
            Person person = cast.take(Feed.NETSKOPE, Habit.SANCTIONED);
            acts.write(
                    new Exchange(
                                    person,
                                    time.plusSeconds(i * 55L),
                                    "POST",
                                    AiService.CLAUDE.host(),
                                    "/turns/v3/" + acts.uuid() + "/submit")
                            .bytes(36_000 + random.nextInt(30_000), 9_000)
                            .type("application/octet-stream")
                            .from("https://claude.ai/new")
                            .in("Claude", ""),
                    incident);
        }
    }

    // ---- Small things ----

    private Incident incident(Kind kind, Person person, String what) {
        return incident(kind, person.login(), person.login() + " " + what);
    }

    private Incident incident(Kind kind, String subject, String what) {
        return incident(kind, subject, Instant.EPOCH, what);
    }

    private Incident incident(Kind kind, String subject, Instant from, String what) {
        Incident incident =
                new Incident("I-%02d".formatted(planted.size() + 1), kind, subject, from, what);
        planted.add(incident);
        return incident;
    }

    private String phi() {
        return Texts.withPatient(random, day);
    }

    /// Between 8:00 and 16:30.
    private Instant someTime() {
        return midnight.plus(FIRST).plusSeconds(random.nextInt(LENGTH_MINUTES * 60));
    }
}
