package io.countersign.bench.traffic;

import java.time.LocalDate;

/// Somebody who is treated there and does not exist.
///
/// @param mrn the medical record number
record Patient(String name, String mrn, LocalDate born) {
    private static final String[] GIVEN = {
        "Dana", "Ruth", "Peter", "Alma", "Victor", "Nora", "Hugh", "Irene", "Marcus", "Priya",
        "Helga", "Tomas", "Grace", "Kenji", "Aisha", "Walter", "Samuel", "Lena", "Omar", "Carla"
    };
    private static final String[] FAMILY = {
        "Quill",
        "Marsh",
        "Oakes",
        "Linden",
        "Harrow",
        "Vance",
        "Thorne",
        "Pell",
        "Ellery",
        "Ramanathan",
        "Adeyemi",
        "Brandvold",
        "Villareal",
        "Whitfield",
        "Morisaki",
        "Rahmani",
        "Pruszynski",
        "Delacroix",
        "Okonjo",
        "Sandoval",
        "Tremblay",
        "Kowalski",
        "Fairbanks"
    };
    private static final int FIRST_MRN = 5_550_000;
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1931, 1, 1);
    private static final int BIRTH_DAYS = 29_000;

    /// How many different ones there are.
    static final int COUNT = 20_000;

    /// @param number 0 to [#COUNT] - 1
    static Patient of(int number) {
        return new Patient(
                GIVEN[number % GIVEN.length] + " " + FAMILY[number / GIVEN.length % FAMILY.length],
                Integer.toString(FIRST_MRN + number),
                FIRST_BIRTH.plusDays(number * 7_919L % BIRTH_DAYS));
    }

    /// Without the person.
    @Override
    public String toString() {
        return "Patient[invented]";
    }
}
