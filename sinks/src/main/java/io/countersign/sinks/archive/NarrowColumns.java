package io.countersign.sinks.archive;

import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.NestedField;

/// The columns of the two narrow tables, which are sorted by what an investigator asks for: the
/// token of a subject, or a person. Behind those they hold what the first answer shows, with the
/// names, types and values of the wide table; chain and seq lead to the rest.
final class NarrowColumns {
    /// In the wide table's order; ids count from 11.
    private static final List<String> SHARED =
            List.of(
                    "chain",
                    "seq",
                    "leaf_hash",
                    "kind",
                    "chained_at",
                    "happened_at",
                    "person",
                    "user_name",
                    "department",
                    "vendor",
                    "product",
                    "service",
                    "activity",
                    "account",
                    "org",
                    "bytes_up",
                    "action",
                    "inspected",
                    "phi",
                    "coverage",
                    "baa",
                    "disposition",
                    "severity",
                    "history",
                    "amends_chain",
                    "amends_seq",
                    "drill");

    private static final int FIRST_SHARED_ID = 11;
    private static final int FINDING_TYPES_ID = 101;

    /// One row for each subject of an event or amendment.
    static final List<Column<ArchivedSubject>> SUBJECTS = subjects();

    /// One row for each event or amendment that names somebody.
    static final List<Column<ArchivedRow>> PEOPLE = people();

    static final Schema SUBJECTS_SCHEMA = Column.schema(SUBJECTS);
    static final Schema PEOPLE_SCHEMA = Column.schema(PEOPLE);

    private NarrowColumns() {}

    /// An entry with its row of the wide table, whose values are not made twice.
    record ArchivedRow(ArchivedEntry entry, Row wide) {}

    /// A subject of an entry.
    record ArchivedSubject(ArchivedRow row, Subject subject) {
        /// All subjects of an entry, in its order.
        static List<ArchivedSubject> of(ArchivedEntry entry, Row wide) {
            ArchivedRow row = new ArchivedRow(entry, wide);
            return entry.event().map(EventEntry::getSubjects).orElse(List.of()).stream()
                    .map(subject -> new ArchivedSubject(row, subject))
                    .toList();
        }
    }

    private static List<Column<ArchivedSubject>> subjects() {
        List<Column<ArchivedSubject>> columns = new ArrayList<>();
        columns.add(
                Column.required(
                        1,
                        "token",
                        EntryColumns.HASH,
                        "Keyed token of the subject; keys change each year.",
                        s -> EntryColumns.token(s.subject().getToken())));
        columns.add(
                Column.required(
                        2,
                        "type",
                        EntryColumns.STRING,
                        "Info type that the token was made from.",
                        s -> s.subject().getType()));
        columns.add(
                Column.required(
                        3,
                        "in_index",
                        EntryColumns.BOOLEAN,
                        "Whether the patient index names this patient.",
                        s -> s.subject().getInIndex()));
        columns.addAll(shared(ArchivedSubject::row));
        return List.copyOf(columns);
    }

    private static List<Column<ArchivedRow>> people() {
        List<Column<ArchivedRow>> columns = new ArrayList<>();
        columns.add(
                Column.required(
                        1,
                        "who",
                        EntryColumns.STRING,
                        "Person id, else the user as the source spelt it.",
                        row -> row.entry().who().orElse(null)));
        columns.addAll(shared(Function.identity()));
        return List.copyOf(columns);
    }

    private static <S> List<Column<S>> shared(Function<S, ArchivedRow> row) {
        List<NestedField> wide = EntryColumns.SCHEMA.columns();
        List<Column<S>> columns = new ArrayList<>();
        int id = FIRST_SHARED_ID;
        for (String name : SHARED) {
            NestedField field = EntryColumns.SCHEMA.findField(name);
            int position = wide.indexOf(field);
            if (position < 0) {
                throw new IllegalStateException("the wide table has no column " + name);
            }
            NestedField here =
                    field.isOptional()
                            ? NestedField.optional(id++, name, field.type(), field.doc())
                            : NestedField.required(id++, name, field.type(), field.doc());
            columns.add(new Column<>(here, s -> row.apply(s).wide().value(position)));
        }
        Type types = ListType.ofRequired(FINDING_TYPES_ID + 1, EntryColumns.STRING);
        columns.add(
                Column.required(
                        FINDING_TYPES_ID,
                        "finding_types",
                        types,
                        "Info types that were found.",
                        s -> row.apply(s).entry().findingTypes()));
        return columns;
    }
}
