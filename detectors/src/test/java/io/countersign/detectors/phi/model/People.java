package io.countersign.detectors.phi.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Makes up names: American ones by how often they occur (flattened, so that rare ones come up
/// too), those of other countries from a list, and a few that exist nowhere.
final class People {
    /// Names of a culture.
    record Culture(String key, List<String> countries, List<String> given, List<String> family) {}

    private static final String VOWELS = "aeiouaeioayouei";
    private static final String CONSONANTS = "bcdfghjklmnprstvwzkrlnmst";

    private final Sampler first = new Sampler();
    private final Sampler last = new Sampler();
    private final List<Culture> cultures = new ArrayList<>();
    private final SplittableRandom random;

    People(Path train, SplittableRandom random) {
        this.random = random;
        for (String[] row : Lists.rows(train.resolve("names/first_names.tsv.gz"))) {
            double count = Lists.number(row, 1) + Lists.number(row, 2);
            if (count >= 60) {
                first.add(row[0], Math.sqrt(count));
            }
        }
        for (String[] row : Lists.rows(train.resolve("names/surnames.tsv.gz"))) {
            double count = Math.max(Lists.number(row, 1), Lists.number(row, 2) * 25_000);
            last.add(written(row[0]), Math.sqrt(Math.max(count, 60)));
        }
        for (String line : Lists.resource("cultures.txt")) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(";", -1);
            cultures.add(
                    new Culture(
                            parts[0].strip(),
                            List.of(parts[1].strip().split(" ", -1)),
                            words(parts[3]),
                            words(parts[4])));
        }
    }

    private static List<String> words(String part) {
        List<String> words = new ArrayList<>();
        for (String word : part.strip().split(" ", -1)) {
            words.add(word.replace("\\_", " "));
        }
        return words;
    }

    private static String written(String upper) {
        String name = Lists.titleCase(upper);
        if (name.startsWith("Mc") && name.length() > 4) {
            return "Mc" + Character.toUpperCase(name.charAt(2)) + name.substring(3);
        }
        return name;
    }

    List<Culture> cultures() {
        return cultures;
    }

    Culture culture() {
        return cultures.get(random.nextInt(cultures.size()));
    }

    private boolean american() {
        return random.nextInt(100) < 50;
    }

    String first() {
        return american() ? american(first) : first(culture());
    }

    String last() {
        if (american()) {
            String name = american(last);
            int way = random.nextInt(40);
            return way == 0 ? "O'" + name : way == 1 ? name + "-" + american(last) : name;
        }
        return last(culture());
    }

    private String american(Sampler from) {
        return random.nextInt(9) == 0 ? invented() : from.draw(random);
    }

    private String first(Culture culture) {
        return culture.given().get(random.nextInt(culture.given().size()));
    }

    private String last(Culture culture) {
        String name = culture.family().get(random.nextInt(culture.family().size()));
        return random.nextInt(20) == 0
                ? name
                        + (random.nextBoolean() ? "-" : " ")
                        + culture.family().get(random.nextInt(culture.family().size()))
                : name;
    }

    /// A name that is in no list.
    String invented() {
        StringBuilder out = new StringBuilder();
        int syllables = 2 + random.nextInt(3);
        for (int i = 0; i < syllables; i++) {
            if (i > 0 || random.nextInt(4) > 0) {
                out.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
            }
            out.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
            if (random.nextInt(3) == 0) {
                out.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
            }
        }
        return Character.toUpperCase(out.charAt(0)) + out.substring(1);
    }

    private String initial() {
        return String.valueOf((char) ('A' + random.nextInt(26)));
    }

    /// A whole name in one of the ways of writing it.
    String full() {
        Culture culture = american() ? null : culture();
        String given = culture == null ? american(first) : first(culture);
        String family = culture == null ? last() : last(culture);
        if (culture != null && random.nextInt(12) == 0) {
            given = american(first);
        }
        return switch (random.nextInt(40)) {
            case 0, 1 -> given + " " + initial() + ". " + family;
            case 2 -> initial() + ". " + family;
            case 3 -> initial() + "." + initial() + ". " + family;
            case 4 ->
                    given
                            + " "
                            + (culture == null ? american(first) : first(culture))
                            + " "
                            + family;
            case 5 -> given + " " + initial() + " " + family;
            case 6 -> given + " " + family + (random.nextBoolean() ? " Jr." : " III");
            case 7 -> family.toUpperCase(Locale.ROOT) + " " + given;
            case 8 ->
                    culture != null && "cn jp kr hu vn".contains(culture.key())
                            ? family + " " + given
                            : given + " " + family;
            case 9 -> (given + " " + family).toUpperCase(Locale.ROOT);
            case 10 ->
                    given
                            + "-"
                            + (culture == null ? american(first) : first(culture))
                            + " "
                            + family;
            case 11 -> given;
            default -> given + " " + family;
        };
    }

    /// "First L."
    String shortened() {
        return switch (random.nextInt(6)) {
            case 0 -> first() + " " + initial();
            case 1 -> initial() + ". " + last();
            default -> first() + " " + initial() + ".";
        };
    }

    /// "Last, First" with a middle initial now and then.
    String inverted() {
        return last() + ", " + first() + (random.nextInt(3) == 0 ? " " + initial() : "");
    }

    String upper() {
        String name = random.nextBoolean() ? first() + " " + last() : last() + ", " + first();
        return name.toUpperCase(Locale.ROOT);
    }
}
