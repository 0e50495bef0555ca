package io.countersign.app.patients;

import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.detectors.phi.Patient;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads patients out of exports, one after the other: CSV with a header line (RFC 4180), or HL7 v2
/// messages, of which the PID and IN1 segments count. What is read is PHI and goes into the index
/// only.
public final class PatientExports {
    /// A longer line is no export's.
    public static final int MAX_LINE_CHARS = 1 << 20;

    private static final int MAX_COLUMNS = 512;

    private static final Map<String, Column> COLUMNS = columns();

    private final PatientIndexBuilder index;
    private long rows;
    private long refused;

    public PatientExports(PatientIndexBuilder index) {
        this.index = index;
    }

    private enum Column {
        MRN,
        GIVEN,
        MIDDLE,
        FAMILY,
        NAME,
        BIRTH,
        PHONE,
        EMAIL,
        MEMBER
    }

    private static Map<String, Column> columns() {
        Map<String, Column> columns = new HashMap<>();
        put(columns, Column.MRN, "mrn", "medicalrecordnumber", "patientid", "patid", "patmrn");
        put(columns, Column.GIVEN, "given", "givenname", "firstname", "patfirstname", "first");
        put(columns, Column.MIDDLE, "middle", "middlename");
        put(columns, Column.FAMILY, "family", "familyname", "lastname", "surname", "last");
        put(columns, Column.NAME, "name", "patientname", "fullname", "patname");
        put(columns, Column.BIRTH, "dob", "birthdate", "dateofbirth", "born");
        put(
                columns,
                Column.PHONE,
                "phone",
                "homephone",
                "mobile",
                "mobilephone",
                "cell",
                "workphone",
                "telephone");
        put(columns, Column.EMAIL, "email", "emailaddress", "mail");
        put(columns, Column.MEMBER, "mbi", "memberid", "medicareid", "hicn", "subscriberid");
        return columns;
    }

    private static void put(Map<String, Column> columns, Column column, String... names) {
        for (String name : names) {
            columns.put(name, column);
        }
    }

    /// Patients read.
    public long rows() {
        return rows;
    }

    /// Of them those without an MRN, or with one that is too long: they are not in the index.
    public long refused() {
        return refused;
    }

    /// Reads one export; its first line says which of the two it is.
    ///
    /// @throws UnreadableExportException where it is neither
    public void read(BufferedReader export) throws IOException, UnreadableExportException {
        Optional<String> first = line(export);
        if (first.isEmpty()) {
            throw new UnreadableExportException("is empty");
        }
        String head = first.get().startsWith("\uFEFF") ? first.get().substring(1) : first.get();
        if (head.startsWith("MSH") || head.startsWith("\u000bMSH") || head.startsWith("FHS")) {
            hl7(head, export);
        } else {
            csv(head, export);
        }
    }

    private static Optional<String> line(BufferedReader export)
            throws IOException, UnreadableExportException {
        // Readers take CR, which ends an HL7 segment, for a line end too.
        String line = export.readLine();
        if (line != null && line.length() > MAX_LINE_CHARS) {
            throw new UnreadableExportException("has a line of more than 1 MiB");
        }
        return Optional.ofNullable(line);
    }

    // ---- CSV ----

    private void csv(String head, BufferedReader export)
            throws IOException, UnreadableExportException {
        char separator = separator(head);
        List<Optional<Column>> columns = new ArrayList<>();
        for (String name : cells(head, separator, export)) {
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
            columns.add(Optional.ofNullable(COLUMNS.get(plain)));
        }
        if (!columns.contains(Optional.of(Column.MRN))) {
            throw new UnreadableExportException(
                    "is neither HL7 nor a CSV file with a column mrn in its first line");
        }
        Optional<String> line = line(export);
        while (line.isPresent()) {
            if (!line.get().isBlank()) {
                row(columns, cells(line.get(), separator, export));
            }
            line = line(export);
        }
    }

    private static char separator(String head) {
        char best = ',';
        long most = -1;
        for (char candidate : new char[] {',', '\t', ';', '|'}) {
            long count = head.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    /// The cells of a record; a quoted cell may go on over line ends.
    private static List<String> cells(String line, char separator, BufferedReader export)
            throws IOException, UnreadableExportException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String text = line;
        int i = 0;
        while (true) {
            if (i == text.length()) {
                Optional<String> next = quoted ? line(export) : Optional.empty();
                if (next.isEmpty()) {
                    cells.add(cell.toString());
                    return cells;
                }
                cell.append('\n');
                if (cell.length() > MAX_LINE_CHARS) {
                    throw new UnreadableExportException("has a quoted cell that does not end");
                }
                text = next.get();
                i = 0;
                continue;
            }
            char c = text.charAt(i++);
            if (c == '"') {
                boolean doubled = quoted && i < text.length() && text.charAt(i) == '"';
                if (doubled) {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == separator && !quoted && cells.size() < MAX_COLUMNS) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
    }

    private void row(List<Optional<Column>> columns, List<String> cells) {
        Fields fields = new Fields();
        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
            String value = cells.get(i).strip();
            columns.get(i).ifPresent(column -> fields.put(column, value));
        }
        add(fields);
    }

    /// What was read of one patient. PHI.
    private static final class Fields {
        private String mrn = "";
        private String given = "";
        private String family = "";
        private String birth = "";
        private final List<String> phones = new ArrayList<>();
        private final List<String> emails = new ArrayList<>();
        private final List<String> members = new ArrayList<>();

        void put(Column column, String value) {
            if (value.isEmpty()) {
                return;
            }
            switch (column) {
                case MRN -> mrn = value;
                case GIVEN -> given = value + " " + given;
                case MIDDLE -> given = given + " " + value;
                case FAMILY -> family = value;
                case NAME -> name(value);
                case BIRTH -> birth = value;
                case PHONE -> phones.add(value);
                case EMAIL -> emails.add(value);
                case MEMBER -> members.add(value);
            }
        }

        /// `Roe, Jane Q` or `Jane Q Roe`.
        private void name(String value) {
            int comma = value.indexOf(',');
            int blank = value.strip().lastIndexOf(' ');
            if (comma >= 0) {
                family = value.substring(0, comma);
                given = value.substring(comma + 1);
            } else if (blank > 0) {
                given = value.strip().substring(0, blank);
                family = value.strip().substring(blank + 1);
            }
        }
    }

    private void add(Fields fields) {
        rows++;
        Patient patient =
                new Patient(
                        fields.mrn,
                        fields.given,
                        fields.family,
                        fields.birth,
                        fields.phones,
                        fields.emails,
                        fields.members);
        if (!patient.addTo(index)) {
            refused++;
        }
    }

    // ---- HL7 v2: PID and IN1 ----

    private void hl7(String head, BufferedReader export)
            throws IOException, UnreadableExportException {
        Optional<Fields> open = Optional.empty();
        Optional<String> line = Optional.of(head);
        while (line.isPresent()) {
            String segment = line.get().startsWith("\u000b") ? line.get().substring(1) : line.get();
            if (segment.startsWith("MSH")) {
                open.ifPresent(this::add);
                open = Optional.empty();
            } else if (segment.startsWith("PID|")) {
                open.ifPresent(this::add);
                open = Optional.of(pid(segment.split("\\|", -1)));
            } else if (segment.startsWith("IN1|") && open.isPresent()) {
                String[] fields = segment.split("\\|", -1);
                open.get().put(Column.MEMBER, component(field(fields, 36), 0));
            }
            line = line(export);
        }
        open.ifPresent(this::add);
    }

    private static Fields pid(String[] pid) {
        Fields fields = new Fields();
        String ids = field(pid, 3);
        fields.put(Column.MRN, component(repetition(ids, mrnRepetition(ids)), 0));
        String name = repetition(field(pid, 5), 0);
        fields.put(Column.FAMILY, component(name, 0));
        fields.put(Column.GIVEN, component(name, 1));
        fields.put(Column.MIDDLE, component(name, 2));
        fields.put(Column.BIRTH, field(pid, 7));
        for (int number = 13; number <= 14; number++) {
            String all = field(pid, number);
            for (int i = 0; i < repetitions(all); i++) {
                String one = repetition(all, i);
                fields.put(Column.PHONE, component(one, 0));
                fields.put(Column.EMAIL, component(one, 3));
            }
        }
        return fields;
    }

    /// The repetition of PID-3 whose type is MR, else the first.
    private static int mrnRepetition(String ids) {
        for (int i = 0; i < repetitions(ids); i++) {
            if (component(repetition(ids, i), 4).startsWith("MR")) {
                return i;
            }
        }
        return 0;
    }

    private static String field(String[] fields, int number) {
        return number < fields.length ? fields[number] : "";
    }

    private static int repetitions(String field) {
        return field.split("~", -1).length;
    }

    private static String repetition(String field, int index) {
        String[] all = field.split("~", -1);
        return index < all.length ? all[index] : "";
    }

    private static String component(String field, int index) {
        String[] all = field.split("\\^", -1);
        return index < all.length ? all[index] : "";
    }
}
