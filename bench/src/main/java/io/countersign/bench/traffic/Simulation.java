package io.countersign.bench.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// One day of an invented hospital, and the fourteen days before it in thinner form: only what
/// people do with AI, so that there is a baseline. The same settings give the same bytes.
///
/// Single use: [#give] writes the records down as it gives them out.
public final class Simulation {
    /// How many days of history come before the day.
    public static final int DAYS_BEFORE = 14;

    /// What the gateway writes in place of a text that it does not log.
    static final String REDACTED = "redacted-by-litellm";

    static final String CODING_KEY = "coding";
    static final String LETTERS_KEY = "letters";
    static final String MODEL = "claude-sonnet-4-5";

    /// @param people 250 to 120,000
    /// @param noise 1 ordinary, 2 double
    /// @param begin of the day itself, its midnight; its history lies before it
    /// @param outOfScopeShare how much of the day's records concerns no AI service, 0 to 0.99
    /// @param history false leaves the days before out
    public record Settings(
            int people,
            long seed,
            int noise,
            Instant begin,
            double outOfScopeShare,
            boolean history) {
        public Settings {
            checkPeople(people);
            if (noise < 1 || noise > 2) {
                throw new IllegalArgumentException("noise is 1 or 2, not " + noise);
            }
            if (!(outOfScopeShare >= 0 && outOfScopeShare <= 0.99)) {
                throw new IllegalArgumentException("a share of 0 to 0.99, not " + outOfScopeShare);
            }
        }
    }

    private final Instant midnight;
    private final Timeline timeline;
    private final List<Incident> incidents;

    private Simulation(Instant midnight, Timeline timeline, List<Incident> incidents) {
        this.midnight = midnight;
        this.timeline = timeline;
        this.incidents = List.copyOf(incidents);
    }

    public static Simulation of(Settings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        Instant midnight = settings.begin();
        Timeline timeline = new Timeline();
        Hospital hospital = Hospital.of(settings.people(), random.split());
        Cast cast = new Cast(hospital, random.split());
        List<Incident> incidents =
                new ArrayList<>(
                        new Incidents(cast, new Acts(timeline, random.split()), midnight).plant());
        SplittableRandom before = random.split();
        if (settings.history()) {
            Ordinary earlier =
                    new Ordinary(hospital, cast, new Acts(timeline, before), settings.noise());
            for (int day = DAYS_BEFORE; day > 0; day--) {
                earlier.earlierDay(midnight.minus(Duration.ofDays(day)));
            }
        }
        Acts acts = new Acts(timeline, random.split());
        incidents.addAll(
                new Ordinary(hospital, cast, acts, settings.noise())
                        .day(midnight, settings.outOfScopeShare()));
        timeline.forwardSomeTwice(random.split());
        return new Simulation(midnight, timeline, incidents);
    }

    /// @throws IllegalArgumentException where so few or many people are no hospital
    public static void checkPeople(int count) {
        if (count < Hospital.FEWEST_PEOPLE || count > Hospital.MOST_PEOPLE) {
            throw new IllegalArgumentException(
                    "a simulated hospital has "
                            + Hospital.FEWEST_PEOPLE
                            + " to "
                            + Hospital.MOST_PEOPLE
                            + " people, not "
                            + count
                            + ": with fewer its incidents and its noise find nobody");
        }
    }

    /// When the day begins; what arrives earlier is history.
    public Instant midnight() {
        return midnight;
    }

    /// What was planted, and first uses that are worth a look; not the records of each.
    public List<Incident> incidents() {
        return incidents;
    }

    /// Gives out all records in the order of arrival. To be called once.
    public void give(Consumer<SimulatedRecord> each) {
        timeline.give(each);
    }
}
