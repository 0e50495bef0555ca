package io.countersign.forensics.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The columns that questions may count on, with the engine's types. A file of an earlier release
/// lacks some; they are null there.
final class TableColumns {
    private static final String TEXT = "VARCHAR";
    private static final String TIME = "TIMESTAMP WITH TIME ZONE";
    private static final String BYTES = "BLOB";
    private static final String LONG = "BIGINT";
    private static final String TEXTS = "VARCHAR[]";
    private static final String REFERENCES = "STRUCT(chain VARCHAR, seq BIGINT, leaf_hash BLOB)[]";

    private static final Map<String, String> ENTRIES = entries();
    private static final Map<String, String> SUBJECTS = subjects();
    private static final Map<String, String> PEOPLE = people();

    private TableColumns() {}

    /// Name to type, in order.
    static Map<String, String> of(ArchiveTable table) {
        return switch (table) {
            case ENTRIES -> ENTRIES;
            case SUBJECTS -> SUBJECTS;
            case PEOPLE -> PEOPLE;
        };
    }

    private static Map<String, String> entries() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("chain", TEXT);
        columns.put("seq", LONG);
        columns.put("leaf_hash", BYTES);
        columns.put("kind", TEXT);
        columns.put("chained_at", TIME);
        columns.put("happened_at", TIME);
        all(columns, TEXT, "person", "user_name", "identity_basis", "department", "device");
        all(columns, TEXT, "source_ip", "source_id", "source_format");
        columns.put("source_authenticated", "BOOLEAN");
        all(columns, TEXT, "vendor", "product", "service", "host", "host_role", "activity");
        all(columns, TEXT, "feature", "model", "application", "account", "org", "method");
        columns.put("status", "INTEGER");
        all(columns, LONG, "bytes_up", "bytes_down");
        all(columns, TEXT, "action", "user_agent_class", "visibility", "inspected");
        columns.put("inspected_reason", TEXT);
        columns.put("phi", "BOOLEAN");
        columns.put("phi_reason", TEXT);
        columns.put(
                "findings",
                "STRUCT(\"type\" VARCHAR, count INTEGER, likelihood VARCHAR, origin VARCHAR,"
                        + " sensitivities VARCHAR[])[]");
        columns.put("subjects", "STRUCT(\"type\" VARCHAR, token BLOB, in_index BOOLEAN)[]");
        columns.put("hints", TEXTS);
        all(columns, TEXT, "coverage", "baa");
        columns.put("coverage_reasons", TEXTS);
        all(columns, TEXT, "disposition", "severity");
        columns.put("reasons", TEXTS);
        all(columns, BYTES, "policy", "fingerprint", "path_token");
        all(columns, TEXT, "session", "transaction");
        columns.put("history", "BOOLEAN");
        columns.put("evidence_kid", TEXT);
        columns.put("evidence_ciphertext", BYTES);
        columns.put("evidence_bytes", LONG);
        columns.put("amends_chain", TEXT);
        columns.put("amends_seq", LONG);
        columns.put("amends_leaf_hash", BYTES);
        columns.put("changed", TEXTS);
        all(columns, TEXT, "basis", "alert_id", "alert_class", "alert_group");
        columns.put("rules", TEXTS);
        columns.put("causes", REFERENCES);
        all(columns, TEXT, "actor", "act", "purpose");
        columns.put("act_count", LONG);
        columns.put("query", TEXT);
        all(columns, TEXT, "about_kind", "about", "code", "input_topic");
        columns.put("input_partition", "INTEGER");
        all(columns, LONG, "input_offset", "input_to");
        columns.put("drill", TEXT);
        columns.put("case_id", TEXT);
        columns.put("case_step", LONG);
        columns.put("outcome", TEXT);
        all(columns, TIME, "examined_from", "examined_to");
        all(columns, LONG, "examined_from_leaf", "examined_to_leaf");
        columns.put("examined_chain", TEXT);
        all(columns, LONG, "more_patients", "more_identifiers");
        return columns;
    }

    private static Map<String, String> subjects() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("token", BYTES);
        columns.put("type", TEXT);
        columns.put("in_index", "BOOLEAN");
        narrow(columns);
        return columns;
    }

    private static Map<String, String> people() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("who", TEXT);
        narrow(columns);
        return columns;
    }

    private static void narrow(Map<String, String> columns) {
        columns.put("happened_at", TIME);
        columns.put("chain", TEXT);
        columns.put("seq", LONG);
        columns.put("leaf_hash", BYTES);
        columns.put("kind", TEXT);
        columns.put("chained_at", TIME);
        all(columns, TEXT, "person", "user_name", "department", "vendor", "product", "service");
        all(columns, TEXT, "account", "org", "activity", "action", "inspected", "coverage", "baa");
        all(columns, TEXT, "disposition", "severity");
        columns.put("phi", "BOOLEAN");
        columns.put("bytes_up", LONG);
        columns.put("history", "BOOLEAN");
        columns.put("finding_types", TEXTS);
        columns.put("amends_chain", TEXT);
        columns.put("amends_seq", LONG);
        columns.put("drill", TEXT);
    }

    private static void all(Map<String, String> columns, String type, String... names) {
        List.of(names).forEach(name -> columns.put(name, type));
    }
}
