package io.countersign.app.identity;

import io.countersign.schemas.IdentityStint;
import io.countersign.sources.Columns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// People as CSV with a header line: `person` (the id), `aliases` (with `;` between them), any of
/// `login`, `upn`, `mail` and `employee_number` as aliases too, `department`, `role`, `from` and
/// `to`. Other columns are refused, so that a misspelt one is not lost.
final class PeopleCsv {
    private static final Set<String> IDS = Set.of("person", "person_id");
    private static final Set<String> SPELLINGS =
            Set.of("login", "upn", "mail", "email", "employee_number", "account");
    private static final Set<String> KNOWN =
            Set.of("aliases", "department", "role", "from", "to", "name");

    private PeopleCsv() {}

    static boolean isHeader(String head) {
        return Columns.ofCsv(head).stream().map(String::strip).anyMatch(IDS::contains);
    }

    static List<IdentityStint> read(String file, List<String> lines)
            throws InvalidIdentityFileException {
        List<IdentityStint> stints = new ArrayList<>();
        for (Row row : Row.of(file, lines)) {
            for (String column : row.cells().keySet()) {
                if (!IDS.contains(column)
                        && !SPELLINGS.contains(column)
                        && !KNOWN.contains(column)) {
                    throw new InvalidIdentityFileException(
                            file,
                            "unknown column; there are person, aliases, login, upn, mail, account, employee_number, department, role, from, to, name");
                }
            }
            Set<String> spellings = new LinkedHashSet<>();
            for (String alias : row.cell("aliases").split(";", -1)) {
                add(spellings, alias);
            }
            for (String column : SPELLINGS) {
                add(spellings, row.cell(column));
            }
            stints.add(
                    StintCheck.stint(
                            row.place(),
                            row.cell("person", "person_id"),
                            spellings,
                            row.cell("department"),
                            row.cell("role"),
                            Moments.period(row.place(), row.cell("from"), row.cell("to"))));
        }
        return stints;
    }

    private static void add(Set<String> spellings, String alias) {
        if (!alias.isBlank()) {
            spellings.add(alias.strip());
        }
    }
}
