package io.countersign.detectors.phi.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Compiles the public word lists into the two resources of the detector. Run it when a list has a
/// new release: `LexiconBuilder <folder with names/, health/, places/> <resource folder>`. The
/// sources are named in THIRD-PARTY-NOTICES.
final class LexiconBuilder {
    private static final int COMMON_FIRST = 30_000;
    private static final int KNOWN_FIRST = 2_000;
    private static final int RARE_FIRST = 150;
    private static final int COMMON_SURNAME = 100_000;
    private static final double KNOWN_SURNAME_PERCENT = 0.001;
    private static final int BIG_PLACE = 50_000;
    private static final int BIG_WORLD_CITY = 400_000;
    private static final int SMALL_PLACE = 2_000;
    private static final int MAX_WORDS = Lexicon.MAX_PHRASE_WORDS;

    private final TreeMap<String, Map<Character, Integer>> words = new TreeMap<>();

    public static void main(String[] args) throws IOException {
        Path in = Path.of(args[0]);
        Path out = Path.of(args[1]);
        LexiconBuilder builder = new LexiconBuilder();
        builder.names(in.resolve("names"));
        builder.health(in.resolve("health"));
        builder.places(in.resolve("places"));
        builder.facilities(in.resolve("health/facilities.tsv.gz"));
        builder.write(out.resolve("engine/lexicon.tsv.gz"));
        codes(in.resolve("health/icd10cm.tsv.gz"), out.resolve("types/icd10cm.txt.gz"));
    }

    private void names(Path folder) {
        for (String[] row : rows(folder.resolve("first_names.tsv.gz"))) {
            int count = number(row, 1) + number(row, 2);
            level(
                    row[0],
                    'f',
                    count >= COMMON_FIRST
                            ? 3
                            : count >= KNOWN_FIRST ? 2 : count >= RARE_FIRST ? 1 : 0);
        }
        for (String[] row : rows(folder.resolve("surnames.tsv.gz"))) {
            int count = number(row, 1);
            double percent = row.length > 2 && !row[2].isEmpty() ? Double.parseDouble(row[2]) : 0;
            level(
                    row[0],
                    's',
                    count >= COMMON_SURNAME
                            ? 3
                            : count > 0 || percent >= KNOWN_SURNAME_PERCENT
                                    ? 2
                                    : row[2].isEmpty() ? 0 : 1);
        }
    }

    private void health(Path folder) {
        for (String[] row : rows(folder.resolve("english_words.tsv.gz"))) {
            int level = number(row, 1);
            if (row[0].indexOf('\'') < 0) {
                level(row[0], 'e', level <= 20 ? 3 : level <= 35 ? 2 : level <= 60 ? 1 : 0);
            }
        }
        for (String[] row : rows(folder.resolve("medical_words.tsv.gz"))) {
            set(row[0], 'M');
        }
        for (String[] row : rows(folder.resolve("drug_names.tsv.gz"))) {
            boolean english = row.length > 4 && !row[4].isEmpty();
            boolean usable = !english || (row[1].equals("generic") && number(row, 4) >= 50);
            if (usable && row[0].length() > 3 && !row[1].equals("substance")) {
                set(row[0], 'D');
            }
        }
        for (String[] row : rows(folder.resolve("eponyms.tsv.gz"))) {
            if (row.length < 7 || row[6].isEmpty()) {
                set(row[0], 'E');
            }
        }
        for (String[] row : rows(folder.resolve("abbreviations.tsv.gz"))) {
            set(row[0], 'A');
        }
        for (String[] row : rows(folder.resolve("diseases.tsv.gz"))) {
            if (row[2].length() > 3 && !row[1].equals("acronym")) {
                set(row[2], 'I');
            }
        }
        for (String[] row : rows(folder.resolve("mesh/mesh_terms.tsv.gz"))) {
            boolean disease =
                    row[1].indexOf('C') >= 0 && row[0].length() > 4 && row[0].indexOf(',') < 0;
            if (disease && row[0].split(" ", -1).length <= 3) {
                set(row[0], 'I');
            }
        }
    }

    private void places(Path folder) {
        for (String[] row : rows(folder.resolve("us_places.tsv.gz"))) {
            int population = number(row, 4);
            boolean place = row[2].equals("place");
            if (place && population >= BIG_PLACE) {
                set(row[0], 'C');
            } else if (population >= SMALL_PLACE) {
                set(row[0], 'P');
            }
        }
        for (String[] row : rows(folder.resolve("world_cities.tsv.gz"))) {
            int population = number(row, 4);
            set(row[0], population >= BIG_WORLD_CITY ? 'C' : 'P');
            if (!row[1].isEmpty()) {
                set(row[1], population >= BIG_WORLD_CITY ? 'C' : 'P');
            }
        }
        for (String[] row : rows(folder.resolve("us_states.tsv"))) {
            set(row[0], 'K');
            if (!row[2].equals("military")) {
                set(row[1], 'S');
            }
        }
        for (String[] row : rows(folder.resolve("countries.tsv"))) {
            set(row[0], 'N');
        }
        for (String[] row : rows(folder.resolve("street_words.tsv"))) {
            if (row[2].equals("suffix")) {
                set(row[0], 'T');
            }
        }
    }

    /// Short names of hospitals that no suffix rule would find.
    private void facilities(Path file) {
        Set<String> heads =
                Set.of(
                        "hospital",
                        "clinic",
                        "center",
                        "centre",
                        "hospitals",
                        "dialysis",
                        "care",
                        "rehabilitation",
                        "nursing");
        for (String[] row : rows(file)) {
            String name = row[1].toLowerCase(Locale.ROOT);
            String[] parts = name.split("[ -]", -1);
            String last = parts[parts.length - 1];
            if (row[6].startsWith("hospital") && parts.length >= 2 && !heads.contains(last)) {
                set(name, 'H');
            }
        }
    }

    private void level(String word, char letter, int level) {
        if (level > 0) {
            put(word, letter, level);
        }
    }

    private void set(String word, char letter) {
        put(word, letter, 0);
    }

    private void put(String text, char letter, int level) {
        String word = text.toLowerCase(Locale.ROOT).replaceAll("[-'.’/]+", " ").strip();
        if (word.isEmpty()
                || !word.matches("[\\p{L} ]+")
                || word.split(" +", -1).length > MAX_WORDS) {
            return;
        }
        words.computeIfAbsent(word.replaceAll(" +", " "), w -> new TreeMap<>())
                .merge(letter, level, Math::max);
    }

    private void write(Path file) throws IOException {
        try (OutputStream out = new Deterministic(Files.newOutputStream(file))) {
            out.write(
                    "# word or phrase, lists: see LexiconBuilder and Lexicon; sources in THIRD-PARTY-NOTICES\n"
                            .getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, Map<Character, Integer>> entry : words.entrySet()) {
                if (useless(entry.getKey(), entry.getValue())) {
                    continue;
                }
                StringBuilder line = new StringBuilder(entry.getKey()).append('\t');
                entry.getValue()
                        .forEach((letter, level) -> {
                            line.append((char) letter);
                            if (level > 0) {
                                line.append(level);
                            }
                        });
                out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /// Phrases cost a look at every occurrence of their first word, so none may start with a
    /// function word, and diseases not with plain English: their single words say as much.
    private boolean useless(String phrase, Map<Character, Integer> lists) {
        int blank = phrase.indexOf(' ');
        if (blank < 0) {
            return false;
        }
        String first = phrase.substring(0, blank);
        int english = words.getOrDefault(first, Map.of()).getOrDefault('e', 0);
        boolean place = "CPNSHD".chars().anyMatch(letter -> lists.containsKey((char) letter));
        return FUNCTION_WORDS.contains(first) || first.length() == 1 || (!place && english >= 2);
    }

    private static final Set<String> FUNCTION_WORDS =
            Set.of(
                    "the",
                    "a",
                    "an",
                    "in",
                    "to",
                    "or",
                    "of",
                    "and",
                    "for",
                    "with",
                    "may",
                    "be",
                    "can",
                    "as",
                    "on",
                    "by",
                    "who",
                    "it",
                    "other",
                    "were",
                    "at",
                    "no",
                    "is",
                    "are",
                    "one",
                    "available",
                    "common",
                    "all",
                    "any",
                    "not",
                    "this",
                    "that",
                    "only",
                    "from",
                    "has",
                    "have",
                    "been",
                    "more",
                    "most",
                    "time",
                    "high",
                    "low",
                    "early",
                    "long",
                    "good",
                    "human",
                    "care");

    /// The codes in order; each line leaves out what it shares with the line before and says how
    /// many characters that is.
    private static void codes(Path in, Path file) throws IOException {
        TreeSet<String> codes = new TreeSet<>();
        for (String[] row : rows(in)) {
            codes.add(row[0].replace(".", ""));
        }
        try (OutputStream out = new Deterministic(Files.newOutputStream(file))) {
            String before = "";
            for (String code : codes) {
                int shared = 0;
                while (shared < before.length()
                        && shared < code.length()
                        && before.charAt(shared) == code.charAt(shared)) {
                    shared++;
                }
                out.write(
                        (shared + code.substring(shared) + "\n").getBytes(StandardCharsets.UTF_8));
                before = code;
            }
        }
    }

    private static int number(String[] row, int column) {
        return row.length > column && !row[column].isEmpty()
                ? (int) Double.parseDouble(row[column])
                : 0;
    }

    private static List<String[]> rows(Path file) {
        List<String[]> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                if (!line.startsWith("#") && seen.add(line)) {
                    rows.add(line.split("\t", -1));
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /// A gzip stream at the best level; the JDK writes no time stamp, so equal input gives equal
    /// bytes.
    private static final class Deterministic extends GZIPOutputStream {
        Deterministic(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(java.util.zip.Deflater.BEST_COMPRESSION);
        }
    }
}
