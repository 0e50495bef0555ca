package io.countersign.detectors.phi.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes up cities, street lines, addresses and facilities. Cities are real, streets follow the way
/// of the country, facilities are real or put together.
final class Geography {
    private static final Map<String, List<String>> STREETS = streets();

    private final SplittableRandom random;
    private final People people;
    private final Map<String, Sampler> cities = new HashMap<>();
    private final Sampler world = new Sampler();
    private final Sampler american = new Sampler();
    private final List<String[]> zips = new ArrayList<>();
    private final List<String> suffixes = new ArrayList<>();
    private final List<String> facilities = new ArrayList<>();
    private final List<String> countries = new ArrayList<>();
    private final List<String[]> states = new ArrayList<>();

    Geography(Path data, People people, SplittableRandom random) {
        this.random = random;
        this.people = people;
        Path places = data.resolve("places");
        for (String[] row : Lists.rows(places.resolve("world_cities.tsv.gz"))) {
            double weight = Math.pow(Math.max(Lists.number(row, 4), 1000), 0.3);
            String name = !row[1].isEmpty() && random.nextInt(3) == 0 ? row[1] : row[0];
            cities.computeIfAbsent(row[3], key -> new Sampler()).add(name, weight);
            if (!row[3].equals("US")) {
                world.add(name, weight);
            }
        }
        for (String[] row : Lists.rows(places.resolve("us_places.tsv.gz"))) {
            double people1 = Lists.number(row, 4);
            if (people1 >= 500 && row[2].equals("place")) {
                american.add(row[0], Math.pow(people1, 0.4));
            }
        }
        zips.addAll(Lists.rows(places.resolve("zip_codes.tsv.gz")));
        for (String[] row : Lists.rows(places.resolve("street_words.tsv"))) {
            if (row[2].equals("suffix") && row[0].length() > 1) {
                suffixes.add(Lists.titleCase(row[0].toUpperCase(Locale.ROOT)));
            }
        }
        for (String[] row : Lists.rows(places.resolve("countries.tsv"))) {
            countries.add(row[0]);
        }
        for (String[] row : Lists.rows(places.resolve("us_states.tsv"))) {
            states.add(new String[] {row[1], row[0]});
        }
        for (String[] row : Lists.rows(data.resolve("health/facilities.tsv.gz"))) {
            if (row[1].length() < 45 && row[1].length() > 5 && !row[1].matches(".*\\d.*")) {
                facilities.add(Lists.titleCase(row[1]));
            }
        }
    }

    private String one(String... parts) {
        return parts[random.nextInt(parts.length)];
    }

    private String one(List<String> parts) {
        return parts.get(random.nextInt(parts.size()));
    }

    String country() {
        return random.nextInt(3) == 0
                ? one("USA", "UK", "U.S.", "England", "Scotland", "the Netherlands", "America")
                : one(countries);
    }

    String state() {
        String[] state = states.get(random.nextInt(states.size()));
        return random.nextInt(3) == 0 ? state[1] : state[0].isEmpty() ? state[1] : state[0];
    }

    private String stateCode() {
        return states.get(random.nextInt(states.size()))[0];
    }

    /// A city; a few exist nowhere, but sound so.
    String city() {
        int way = random.nextInt(20);
        if (way < 2) {
            return inventedCity();
        }
        return way < 10 ? american.draw(random) : world.draw(random);
    }

    private String inventedCity() {
        String stem = random.nextBoolean() ? people.first() : people.last();
        String prefix = one("North", "South", "East", "West", "New", "Lake", "Port");
        String suffix =
                one(
                        "town", "ton", "land", "ville", "berg", "burgh", "borough", "bury", "view",
                        "port", "mouth", "stad", "furt", "chester", "fort", "haven", "side",
                        "shire", "ham", "field", "wick", "ford", "dale", "stead", "minster");
        String oneWord = stem.split(" ", -1)[0];
        return switch (random.nextInt(3)) {
            case 0 -> prefix + " " + oneWord;
            case 1 -> oneWord + suffix;
            default -> prefix + " " + oneWord + suffix;
        };
    }

    private String number() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> String.valueOf(1 + random.nextInt(30));
            case 2, 3 -> String.valueOf(1 + random.nextInt(200));
            case 4, 5 -> String.valueOf(100 + random.nextInt(900));
            default -> String.valueOf(1000 + random.nextInt(random.nextBoolean() ? 9000 : 90_000));
        };
    }

    /// The name of a street in English: Elm Street, N 5th Ave.
    private String englishStreet() {
        String suffix =
                random.nextInt(10) < 7
                        ? one(
                                "Street",
                                "St",
                                "St.",
                                "Avenue",
                                "Ave",
                                "Ave.",
                                "Road",
                                "Rd",
                                "Rd.",
                                "Drive",
                                "Dr",
                                "Dr.",
                                "Lane",
                                "Ln",
                                "Court",
                                "Ct",
                                "Blvd",
                                "Boulevard",
                                "Place",
                                "Pl",
                                "Way",
                                "Circle",
                                "Terrace",
                                "Parkway",
                                "Close",
                                "Crescent",
                                "Gardens",
                                "Grove",
                                "Square",
                                "Hill",
                                "Row",
                                "Mews",
                                "Walk",
                                "Green",
                                "Parade",
                                "Highway",
                                "Trail")
                        : one(suffixes);
        String name =
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> people.last().split(" ", -1)[0];
                    case 3 -> people.first().split(" ", -1)[0];
                    case 4, 5 ->
                            one(
                                    "Elm",
                                    "Oak",
                                    "Maple",
                                    "Main",
                                    "Pine",
                                    "Cedar",
                                    "Washington",
                                    "Lake",
                                    "Hill",
                                    "Park",
                                    "Church",
                                    "High",
                                    "Mill",
                                    "River",
                                    "Spring",
                                    "Ridge",
                                    "Sunset",
                                    "Railroad",
                                    "Highland",
                                    "Forest",
                                    "Victoria",
                                    "Station",
                                    "Queen",
                                    "King",
                                    "George",
                                    "Walnut",
                                    "Chestnut",
                                    "Broad",
                                    "Market",
                                    "Center",
                                    "Prospect",
                                    "Green",
                                    "School",
                                    "Bay",
                                    "Ocean",
                                    "Manor",
                                    "Orchard",
                                    "Castle",
                                    "Bridge",
                                    "Meadow",
                                    "Willow",
                                    "Birch",
                                    "Valley",
                                    "Cherry");
                    case 6 -> (1 + random.nextInt(120)) + one("th", "st", "nd", "rd");
                    case 7 ->
                            one("Old", "New", "Upper", "Lower", "Great", "Saint", "St.", "Mount")
                                    + " "
                                    + people.last().split(" ", -1)[0];
                    case 8 -> american.draw(random);
                    default ->
                            one("Elm", "Oak", "Fox", "Eagle", "Stone", "Clear", "Deer", "Silver")
                                    + " "
                                    + one(
                                            "Creek", "Hollow", "Ridge", "Run", "Brook", "Point",
                                            "Woods", "Tree", "Hill", "Field");
                };
        if (random.nextInt(14) == 0) {
            return name;
        }
        String direction = random.nextInt(12) == 0 ? one("N ", "S ", "West ", "E. ", "NW ") : "";
        return direction + name + " " + suffix;
    }

    /// A street without a number.
    String streetName() {
        return random.nextInt(10) < 6 ? englishStreet() : street(people.culture().key()).strip();
    }

    /// In the street patterns of a language: L surname, F first name, C city, W a word of the list.
    private String street(String culture) {
        List<String> patterns = STREETS.get(culture);
        if (patterns == null) {
            return englishStreet();
        }
        String pattern = one(patterns);
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            if (c != '$') {
                out.append(c);
                continue;
            }
            People.Culture names = cultureOf(culture);
            out.append(
                    switch (pattern.charAt(i++)) {
                        case 'L' -> names.family().get(random.nextInt(names.family().size()));
                        case 'F' -> names.given().get(random.nextInt(names.given().size()));
                        case 'C' -> cityOf(names);
                        default -> people.invented();
                    });
        }
        return out.toString();
    }

    private People.Culture cultureOf(String key) {
        for (People.Culture one : people.cultures()) {
            if (one.key().equals(key)) {
                return one;
            }
        }
        throw new IllegalStateException("no culture " + key);
    }

    private String cityOf(People.Culture culture) {
        Sampler sampler = cities.get(one(culture.countries()));
        return sampler == null || sampler.isEmpty() ? world.draw(random) : sampler.draw(random);
    }

    private static final String NUMBER_FIRST = "fr en vn th ph in pk za ng ke ar ir cn jp kr il";

    /// A street line with its number.
    String streetLine(String culture) {
        if (culture.equals("us")) {
            String unit =
                    random.nextInt(5) == 0
                            ? one(
                                            " Apt ",
                                            " Apt. ",
                                            ", Apt ",
                                            " Suite ",
                                            " #",
                                            " Unit ",
                                            ", Suite ")
                                    + (1 + random.nextInt(400))
                                    + one("", "", "", "B")
                            : "";
            return number() + " " + englishStreet() + unit;
        }
        if (STREETS.get(culture) == null) {
            return (random.nextInt(6) == 0 ? "Flat " + (1 + random.nextInt(40)) + ", " : "")
                    + number()
                    + " "
                    + englishStreet();
        }
        String street = street(culture);
        String number =
                random.nextInt(10) == 0
                        ? (1 + random.nextInt(120)) + one("a", "b", "A", "/2", "-" + 7, " bis")
                        : String.valueOf(1 + random.nextInt(200));
        if (random.nextInt(12) == 0) {
            return street;
        }
        boolean numberFirst = NUMBER_FIRST.contains(culture) || random.nextInt(12) == 0;
        return numberFirst
                ? number + (random.nextInt(3) == 0 ? ", " : " ") + street
                : street + (random.nextInt(8) == 0 ? ", " : " ") + number;
    }

    String streetLine() {
        return streetLine(random.nextInt(10) < 6 ? "us" : people.culture().key());
    }

    private String postcode(String country) {
        String five = "%05d".formatted(random.nextInt(100_000));
        return switch (country) {
            case "GB" ->
                    one("SW", "LS", "EH", "B", "M", "G", "CF", "BT", "NE", "PL", "IV", "DN")
                            + (1 + random.nextInt(20))
                            + " "
                            + random.nextInt(10)
                            + letter()
                            + letter();
            case "CA" ->
                    letter()
                            + random.nextInt(10)
                            + letter()
                            + " "
                            + random.nextInt(10)
                            + letter()
                            + random.nextInt(10);
            case "NL" -> (1000 + random.nextInt(9000)) + " " + letter() + letter();
            case "SE", "GR", "CZ", "SK" -> five.substring(0, 3) + " " + five.substring(3);
            case "PL" -> five.substring(0, 2) + "-" + five.substring(2);
            case "PT" -> five.substring(0, 4) + "-" + five.substring(2);
            case "BR" -> five + "-" + five.substring(2);
            case "DK", "NO", "CH", "AT", "HU", "BE", "AU", "NZ", "SI", "ZA", "TN", "BG" ->
                    String.valueOf(1000 + random.nextInt(9000));
            case "RU", "CN", "IN", "RO", "VN", "SG" ->
                    String.valueOf(100_000 + random.nextInt(899_999));
            case "JP" -> five.substring(0, 3) + "-" + (1000 + random.nextInt(9000));
            case "IS", "FO" -> five.substring(0, 3);
            default -> five;
        };
    }

    private String letter() {
        return String.valueOf((char) ('A' + random.nextInt(26)));
    }

    /// A whole address on one line, or on several.
    String address(boolean lines) {
        String separator = lines ? "\n" : one(", ", ", ", ", ", " ", "\n", ",");
        boolean upper = random.nextInt(7) == 0;
        if (random.nextInt(10) < 5) {
            String line = streetLine("us");
            String[] zip = zips.get(random.nextInt(zips.size()));
            String city = random.nextInt(3) == 0 ? american.draw(random) : zip[1];
            String state = random.nextInt(8) == 0 ? state() : zip[2];
            String code =
                    random.nextInt(8) == 0 ? zip[0] + "-" + (1000 + random.nextInt(9000)) : zip[0];
            city = upper ? city.toUpperCase(Locale.ROOT) : city;
            return switch (random.nextInt(7)) {
                case 0 -> line + separator + city;
                case 1 -> line + separator + city + ", " + state;
                case 2 -> line + separator + city + " " + stateCode() + " " + code;
                case 3 -> line + separator + city + separator + state + separator + code;
                default -> line + separator + city + ", " + state + " " + code;
            };
        }
        People.Culture culture = people.culture();
        String country = one(culture.countries());
        Sampler sampler = cities.get(country);
        String city = sampler == null ? inventedCity() : sampler.draw(random);
        city = random.nextInt(6) == 0 ? inventedCity() : city;
        city = upper ? city.toUpperCase(Locale.ROOT) : city;
        String line = streetLine(culture.key());
        String code = postcode(country);
        return switch (random.nextInt(8)) {
            case 0 -> line + separator + city;
            case 1, 2 -> line + separator + code + " " + city;
            case 3 -> line + separator + city + " " + code;
            case 4 -> line + separator + city + separator + code;
            case 5 -> line + separator + code + separator + city;
            case 6 -> line + separator + inventedCity() + separator + code + " " + city;
            default -> line + separator + code + " " + city;
        };
    }

    /// A hospital, clinic, nursing home or pharmacy.
    String facility() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> one(facilities);
            case 3 ->
                    one("St.", "Saint", "St", "Mt.", "Mount")
                            + " "
                            + people.first().split(" ", -1)[0]
                            + one("'s", "", "'s")
                            + one(" Hospital", " Medical Center", " Clinic", "", " Health Center");
            case 4, 5 ->
                    city()
                            + " "
                            + one(
                                    "General",
                                    "Memorial",
                                    "Community",
                                    "Regional",
                                    "University",
                                    "Children's",
                                    "Veterans",
                                    "General Hospital",
                                    "Memorial Hospital",
                                    "Medical Center",
                                    "Clinic",
                                    "Hospital",
                                    "Health Center",
                                    "Urgent Care",
                                    "Family Medicine",
                                    "Cancer Center",
                                    "Heart Institute",
                                    "Nursing Home",
                                    "Rehabilitation Center",
                                    "Health System",
                                    "Surgery Center");
            case 6 ->
                    people.last().split(" ", -1)[0]
                            + " "
                            + one(
                                    "Clinic",
                                    "Hospital",
                                    "Medical Center",
                                    "Memorial Hospital",
                                    "Institute",
                                    "Medical Group",
                                    "Health",
                                    "Pharmacy",
                                    "Elementary School",
                                    "High School");
            case 7 ->
                    one("University of ", "Hospital of ", "Children's Hospital of ", "Clinic of ")
                            + city();
            case 8, 9 ->
                    one(
                            "Mayo Clinic",
                            "Johns Hopkins",
                            "UCSF",
                            "UCLA",
                            "Mass General",
                            "MGH",
                            "Cleveland Clinic",
                            "Stanford",
                            "NYU Langone",
                            "Sloan Kettering",
                            "Cedars-Sinai",
                            "Mt. Sinai",
                            "Mount Sinai",
                            "Duke",
                            "Emory",
                            "Bellevue",
                            "Brigham and Women's",
                            "Beth Israel",
                            "Kaiser Permanente",
                            "MD Anderson",
                            "Penn Medicine",
                            "Yale New Haven",
                            "Barnes-Jewish",
                            "Scripps",
                            "Ochsner",
                            "Geisinger",
                            "Intermountain",
                            "Presbyterian",
                            "Northwestern",
                            "Rush",
                            "Tufts",
                            "Boston Medical",
                            "OHSU",
                            "UPMC",
                            "Charité",
                            "Karolinska",
                            "Guy's Hospital",
                            "Dana-Farber",
                            "CHOP");
            case 10 ->
                    one(
                                    "Riverside",
                                    "Lakeside",
                                    "Sunnyvale",
                                    "Evergreen",
                                    "Green Valley",
                                    "Hillcrest",
                                    "Oakwood",
                                    "Maplewood",
                                    "Brookside",
                                    "Northside",
                                    "Westside",
                                    "Downtown",
                                    "Central",
                                    "Good Samaritan",
                                    "Holy Cross",
                                    "Sacred Heart",
                                    "Mercy",
                                    "Providence",
                                    "Trinity",
                                    "Grace",
                                    "Hope",
                                    "Valley",
                                    "County",
                                    "City",
                                    "Lincoln",
                                    "Cedar Ridge")
                            + " "
                            + one(
                                    "Clinic",
                                    "Hospital",
                                    "Medical Center",
                                    "General",
                                    "Hospice",
                                    "Care Center",
                                    "Health Center",
                                    "Nursing Home",
                                    "Elementary",
                                    "Middle School",
                                    "Community Health",
                                    "General Hospital");
            default ->
                    one(
                                    "Hotel ",
                                    "Hostel ",
                                    "Camp ",
                                    "Villa ",
                                    "Lycée ",
                                    "Klinikum ",
                                    "Hôpital ",
                                    "Ospedale ",
                                    "Hospital ",
                                    "Clínica ")
                            + (random.nextBoolean() ? people.last() : city());
        };
    }

    String school() {
        return (random.nextBoolean() ? people.last().split(" ", -1)[0] : city())
                + one(" Elementary", " Middle School", " High School", " Academy", " Preschool");
    }

    /// How streets are called, by culture.
    private static Map<String, List<String>> streets() {
        Map<String, List<String>> map = new HashMap<>();
        map.put(
                "de",
                List.of(
                        "$Lstraße",
                        "$Lstrasse",
                        "$Lstr.",
                        "$Lweg",
                        "$Lallee",
                        "$Lgasse",
                        "$Lplatz",
                        "$Cer Straße",
                        "$Cer Str.",
                        "$Cer Strasse",
                        "Bahnhofstraße",
                        "Hauptstraße",
                        "Gartenstrasse",
                        "Schulstrasse",
                        "Am $Lberg",
                        "Am Markt",
                        "Im Winkel",
                        "An der Mühle",
                        "Auf der Höhe",
                        "Kirchweg",
                        "Lindenallee",
                        "Rosenweg",
                        "$F-$L-Straße",
                        "$L Strasse",
                        "Hinter dem Dorf",
                        "Alte $Lstraße",
                        "Unter den Linden",
                        "Zum $Lhof",
                        "Postfach",
                        "Kurfürstendamm",
                        "Neuer Markt"));
        map.put(
                "fr",
                List.of(
                        "rue $L",
                        "Rue $L",
                        "rue de $C",
                        "rue de la $L",
                        "avenue $F $L",
                        "Avenue de $C",
                        "boulevard $L",
                        "Boulevard de la $L",
                        "place du $L",
                        "Place de la République",
                        "chemin des $L",
                        "Chemin du $L",
                        "allée des $L",
                        "quai $L",
                        "Quai de la $L",
                        "impasse $L",
                        "cours $L",
                        "Cours de $C",
                        "rue du Général $L",
                        "rue Saint $F",
                        "Rue des Écoles",
                        "route de $C",
                        "Square de la $L",
                        "Faubourg Saint $F",
                        "rue de l'Église",
                        "Rue du $L"));
        map.put(
                "es",
                List.of(
                        "Calle $L",
                        "Calle de $C",
                        "C/ $L",
                        "Avda. $L",
                        "Avenida de $L",
                        "Av. $C",
                        "Avda. de $C",
                        "Plaza $L",
                        "Plaza de la $L",
                        "Paseo de $L",
                        "Ctra. de $C",
                        "Camino de $L",
                        "Calle San $F",
                        "Calle Mayor",
                        "Carretera $C",
                        "Ronda $L",
                        "Pza. de $L",
                        "Rúa $L",
                        "Boulevard $L",
                        "Callejón $L",
                        "Puerta $L"));
        map.put(
                "it",
                List.of(
                        "Via $L",
                        "Via $F $L",
                        "Via $C",
                        "Viale $L",
                        "Piazza $L",
                        "Corso $L",
                        "Corso Vittorio $L",
                        "Vicolo $L",
                        "Largo $L",
                        "Strada $L",
                        "Via San $F",
                        "Via dei $L",
                        "Via della $L",
                        "Piazza San $F",
                        "Borgo $L",
                        "Via Roma",
                        "Piazza del $L",
                        "Salita $L",
                        "Via delle $L",
                        "Lungotevere $L"));
        map.put(
                "pt",
                List.of(
                        "Rua $L",
                        "Rua $F $L",
                        "Rua de $C",
                        "Avenida $L",
                        "Av. $F $L",
                        "Travessa $L",
                        "Praça $L",
                        "Largo $L",
                        "Rua do $L",
                        "Rua da $L",
                        "Alameda $L",
                        "Estrada de $C",
                        "Rua Coronel $L",
                        "Rua São $F",
                        "Quadra $L",
                        "Beco $L"));
        map.put(
                "nl",
                List.of(
                        "$Lstraat",
                        "$Llaan",
                        "$Lweg",
                        "$Lplein",
                        "$Lgracht",
                        "$Lkade",
                        "$Ldijk",
                        "Kerkstraat",
                        "Dorpsstraat",
                        "$Csestraatweg",
                        "Burgemeester $Lstraat",
                        "Prins $Flaan",
                        "Van $Lstraat",
                        "Rue $L",
                        "$Lhof",
                        "$Lpad",
                        "$Lsingel",
                        "Hoge $Lweg",
                        "Avenue $L",
                        "$Lsteenweg",
                        "$Cstraat",
                        "Boterstraat"));
        map.put(
                "se",
                List.of(
                        "$Lgatan",
                        "$Lvägen",
                        "Storgatan",
                        "Kungsgatan",
                        "Skolgatan",
                        "$Cvägen",
                        "$Lgränd",
                        "$Lstigen",
                        "Norra $Lgatan",
                        "Stora $L",
                        "$Fs väg",
                        "$Ltorget",
                        "Östra Hamngatan",
                        "Västra $Lgatan",
                        "Hantverkargatan",
                        "$Llund",
                        "Backe $L"));
        map.put(
                "no",
                List.of(
                        "$Lveien",
                        "$Lgata",
                        "$Ls gate",
                        "$Fs vei",
                        "$Lveg",
                        "$Cveien",
                        "Storgata",
                        "Kirkeveien",
                        "$L terrasse",
                        "Nedre $Lgate",
                        "Øvre $Lvei",
                        "$Lbakken",
                        "$Lsvingen",
                        "$Lstien",
                        "$F $Ls vei",
                        "$Llia",
                        "$Lringen",
                        "$Lhaugen"));
        map.put(
                "dk",
                List.of(
                        "$Lvej",
                        "$Lgade",
                        "$Lsgade",
                        "$Csvej",
                        "Strandvejen",
                        "Skolegade",
                        "Nørregade",
                        "Vestergade",
                        "$Lparken",
                        "$Lstræde",
                        "$Ls Allé",
                        "Søndre $Lvej",
                        "Gammel $Lvej",
                        "Store $Lgade",
                        "$Lhøj",
                        "$Lgården",
                        "$Llunden",
                        "$Lbakken"));
        map.put(
                "fi",
                List.of(
                        "$Lkatu",
                        "$Lntie",
                        "$Ltie",
                        "$Lnkatu",
                        "Mannerheimintie",
                        "Kirkkokatu",
                        "Koulukatu",
                        "$Cntie",
                        "$Lpolku",
                        "$Lkuja",
                        "$Lnranta",
                        "Rauhankatu",
                        "Itäinen $Lkatu",
                        "$Lnkuja",
                        "Pitkäkatu",
                        "Hämeentie",
                        "$Llantie"));
        map.put(
                "pl",
                List.of(
                        "ul. $L",
                        "ul. $Lego",
                        "ul. $Lskiego",
                        "ul. $Fa $Lego",
                        "al. $L",
                        "ul. Polna",
                        "Aleja $L",
                        "pl. $L",
                        "os. $L",
                        "ul. Ogrodowa",
                        "ul. Szkolna",
                        "ul. $Cska",
                        "ul. Leśna",
                        "ul. Marszałkowska",
                        "ul. 3 Maja",
                        "ul. Św. $F",
                        "ul. Kwiatowa"));
        map.put(
                "cz",
                List.of(
                        "$Lova",
                        "$Lská",
                        "Na $Lvě",
                        "U $Lu",
                        "nám. $L",
                        "$Cská",
                        "Hlavní",
                        "Dlouhá",
                        "Školní",
                        "Nádražní",
                        "třída $L",
                        "K $Lu",
                        "Pod $Lem",
                        "Náměstí $L",
                        "Karlovo náměstí",
                        "Husova",
                        "Masarykova",
                        "Zahradní",
                        "V $Lce"));
        map.put(
                "hu",
                List.of(
                        "$L utca",
                        "$L u.",
                        "$F utca",
                        "$L út",
                        "$L tér",
                        "Kossuth Lajos u.",
                        "Petőfi $F utca",
                        "$L körút",
                        "$Ci út",
                        "$L köz",
                        "Rákóczi út",
                        "Fő utca",
                        "Szent $F tér",
                        "$L sétány",
                        "$L sor",
                        "Béke tér",
                        "Arany $F utca"));
        map.put(
                "hr",
                List.of(
                        "Ulica $L",
                        "$Lska ulica",
                        "$Lova ulica",
                        "Trg $L",
                        "$Cska cesta",
                        "$L ul.",
                        "Ulica $F $La",
                        "Vukovarska",
                        "Savska cesta",
                        "Šetalište $L",
                        "Obala $L",
                        "Put $L",
                        "$Lska",
                        "Trg svobode",
                        "Tržaška",
                        "Partizanska cesta",
                        "Loška $L"));
        map.put(
                "ru",
                List.of(
                        "ul. $La",
                        "ulitsa $L",
                        "prospekt $L",
                        "$Lskaya ulitsa",
                        "Lenina Street",
                        "$Lskaya St.",
                        "pereulok $L",
                        "bulvar $L",
                        "$L Street",
                        "naberezhnaya $L"));
        map.put(
                "gr",
                List.of(
                        "$L",
                        "$Lou",
                        "Odos $L",
                        "$F $L",
                        "Leoforos $L",
                        "$Lon",
                        "Plateia $L",
                        "Agiou $F"));
        map.put(
                "ro",
                List.of(
                        "Strada $L",
                        "Str. $F $L",
                        "Bulevardul $L",
                        "Bd. $L",
                        "Calea $C",
                        "Aleea $L",
                        "Str. Mihai $L",
                        "Piața $L",
                        "Șoseaua $C",
                        "Intrarea $L"));
        map.put(
                "tr",
                List.of(
                        "$L Caddesi",
                        "$L Sokak",
                        "$L Cad.",
                        "$L Sok.",
                        "$L Mahallesi",
                        "$F Bey Sokak",
                        "Atatürk Bulvarı",
                        "Cumhuriyet Caddesi",
                        "İstiklal Caddesi",
                        "$L Cd. No:"));
        map.put(
                "is",
                List.of(
                        "$Fgata",
                        "$Lvegur",
                        "Laugavegur",
                        "$Wgata",
                        "$Wstræti",
                        "$Wbraut",
                        "Austurvegur",
                        "Hafnargata",
                        "$Wtún",
                        "Suðurlandsbraut",
                        "$Wholt",
                        "$Wás",
                        "Skólavegur"));
        map.put(
                "vn",
                List.of("$L $F Street", "Đường $L $F", "$F $L", "Phố $L", "$L $F St.", "Ngõ $L"));
        map.put(
                "ar",
                List.of(
                        "$L Street",
                        "Al $L St.",
                        "Rue $L",
                        "Sharia $L",
                        "El $L Street",
                        "Avenue $F $L",
                        "King $F Road",
                        "Boulevard $F"));
        map.put(
                "jp",
                List.of("$L-machi", "$C-cho", "$W-ku $W", "$L-dori", "$W-chome", "$C-shi $L-cho"));
        return map;
    }
}
