package io.countersign.bench.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// The staff, drawn from a seed. Shares of roles, feeds and habits hold for any number of people;
/// that fewer than half use AI at all, and most of those in the hospital's account, is our choice:
/// surveys by vendors say more.
final class Hospital {
    /// With fewer, some kind of person that an incident needs may be missing.
    static final int FEWEST_PEOPLE = 250;

    static final int MOST_PEOPLE = 120_000;

    private static final int PEOPLE_AT_A_SHARED_DEVICE = 4;

    private static final String[] FAMILY = {
        "vale",
        "abara",
        "strand",
        "ionescu",
        "osei",
        "marlowe",
        "okafor",
        "lindqvist",
        "castell",
        "tanabe",
        "whitlock",
        "ferreira",
        "popescu",
        "haddad",
        "nordin",
        "bellamy",
        "quinn",
        "reyes",
        "dubois",
        "novak",
        "silva",
        "meyer",
        "rossi",
        "larsen",
        "kimura",
        "patel",
        "banerjee",
        "cole",
        "archer",
        "weaver",
        "stone",
        "field",
        "rivers",
        "lake",
        "hill",
        "forest",
        "brook",
        "glen"
    };

    private final List<Person> people;

    private Hospital(List<Person> people) {
        this.people = List.copyOf(people);
    }

    static Hospital of(int size, SplittableRandom random) {
        Map<String, Integer> names = new HashMap<>();
        Map<String, Integer> staffOf = new HashMap<>();
        List<Person> people = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Role role = drawn(Role.values(), Role::percent, random);
            String department = Texts.one(role.departments(), random);
            int inDepartment = staffOf.merge(department, 1, Integer::sum) - 1;
            int device =
                    role.sharesDevices() ? inDepartment / PEOPLE_AT_A_SHARED_DEVICE : inDepartment;
            Feed feed =
                    role.sharesDevices()
                            // A workstation stands behind one proxy, whoever sits there.
                            ? feedOf(department, device)
                            : drawn(Feed.values(), Feed::percent, random);
            Habit habit = drawn(Habit.values(), Habit::percent, random);
            people.add(
                    new Person(
                            i,
                            login(names, random),
                            role,
                            department,
                            "WS-" + code(department) + "-" + device,
                            address(i),
                            feed,
                            habit,
                            service(habit, random),
                            new UUID(random.nextLong(), random.nextLong()).toString()));
        }
        return new Hospital(sharedAddresses(people));
    }

    List<Person> people() {
        return people;
    }

    /// Whoever sits at a device has its address.
    private static List<Person> sharedAddresses(List<Person> people) {
        Map<String, String> addressOf = new HashMap<>();
        List<Person> seated = new ArrayList<>(people.size());
        for (Person person : people) {
            String address = addressOf.computeIfAbsent(person.device(), _ -> person.address());
            seated.add(person.at(person.device(), address));
        }
        return seated;
    }

    private static Feed feedOf(String department, int device) {
        return drawn(
                Feed.values(), Feed::percent, new SplittableRandom(department.hashCode() + device));
    }

    private static AiService service(Habit habit, SplittableRandom random) {
        int percent = random.nextInt(100);
        return switch (habit) {
            case NONE, SANCTIONED -> percent < 55 ? AiService.CLAUDE : AiService.M365_COPILOT;
            case PERSONAL -> {
                if (percent < 60) {
                    yield AiService.CHATGPT;
                }
                if (percent < 80) {
                    yield AiService.GEMINI;
                }
                if (percent < 88) {
                    yield AiService.CLAUDE;
                }
                yield percent < 95 ? AiService.PERPLEXITY : AiService.COPILOT;
            }
        };
    }

    private static String login(Map<String, Integer> names, SplittableRandom random) {
        String name =
                (char) ('a' + random.nextInt(26)) + "." + FAMILY[random.nextInt(FAMILY.length)];
        int same = names.merge(name, 1, Integer::sum);
        return same == 1 ? name : name + same;
    }

    private static String code(String department) {
        StringBuilder code = new StringBuilder();
        for (String word : department.split(" ", -1)) {
            code.append(word, 0, Math.min(2, word.length()));
        }
        return code.toString();
    }

    /// 198.18.0.0/15, but for its last blocks.
    private static String address(int number) {
        return "198."
                + (18 + number / 62_500)
                + "."
                + number / 250 % 250
                + "."
                + (1 + number % 250);
    }

    private static <T> T drawn(
            T[] values, java.util.function.ToIntFunction<T> percent, SplittableRandom random) {
        int left = random.nextInt(100);
        for (T value : values) {
            left -= percent.applyAsInt(value);
            if (left < 0) {
                return value;
            }
        }
        throw new IllegalStateException("shares that are less than a hundred");
    }
}
