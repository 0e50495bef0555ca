package io.countersign.bench.traffic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Hands out people for incidents, each once. Who has a part does nothing else with AI that day. In
/// a small hospital, where nobody has the habit that a part asks for, somebody gets it, for the
/// days before as well.
final class Cast {
    private final List<Person> waiting;
    private final Map<Integer, Person> taken = new HashMap<>();

    Cast(Hospital hospital, SplittableRandom random) {
        waiting = new ArrayList<>(hospital.people());
        Collections.shuffle(waiting, new Random(random.nextLong()));
    }

    Person take(Feed feed, Habit habit) {
        return take(_ -> true, feed, habit);
    }

    Person take(Feed feed, Habit habit, AiService service) {
        Predicate<Person> fits = fits(feed, habit).and(person -> person.service() == service);
        return taken(_ -> true, fits, person -> person.with(feed, habit, service));
    }

    /// @param work whom the part asks for, apart from habit and feed
    Person take(Predicate<Person> work, Feed feed, Habit habit) {
        return taken(
                work,
                work.and(fits(feed, habit)),
                person -> person.with(feed, habit, serviceOf(habit)));
    }

    private static AiService serviceOf(Habit habit) {
        return habit == Habit.PERSONAL ? AiService.CHATGPT : AiService.CLAUDE;
    }

    private static Predicate<Person> fits(Feed feed, Habit habit) {
        return person -> person.feed() == feed && person.habit() == habit;
    }

    private Person taken(
            Predicate<Person> work, Predicate<Person> fits, UnaryOperator<Person> otherwise) {
        Person found =
                waiting.stream()
                        .filter(fits)
                        .findFirst()
                        .or(() -> waiting.stream().filter(work).findFirst().map(otherwise))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the hospital is too small for its incidents"));
        waiting.removeIf(person -> person.number() == found.number());
        taken.put(found.number(), found);
        return found;
    }

    boolean isTaken(Person person) {
        return taken.containsKey(person.number());
    }

    /// The person with the habits that the part asked for.
    Person asCast(Person person) {
        return taken.getOrDefault(person.number(), person);
    }
}
