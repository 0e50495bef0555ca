package io.countersign.forensics.query;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a question may read, in plain words. Each is a `SELECT` over the tables of the archive.
///
/// A later entry (`AMENDMENT`) says what is known now about an event: `events` is what was judged
/// at the time, and `events_now` has the latest amendment in the event's place.
public final class Views {
    /// May content have left by it, and did the proxy let it pass?
    public static final String LEFT =
            "action IS DISTINCT FROM 'BLOCKED' AND activity IN ('SEND', 'UPLOAD', 'ACTION', 'UNKNOWN')";

    private static final String EVENT_COLUMNS =
            "chain, seq, leaf_hash, chained_at, happened_at, person, user_name, identity_basis,"
                    + " department, device, source_ip, source_id, source_format,"
                    + " source_authenticated, vendor, product, service, host, host_role, activity,"
                    + " feature, model, application, account, org, method, status, bytes_up,"
                    + " bytes_down, action, user_agent_class, visibility, inspected,"
                    + " inspected_reason, phi, phi_reason, findings, subjects, hints, coverage,"
                    + " baa, coverage_reasons, disposition, severity, reasons, policy, fingerprint,"
                    + " path_token, session, transaction, history, evidence_kid,"
                    + " evidence_ciphertext, evidence_bytes, drill, more_patients, more_identifiers";

    private static final Map<String, String> SQL = sql();

    private Views() {}

    /// Names, in an order in which each stands behind what it reads.
    public static List<String> names() {
        return List.copyOf(SQL.keySet());
    }

    /// Name to `SELECT`, in that order.
    static Map<String, String> definitions() {
        return SQL;
    }

    /// What a question may need: the views and tables whose names stand in it, or in a view that it
    /// needs. To define a view the engine opens each of its files, so that it is not done for
    /// nothing.
    static Set<String> neededBy(String question) {
        Set<String> needed = new HashSet<>();
        StringBuilder text = new StringBuilder(question.toLowerCase(Locale.ROOT));
        for (String view : names().reversed()) {
            if (text.indexOf(view) >= 0) {
                needed.add(view);
                text.append(' ').append(SQL.get(view));
            }
        }
        for (ArchiveTable table : ArchiveTable.values()) {
            if (text.indexOf(table.relation()) >= 0) {
                needed.add(table.relation());
            }
        }
        return needed;
    }

    private static Map<String, String> sql() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("events", "SELECT " + EVENT_COLUMNS + " FROM entries WHERE kind = 'EVENT'");
        views.put(
                "amendments",
                "SELECT amends_chain, amends_seq, amends_leaf_hash, changed, basis, "
                        + EVENT_COLUMNS
                        + " FROM entries WHERE kind = 'AMENDMENT'");
        views.put(
                "events_now",
                """
                SELECT e.*, false AS amended, 0::BIGINT AS amended_by_seq FROM events e
                  ANTI JOIN amendments a ON a.amends_chain = e.chain AND a.amends_seq = e.seq
                UNION ALL BY NAME
                SELECT * EXCLUDE (amends_chain, amends_seq, amends_leaf_hash, changed, basis, evidence_kid, evidence_ciphertext, evidence_bytes)
                    REPLACE (amends_chain AS chain, amends_seq AS seq, amends_leaf_hash AS leaf_hash),
                  true AS amended, seq AS amended_by_seq
                FROM amendments QUALIFY row_number() OVER (PARTITION BY amends_chain, amends_seq ORDER BY seq DESC) = 1
                """);
        views.put(
                "findings",
                """
                SELECT chain, seq, leaf_hash, happened_at, person, user_name, department, service,
                  f."type" AS finding_type, f.count AS finding_count, f.likelihood AS likelihood, f.origin AS origin,
                  f.sensitivities AS sensitivities
                FROM (SELECT *, unnest(findings) AS f FROM events_now)
                """);
        views.put(
                "disclosures", "SELECT * FROM events_now WHERE phi AND drill IS NULL AND " + LEFT);
        views.put(
                "subjects",
                """
                SELECT chain, seq, leaf_hash, happened_at, person, user_name, department, service, disposition, coverage,
                  s."type" AS subject_type, s.token AS token, s.in_index AS in_index
                FROM (SELECT *, unnest(subjects) AS s FROM events_now)
                """);
        views.put(
                "coverage",
                """
                SELECT chain, seq, leaf_hash, happened_at, service, account, org, phi, coverage, baa, coverage_reasons, policy
                FROM events_now
                """);
        views.put(
                "alerts",
                """
                SELECT chain, seq, leaf_hash, chained_at, alert_id, alert_class, alert_group, severity, rules, causes
                FROM entries WHERE kind = 'ALERT'
                """);
        views.put(
                "access",
                """
                SELECT chain, seq, leaf_hash, chained_at, actor AS person, act AS action, purpose, act_count AS count,
                  evidence_kid IS NOT NULL AS reason_given, query
                FROM entries WHERE kind = 'ACCESS'
                """);
        views.put(
                "reviews",
                """
                SELECT chained_at, actor AS person, examined_from, examined_to, examined_from_leaf, examined_to_leaf,
                  examined_chain, query, outcome, act AS verdict, about_kind, about, alert_group, rules, chain, seq, leaf_hash
                FROM entries WHERE kind = 'REVIEW'
                """);
        views.put(
                "cases",
                """
                SELECT case_id, case_step, chained_at, kind, act, outcome, actor AS person, chain, seq, leaf_hash
                FROM entries WHERE kind IN ('DECISION', 'NOTICE')
                """);
        return Collections.unmodifiableMap(views);
    }
}
