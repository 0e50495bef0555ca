package io.countersign.app.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// The people of the invented hospital. Nobody of them exists: phone numbers are of the fictional
/// range 555-01xx, addresses end in example.org.
final class People {
    /// Somebody who works there.
    ///
    /// @param login as the proxy and the directory know the person
    /// @param ip of the person's workplace
    record Worker(String login, String department, String device, String ip) {
        String mail() {
            return login + "@hospital.example.org";
        }
    }

    static final List<Worker> NURSES =
            List.of(
                    new Worker("m.vale", "Nursing 4 West", "WS-4101", "192.0.2.41"),
                    new Worker("t.abara", "Nursing 4 West", "WS-4102", "192.0.2.42"),
                    new Worker("l.strand", "Emergency", "WS-1107", "192.0.2.43"),
                    new Worker("p.ionescu", "Emergency", "WS-1109", "192.0.2.44"),
                    new Worker("k.osei", "Intensive Care", "WS-2203", "192.0.2.45"),
                    new Worker("s.marlowe", "Paediatrics", "WS-3310", "192.0.2.46"));

    static final List<Worker> DOCTORS =
            List.of(
                    new Worker("j.okafor", "Oncology", "WS-4471", "192.0.2.57"),
                    new Worker("h.lindqvist", "Cardiology", "WS-4480", "192.0.2.58"),
                    new Worker("r.castellano", "Internal Medicine", "WS-4492", "192.0.2.59"),
                    new Worker("y.tanabe", "Neurology", "WS-4499", "192.0.2.60"));

    static final List<Worker> CODERS =
            List.of(
                    new Worker("d.whitlock", "Coding", "WS-5201", "192.0.2.71"),
                    new Worker("a.ferreira", "Coding", "WS-5202", "192.0.2.72"),
                    new Worker("n.popescu", "Coding", "WS-5203", "192.0.2.73"));

    static final List<Worker> RESEARCHERS =
            List.of(
                    new Worker("e.haddad", "Clinical Trials", "LT-6101", "192.0.2.81"),
                    new Worker("g.nordin", "Clinical Trials", "LT-6102", "192.0.2.82"),
                    new Worker("c.bellamy", "Biostatistics", "LT-6110", "192.0.2.83"));

    static final List<Worker> FRONT_DESK =
            List.of(
                    new Worker("b.quinn", "Front Desk", "WS-7001", "192.0.2.91"),
                    new Worker("o.reyes", "Front Desk", "WS-7002", "192.0.2.92"),
                    new Worker("f.dubois", "Scheduling", "WS-7003", "192.0.2.93"));

    static final List<Worker> EVERYBODY =
            java.util.stream.Stream.of(NURSES, DOCTORS, CODERS, RESEARCHERS, FRONT_DESK)
                    .flatMap(List::stream)
                    .toList();

    static final List<Patient> PATIENTS =
            List.of(
                    patient("Dana Quill", "5550142", "1961-04-02", "(212) 555-0142"),
                    patient("Marcus Ellery", "5550118", "1948-11-23", "(212) 555-0118"),
                    patient("Priya Ramanathan", "5550163", "1979-02-14", "(212) 555-0163"),
                    patient("Oluwaseun Adeyemi", "5550177", "1990-07-30", "(212) 555-0177"),
                    patient("Helga Brandvold", "5550105", "1935-12-09", "(212) 555-0105"),
                    patient("Tomas Villareal", "5550131", "1984-05-17", "(212) 555-0131"),
                    patient("Grace Whitfield", "5550189", "1972-08-26", "(212) 555-0189"),
                    patient("Kenji Morisaki", "5550126", "1957-03-11", "(212) 555-0126"),
                    patient("Aisha Rahmani", "5550154", "1996-10-05", "(212) 555-0154"),
                    patient("Walter Pruszynski", "5550112", "1941-01-19", "(212) 555-0112"),
                    patient("Ren\u00e9e Delacroix", "5550170", "1966-06-08", "(212) 555-0170"),
                    patient("Samuel Okonjo", "5550195", "2003-09-21", "(212) 555-0195"));

    /// Patients of whom the day says nothing; with the others they are fifty.
    static final List<Patient> MORE_PATIENTS = more();

    private static List<Patient> more() {
        String[] given = {"Ottoline", "Bram", "Celestine", "Dmitri", "Evangeline"};
        String[] family = {
            "Hartwick",
            "Solberg",
            "Nakagawa",
            "Fontaine",
            "Ashgrove",
            "Mbeki",
            "Zelinski",
            "Corrigan"
        };
        List<Patient> patients = new ArrayList<>();
        for (int i = 0; i < 50 - PATIENTS.size(); i++) {
            patients.add(
                    patient(
                            given[i % given.length] + " " + family[i % family.length],
                            Integer.toString(5_550_200 + i),
                            LocalDate.of(1940 + i, 1 + i % 12, 1 + i % 28).toString(),
                            "(212) 555-01%02d".formatted(40 + i)));
        }
        return List.copyOf(patients);
    }

    private People() {}

    private static Patient patient(String name, String mrn, String born, String phone) {
        String mail =
                name.toLowerCase(java.util.Locale.ROOT).replace('\u00e9', 'e').replace(' ', '.');
        return new Patient(name, mrn, LocalDate.parse(born), phone, mail + "@example.org");
    }
}
