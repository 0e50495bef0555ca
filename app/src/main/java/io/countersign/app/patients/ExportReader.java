package io.countersign.app.patients;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads patients out of exports, one after the other: CSV with a header line (RFC 4180), or HL7 v2
/// messages, of which the PID and IN1 segments count. What is read is PHI. One instance reads one
/// export after the other.
public final class ExportReader {
    /// A longer line is no export's.
    public static final int MAX_LINE_CHARS = 1 << 20;

    private static final int MAX_COLUMNS = 512;

    private static final Map<String, Column> COLUMNS = columns();

    /// Takes what was read of one patient.
    @FunctionalInterface
    public interface Rows {
        void row(ExportedPatient patient) throws IOException;
    }

    private final Rows rows;
    private long lines;

    public ExportReader(Rows rows) {
        this.rows = rows;
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
        MEMBER,
        STREET,
        CITY,
        STATE,
        POSTAL_CODE,
        COUNTRY
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
        put(columns, Column.STREET, "street", "address", "addressline", "streetaddress", "addr");
        put(columns, Column.CITY, "city", "town");
        put(columns, Column.STATE, "state", "stateprovince", "residencestate");
        put(columns, Column.POSTAL_CODE, "zip", "zipcode", "postalcode", "postcode");
        put(columns, Column.COUNTRY, "country", "countrycode");
        return columns;
    }

    private static void put(Map<String, Column> columns, Column column, String... names) {
        for (String name : names) {
            columns.put(name, column);
        }
    }

    /// Reads one export; its first line says which of the two it is.
    ///
    /// @throws UnreadableExportException where it is neither
    public void read(BufferedReader export) throws IOException, UnreadableExportException {
        lines = 0;
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

    private Optional<String> line(BufferedReader export)
            throws IOException, UnreadableExportException {
        // Readers take CR, which ends an HL7 segment, for a line end too.
        String line = export.readLine();
        if (line != null && line.length() > MAX_LINE_CHARS) {
            throw new UnreadableExportException("has a line of more than 1 MiB");
        }
        lines++;
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
                long number = lines;
                row(number, columns, cells(line.get(), separator, export));
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
    private List<String> cells(String line, char separator, BufferedReader export)
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

    private void row(long number, List<Optional<Column>> columns, List<String> cells)
            throws IOException {
        Fields fields = new Fields(number);
        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
            String value = cells.get(i).strip();
            columns.get(i).ifPresent(column -> fields.put(column, value));
        }
        rows.row(fields.patient());
    }

    /// What was read of one patient. PHI.
    private static final class Fields {
        private final long line;
        private String mrn = "";
        private String given = "";
        private String family = "";
        private String birth = "";
        private final List<String> phones = new ArrayList<>();
        private final List<String> emails = new ArrayList<>();
        private final List<String> members = new ArrayList<>();
        private String street = "";
        private String city = "";
        private String state = "";
        private String postalCode = "";
        private String country = "";

        Fields(long line) {
            this.line = line;
        }

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
                case STREET -> street = value;
                case CITY -> city = value;
                case STATE -> state = value;
                case POSTAL_CODE -> postalCode = value;
                case COUNTRY -> country = value;
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

        ExportedPatient patient() {
            return new ExportedPatient(
                    line,
                    mrn,
                    given.strip().replaceAll("\\s+", " "),
                    family.strip(),
                    birth,
                    phones,
                    emails,
                    members,
                    street,
                    city,
                    state,
                    postalCode,
                    country);
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
                take(open);
                open = Optional.empty();
            } else if (segment.startsWith("PID|")) {
                take(open);
                open = Optional.of(pid(segment.split("\\|", -1)));
            } else if (segment.startsWith("IN1|") && open.isPresent()) {
                String[] fields = segment.split("\\|", -1);
                open.get().put(Column.MEMBER, component(field(fields, 36), 0));
            }
            line = line(export);
        }
        take(open);
    }

    private void take(Optional<Fields> open) throws IOException {
        if (open.isPresent()) {
            rows.row(open.get().patient());
        }
    }

    private Fields pid(String[] pid) {
        Fields fields = new Fields(lines);
        String ids = field(pid, 3);
        fields.put(Column.MRN, component(repetition(ids, mrnRepetition(ids)), 0));
        String name = repetition(field(pid, 5), 0);
        fields.put(Column.FAMILY, component(name, 0));
        fields.put(Column.GIVEN, component(name, 1));
        fields.put(Column.MIDDLE, component(name, 2));
        fields.put(Column.BIRTH, field(pid, 7));
        String home = repetition(field(pid, 11), 0);
        fields.put(Column.STREET, street(home));
        fields.put(Column.CITY, component(home, 2));
        fields.put(Column.STATE, component(home, 3));
        fields.put(Column.POSTAL_CODE, component(home, 4));
        fields.put(Column.COUNTRY, component(home, 5));
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

    /// XAD-1 of which a street may be a component of its own, and XAD-2.
    private static String street(String address) {
        String first = component(address, 0);
        int end = first.indexOf('&');
        return ((end < 0 ? first : first.substring(0, end)) + " " + component(address, 1)).strip();
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
