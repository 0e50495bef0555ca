package io.countersign.detectors.phi.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes labelled texts from grammar.txt: clinical notes, prompts, hand-offs, letters, forms, chat,
/// business prose, addresses, and traps in which capitalised words are no names.
final class TextGenerator {
    private static final int MAX_DEPTH = 12;

    private final SplittableRandom random;
    private final People people;
    private final Geography geography;
    private final Map<String, List<String>> rules = new HashMap<>();
    private final Sampler generics = new Sampler();
    private final Sampler brands = new Sampler();
    private final Sampler diseases = new Sampler();
    private final Sampler eponyms = new Sampler();
    private final Sampler acronyms = new Sampler();
    private final Sampler payers = new Sampler();
    private final Sampler words = new Sampler();

    /// @param data folder with names, health and places
    TextGenerator(Path train, Path data, long seed) {
        random = new SplittableRandom(seed);
        people = new People(train, random.split());
        geography = new Geography(data, people, random.split());
        String rule = "";
        for (String line : Lists.resource("grammar.txt")) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (line.startsWith("@") && line.indexOf(' ') < 0) {
                rule = line.substring(1);
                rules.put(rule, new ArrayList<>());
            } else {
                rules.computeIfAbsent(rule, name -> new ArrayList<>()).add(line);
            }
        }
        Path health = data.resolve("health");
        for (String[] row : Lists.rows(health.resolve("drug_names.tsv.gz"))) {
            double weight = Math.sqrt(1 + Lists.number(row, 2));
            if (row[0].matches("[\\p{L} -]{4,24}")) {
                (row[1].equals("brand") ? brands : generics).add(row[0], weight);
            }
        }
        for (String[] row : Lists.rows(health.resolve("diseases.tsv.gz"))) {
            if (!row[1].equals("acronym") && row[2].length() > 3 && row[2].length() < 40) {
                diseases.add(row[2], 1);
            }
        }
        for (String[] row : Lists.rows(health.resolve("eponym_terms.tsv.gz"))) {
            if (row[0].length() < 45 && row[0].indexOf(',') < 0) {
                eponyms.add(row[0], 1);
            }
        }
        for (String[] row : Lists.rows(health.resolve("abbreviations.tsv.gz"))) {
            if (row[0].matches("[A-Z][A-Z0-9-]{1,6}")) {
                acronyms.add(row[0], 1);
            }
        }
        for (String[] row : Lists.rows(health.resolve("english_words.tsv.gz"))) {
            double level = Lists.number(row, 1);
            if (level <= 60 && row[0].matches("[a-z]{4,14}")) {
                words.add(row[0], level <= 20 ? 4 : level <= 35 ? 2 : 0.4);
            }
        }
        for (String[] row : Lists.rows(health.resolve("payers.tsv"))) {
            if (row[1].length() < 40) {
                payers.add(Lists.titleCase(row[1]), 1);
            }
        }
    }

    /// The next text.
    LabelledText next() {
        LabelledText out = new LabelledText();
        rule("doc", out, 0);
        int way = random.nextInt(100);
        return way < 9 ? out.recased(false) : way < 12 ? out.recased(true) : out;
    }

    private void rule(String name, LabelledText out, int depth) {
        List<String> ways = rules.get(name);
        if (ways == null) {
            throw new IllegalStateException("no rule " + name);
        }
        if (depth < MAX_DEPTH) {
            expand(ways.get(random.nextInt(ways.size())), out, depth + 1);
        }
    }

    private void expand(String way, LabelledText out, int depth) {
        int i = 0;
        while (i < way.length()) {
            char c = way.charAt(i);
            if (c == '<') {
                int end = way.indexOf('>', i);
                rule(way.substring(i + 1, end), out, depth);
                i = end + 1;
            } else if (c == '{') {
                int end = way.indexOf('}', i);
                slot(way.substring(i + 1, end), out);
                i = end + 1;
            } else if (c == '[') {
                int end = closing(way, i);
                List<String> parts = parts(way, i + 1, end);
                expand(parts.get(random.nextInt(parts.size())), out, depth);
                i = end + 1;
            } else if (c == '\\') {
                char next = way.charAt(i + 1);
                out.add(next == 'n' ? "\n" : next == 't' ? "\t" : String.valueOf(next));
                i += 2;
            } else {
                out.add(String.valueOf(c));
                i++;
            }
        }
    }

    private static int closing(String way, int open) {
        int depth = 0;
        for (int i = open; i < way.length(); i++) {
            char c = way.charAt(i);
            if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalStateException("bracket not closed: " + way);
    }

    private static List<String> parts(String way, int from, int to) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = from;
        for (int i = from; i < to; i++) {
            char c = way.charAt(i);
            if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            } else if (c == '|' && depth == 0) {
                parts.add(way.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(way.substring(start, to));
        return parts;
    }

    private String one(String... parts) {
        return parts[random.nextInt(parts.length)];
    }

    private void slot(String name, LabelledText out) {
        switch (name) {
            case "P" -> out.add(people.full(), NameModel.PERSON);
            case "PF" -> out.add(people.first(), NameModel.PERSON);
            case "PL" -> out.add(people.last(), NameModel.PERSON);
            case "PI" -> out.add(people.shortened(), NameModel.PERSON);
            case "PLF" -> out.add(people.inverted(), NameModel.PERSON);
            case "PU" -> out.add(people.upper(), NameModel.PERSON);
            case "CL" ->
                    out.add(
                            random.nextInt(4) == 0 ? people.last() : people.full(),
                            NameModel.PERSON);
            case "C" -> city(out);
            case "ST" -> out.add(geography.streetLine(), NameModel.PLACE);
            case "STN" -> out.add(geography.streetName(), NameModel.PLACE);
            case "ADDR" -> out.add(geography.address(false), NameModel.PLACE);
            case "ADDRM" -> out.add(geography.address(true), NameModel.PLACE);
            case "FAC" -> out.add(geography.facility(), NameModel.PLACE);
            case "SCHOOL" -> out.add(geography.school(), NameModel.PLACE);
            case "HOTEL" ->
                    out.add(
                            geography.city() + one(" Inn", " Hotel", " Lodge", " Suites"),
                            NameModel.PLACE);
            case "ORG" -> out.add(organisation(), NameModel.ORGANISATION);
            case "CO" -> out.add(geography.city());
            case "FACO" -> out.add(geography.facility());
            case "PERO" -> out.add(random.nextInt(3) == 0 ? people.full() : people.last());
            case "PFO" -> out.add(people.first());
            case "PLO" -> out.add(people.last());
            case "PIO" -> out.add(people.shortened());
            case "ORGO" -> out.add(agency());
            case "COUNTRY" -> out.add(geography.country());
            case "STATE" -> out.add(geography.state());
            default -> out.add(plain(name));
        }
    }

    private void city(LabelledText out) {
        out.add(geography.city(), NameModel.PLACE);
        switch (random.nextInt(12)) {
            case 0 -> out.add(", ").add(geography.state());
            case 1 -> out.add(", ").add(geography.country());
            default -> {}
        }
    }

    private String organisation() {
        return switch (random.nextInt(9)) {
            case 0 -> payers.draw(random);
            case 1 ->
                    people.last()
                            + one(" & ", " and ", ", ")
                            + people.last()
                            + one("", " LLP", " Associates", " Partners", " Law Firm");
            case 2 ->
                    people.invented() + one(" Inc", " Inc.", " LLC", " Ltd", " GmbH", " Corp", "");
            case 3 ->
                    one(
                            "Google",
                            "Microsoft",
                            "Amazon",
                            "Pfizer",
                            "Walmart",
                            "Target",
                            "Toyota",
                            "IBM",
                            "Tesla",
                            "Netflix",
                            "Moderna",
                            "Aetna",
                            "Cigna",
                            "Humana",
                            "Siemens",
                            "Philips",
                            "Medtronic",
                            "CVS",
                            "Walgreens",
                            "OpenAI",
                            "Anthropic",
                            "Apple",
                            "Facebook",
                            "NASA",
                            "FBI",
                            "CNN",
                            "BBC");
            case 4 ->
                    one("American", "National", "Royal", "European", "United", "Global", "First")
                            + " "
                            + one(
                                    "Airlines",
                                    "Bank",
                                    "Insurance",
                                    "Motors",
                                    "Foods",
                                    "Energy",
                                    "Heart Association",
                                    "Cancer Society",
                                    "Trust",
                                    "Logistics");
            case 5 ->
                    geography.city()
                            + one(
                                    " United",
                                    " City",
                                    " Tigers",
                                    " FC",
                                    " Bank",
                                    " Times",
                                    " Police Department",
                                    " City Council",
                                    " Rovers",
                                    " Lions");
            default ->
                    people.last()
                            + one(
                                    " Group",
                                    " Inc",
                                    " LLC",
                                    " Ltd",
                                    " Industries",
                                    " Consulting",
                                    " Brothers",
                                    " & Sons",
                                    " Electronics",
                                    " Motors",
                                    " Foods",
                                    " Solutions",
                                    " Stores",
                                    " Records",
                                    " Corporation",
                                    " Bank");
        };
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /// Two to four plain words in title case.
    private String title() {
        StringBuilder out = new StringBuilder(capital(words.draw(random)));
        for (int i = random.nextInt(3); i >= 0; i--) {
            out.append(one(" ", " ", " ", " of ", " and ", "-"))
                    .append(capital(words.draw(random)));
        }
        return out.toString();
    }

    /// With two letters swapped, or one lost or doubled.
    private String mistyped(String word) {
        int at = random.nextInt(word.length() - 1);
        String head = word.substring(0, at);
        String tail = word.substring(at + 1);
        return switch (random.nextInt(3)) {
            case 0 -> head + tail.charAt(0) + word.charAt(at) + tail.substring(1);
            case 1 -> head + tail;
            default -> head + word.charAt(at) + word.charAt(at) + tail;
        };
    }

    /// What software is called, real or made up.
    private String technology() {
        return switch (random.nextInt(5)) {
            case 0 ->
                    one(
                            "Python",
                            "Java",
                            "Kotlin",
                            "Rust",
                            "Haskell",
                            "Ruby",
                            "Scala",
                            "Perl",
                            "Julia",
                            "Swift",
                            "Elixir",
                            "Fortran",
                            "Postgres",
                            "MySQL",
                            "Redis",
                            "Kafka",
                            "Spark",
                            "Hadoop",
                            "Snowflake",
                            "Databricks",
                            "Airflow",
                            "Docker",
                            "Kubernetes",
                            "Terraform",
                            "Ansible",
                            "Jenkins",
                            "Grafana",
                            "Linux",
                            "Ubuntu",
                            "Debian",
                            "Windows",
                            "MacOS",
                            "Android",
                            "Chrome",
                            "Safari",
                            "Firefox",
                            "React",
                            "Angular",
                            "Vue",
                            "Svelte",
                            "Django",
                            "Flask",
                            "Laravel",
                            "Pandas",
                            "NumPy",
                            "PyTorch",
                            "Keras",
                            "OpenCV");
            case 1 -> people.invented() + one("DB", "JS", "SQL", "Script", "ML", "OS", "API", "QL");
            case 2 ->
                    people.invented()
                            + one(
                                    "kit", "soft", "ware", "cloud", "base", "log", "net", "flow",
                                    "tran");
            case 3 ->
                    one(
                                    "My", "Data", "Open", "Net", "Cloud", "Auto", "Hyper", "User",
                                    "Http", "Json")
                            + one(
                                    "Client", "Factory", "Loader", "Node", "Stack", "Hub", "Parser",
                                    "Player", "Admin", "Store", "Graph", "Sprite");
            default -> people.invented();
        };
    }

    /// What parts, accounts and parcels are called: capitals and digits.
    private String code() {
        StringBuilder out = new StringBuilder();
        int letters = 1 + random.nextInt(4);
        for (int i = 0; i < letters; i++) {
            out.append((char) ('A' + random.nextInt(26)));
        }
        out.append(one("", "", "-", "-", " "));
        int groups = 1 + random.nextInt(3);
        for (int i = 0; i < groups; i++) {
            out.append(i == 0 ? "" : one("-", " ", "")).append(10 + random.nextInt(99_990));
        }
        return random.nextInt(4) == 0
                ? out.append((char) ('A' + random.nextInt(26))).toString()
                : out.toString();
    }

    private String agency() {
        return one(
                        "National",
                        "American",
                        "International",
                        "United",
                        "European",
                        "Canadian",
                        "World")
                + one(
                        " Institute of ",
                        " Association for ",
                        " Society of ",
                        " Foundation for ",
                        " Organization for ",
                        " Center for ",
                        " Library of ",
                        " Council on ")
                + one(
                        "Medicine",
                        "Health",
                        "Rare Disorders",
                        "Neurological Disorders",
                        "Aging",
                        "Child Health and Human Development",
                        "Diabetes",
                        "Kidney Disease",
                        "Arthritis",
                        "Mental Health",
                        "Genetics",
                        "Cancer",
                        "Disease Control");
    }

    private String sentenceCase(String text) {
        return random.nextInt(4) == 0
                ? Character.toUpperCase(text.charAt(0)) + text.substring(1)
                : text.toLowerCase(Locale.ROOT);
    }

    private String plain(String name) {
        return switch (name) {
            case "DRUG" -> sentenceCase(generics.draw(random));
            case "BRAND" -> Lists.titleCase(brands.draw(random).toUpperCase(Locale.ROOT));
            case "DIS" -> disease();
            case "EP" -> eponyms.draw(random);
            case "ACR" -> acronyms.draw(random);
            case "SCORE" ->
                    one(
                            "Glasgow Coma Scale",
                            "Wells score",
                            "CHA2DS2-VASc",
                            "APACHE II",
                            "Framingham Risk Score",
                            "HAS-BLED",
                            "Rankin Scale",
                            "Child-Pugh score",
                            "MELD",
                            "Apgar score",
                            "Braden Scale",
                            "Beck Depression Inventory",
                            "Hamilton Rating Scale",
                            "PHQ-9",
                            "Gleason score",
                            "NIHSS",
                            "Morse Scale",
                            "Edinburgh Scale",
                            "Ranson criteria",
                            "Duke criteria",
                            "Killip class",
                            "Mallampati score",
                            "Tanner stage",
                            "Ottawa rules",
                            "Centor score");
            case "STAT" ->
                    one(
                            "Kaplan-Meier method",
                            "Cox regression",
                            "Mann-Whitney U test",
                            "Student's t test",
                            "Wilcoxon test",
                            "Pearson correlation",
                            "Fisher's exact test",
                            "Spearman rank",
                            "Bonferroni correction",
                            "Kruskal-Wallis test",
                            "McNemar test",
                            "Bland-Altman plots",
                            "ANOVA",
                            "Cohen's kappa",
                            "Cronbach's alpha",
                            "Likert scale",
                            "Bayesian model",
                            "Charlson index",
                            "Youden index",
                            "Tukey test",
                            "Poisson regression");
            case "CODE" -> code();
            case "ZIP5" -> "%05d".formatted(501 + random.nextInt(99_400));
            case "W" -> words.draw(random);
            case "CW" -> capital(words.draw(random));
            case "TI" -> title();
            case "TYPO" -> capital(mistyped(words.draw(random)));
            case "TECH" -> technology();
            case "GENE" -> acronyms.draw(random) + one("", "1", "2");
            case "PROC" ->
                    one(
                            "appendectomy",
                            "knee replacement",
                            "CABG",
                            "colonoscopy",
                            "biopsy",
                            "Whipple procedure",
                            "Roux-en-Y bypass",
                            "C-section",
                            "ORIF",
                            "EGD",
                            "Mohs surgery",
                            "Nissen fundoplication",
                            "cardiac catheterization");
            case "AGE" -> String.valueOf(1 + random.nextInt(89));
            case "SX" -> one("M", "F");
            case "NUM" -> String.valueOf(1 + random.nextInt(random.nextBoolean() ? 20 : 400));
            case "YEAR" -> String.valueOf(1950 + random.nextInt(76));
            case "MONTH" ->
                    one(
                            "January",
                            "February",
                            "March",
                            "April",
                            "May",
                            "June",
                            "July",
                            "August",
                            "September",
                            "October",
                            "November",
                            "December");
            case "WEEKDAY" ->
                    one(
                            "Monday",
                            "Tuesday",
                            "Wednesday",
                            "Thursday",
                            "Friday",
                            "Saturday",
                            "Sunday");
            case "TIME" ->
                    (1 + random.nextInt(12))
                            + ":%02d".formatted(random.nextInt(60))
                            + one(" AM", " PM", "am", "");
            case "DATE" -> date();
            case "PHONE" -> phone();
            case "EMAIL" ->
                    people.first().toLowerCase(Locale.ROOT).replace(' ', '.')
                            + random.nextInt(100)
                            + one("@example.org", "@example.com", "@mail.example.net");
            case "MRN" ->
                    one("", "", "MC-", "A", "HP-", "#") + (100_000 + random.nextInt(9_000_000));
            case "NAT" ->
                    one(
                            "American",
                            "British",
                            "French",
                            "German",
                            "Italian",
                            "Spanish",
                            "Dutch",
                            "Swedish",
                            "Polish",
                            "Turkish",
                            "Indian",
                            "Chinese",
                            "Japanese",
                            "Korean",
                            "Brazilian",
                            "Mexican",
                            "Canadian",
                            "Irish",
                            "Greek",
                            "Nigerian",
                            "Kenyan",
                            "Danish",
                            "Finnish",
                            "Russian",
                            "Iranian");
            default -> throw new IllegalStateException("no slot " + name);
        };
    }

    private String disease() {
        if (random.nextInt(3) > 0) {
            return one(
                    "hypertension",
                    "type 2 diabetes",
                    "asthma",
                    "pneumonia",
                    "chest pain",
                    "HTN",
                    "DM2",
                    "COPD",
                    "atrial fibrillation",
                    "sepsis",
                    "migraine",
                    "fever",
                    "anxiety",
                    "shortness of breath",
                    "CHF",
                    "UTI",
                    "back pain",
                    "nausea and vomiting",
                    "breast cancer",
                    "CKD",
                    "stroke",
                    "seizures",
                    "a rash",
                    "depression",
                    "GERD",
                    "bronchiolitis",
                    "RSV",
                    "Crohn's disease",
                    "Parkinson's disease",
                    "lupus",
                    "Alzheimer's disease",
                    "a fall",
                    "Hodgkin lymphoma",
                    "influenza",
                    "COVID-19");
        }
        return diseases.draw(random);
    }

    private String date() {
        int day = 1 + random.nextInt(28);
        int month = 1 + random.nextInt(12);
        int year = 1940 + random.nextInt(86);
        return switch (random.nextInt(7)) {
            case 0 -> "%02d/%02d/%d".formatted(month, day, year);
            case 1 -> "%d-%02d-%02d".formatted(year, month, day);
            case 2 -> month + "/" + day;
            case 3 -> plain("MONTH") + " " + day + one("th", "");
            case 4 -> day + " " + plain("MONTH") + " " + year;
            default -> plain("MONTH") + " " + day + one(", ", "th, ") + year;
        };
    }

    private String phone() {
        int a = 201 + random.nextInt(700);
        int b = 200 + random.nextInt(700);
        int c = random.nextInt(10_000);
        return switch (random.nextInt(5)) {
            case 0 -> "(%d) %d-%04d".formatted(a, b, c);
            case 1 -> "%d.%d.%04d".formatted(a, b, c);
            case 2 -> "+%d %d %04d %d".formatted(1 + random.nextInt(98), a, c, b);
            case 3 -> "0%d %d%04d".formatted(a, b, c);
            default -> "%d-%d-%04d".formatted(a, b, c);
        };
    }
}
