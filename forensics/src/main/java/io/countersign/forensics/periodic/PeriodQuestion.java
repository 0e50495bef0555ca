package io.countersign.forensics.periodic;

import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.Selection;
import io.countersign.forensics.query.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What reports ask the archive about a period. Drills are left out but where they are asked for;
/// an event is as it is judged now, with its latest amendment.
public enum PeriodQuestion {
    /// Each source with what was seen of its events.
    SOURCES(
            "Source|Format|Events|With body|Read in full|In part|Not read|Authenticated|Last",
            """
            SELECT source_id, source_format, count(*) AS events, count_if(visibility = 'BODY') AS with_body,
              count_if(inspected = 'FULL') AS in_full, count_if(inspected IN ('PARTIAL', 'BY_SOURCE')) AS in_part,
              count_if(inspected = 'NOT_INSPECTED') AS not_inspected, count_if(source_authenticated) AS authenticated,
              max(happened_at) AS last_at
            FROM events WHERE drill IS NULL AND {when}
            GROUP BY ALL ORDER BY events DESC, source_id, source_format
            """),
    /// PHI that left, by the service that got it.
    DISCLOSURES_BY_SERVICE(
            "Service|Events|Covered|Not covered|Unknown|People|Patient tokens",
            disclosuresBy("coalesce(service, vendor, 'unknown')")),
    /// PHI that left, by the department that sent it.
    DISCLOSURES_BY_DEPARTMENT(
            "Department|Events|Covered|Not covered|Unknown|People|Patient tokens",
            disclosuresBy("coalesce(department, 'unknown')")),
    /// PHI that left, in quarters of an hour: days begin at other times in other zones.
    DISCLOSURES_OVER_TIME(
            "",
            """
            SELECT epoch_ms(happened_at) // 900000 * 900000 AS at_millis, count_if(coverage = 'COVERED') AS covered,
              count_if(coverage IS DISTINCT FROM 'COVERED') AS not_covered
            FROM disclosures WHERE {when} GROUP BY ALL ORDER BY at_millis
            """),
    /// Alerts by class and severity.
    ALERT_CLASSES(
            "Class|Severity|Alerts|First|Last",
            """
            SELECT alert_class, severity, count(*) AS alerts, min(first_at) AS first_at, max(last_at) AS last_at
            FROM (
              SELECT alert_class, severity, min(chained_at) OVER (PARTITION BY alert_group) AS first_at,
                max(chained_at) OVER (PARTITION BY alert_group) AS last_at
              FROM entries WHERE kind = 'ALERT' AND {when}
              QUALIFY row_number() OVER (PARTITION BY alert_group ORDER BY {rank}, chained_at) = 1)
            GROUP BY alert_class, severity ORDER BY {rank}, alerts DESC, alert_class
            """),
    /// The worst alerts, each by its strongest entry.
    TOP_ALERTS(
            "Alert|Class|Severity|Rules|Raised|Events|Chain|Number",
            """
            SELECT alert_group, alert_class, severity, rules, chained_at, len(causes) AS causes, chain, seq
            FROM entries WHERE kind = 'ALERT' AND {when}
            QUALIFY row_number() OVER (PARTITION BY alert_group ORDER BY {rank}, chained_at) = 1
            ORDER BY {rank}, chained_at, alert_group LIMIT 20
            """),
    /// Alerts of the year until the end of the period that nobody has closed.
    REVIEW_QUEUE(
            "Severity|Waiting|Oldest",
            """
            WITH raised AS (
              SELECT alert_group, severity, min(chained_at) OVER (PARTITION BY alert_group) AS first_at
              FROM entries WHERE kind = 'ALERT' AND {when}
              QUALIFY row_number() OVER (PARTITION BY alert_group ORDER BY {rank}, chained_at) = 1),
            closed AS (
              SELECT DISTINCT alert_group FROM entries WHERE kind = 'REVIEW' AND alert_group IS NOT NULL AND {when})
            SELECT severity, count(*) AS waiting, min(first_at) AS oldest
            FROM raised ANTI JOIN closed ON closed.alert_group = raised.alert_group
            GROUP BY severity ORDER BY {rank}
            """,
            Duration.ofDays(365)),
    /// What alerts were closed as.
    REVIEWED(
            "Found|Alerts",
            """
            SELECT act AS verdict, count(*) AS alerts FROM entries
            WHERE kind = 'REVIEW' AND alert_group IS NOT NULL AND {when} GROUP BY act ORDER BY alerts DESC, act
            """),
    /// When each source of the year until the end of the period was last heard.
    LAST_HEARD(
            "",
            """
            SELECT source_id, source_format, count(*) AS events, max(happened_at) AS last_at
            FROM events WHERE drill IS NULL AND {when} GROUP BY ALL ORDER BY last_at, source_id, source_format
            """,
            Duration.ofDays(365)),
    /// Entries of each chain.
    CHAINS(
            "Chain|Entries|First number|Last number",
            """
            SELECT chain, count(*) AS entries, min(seq) AS first_seq, max(seq) AS last_seq
            FROM entries WHERE {when} GROUP BY chain ORDER BY chain
            """),
    /// What chains say about themselves and their input.
    CHAIN_NOTES(
            "Kind|Code|Entries|Last",
            """
            SELECT kind, coalesce(code, '') AS code, count(*) AS entries, max(chained_at) AS last_at
            FROM entries WHERE kind IN ('GENESIS', 'TAKEOVER', 'CLOSE', 'GAP', 'INCIDENT', 'REJECTION', 'DUPLICATE')
              AND {when}
            GROUP BY ALL ORDER BY kind, code
            """),
    /// Sent, and not read in full.
    NOT_INSPECTED(
            "Read|Why|Sends|Services|Bytes sent",
            """
            SELECT inspected, inspected_reason, count(*) AS events, count(DISTINCT service) AS services,
              sum(bytes_up) AS bytes_up
            FROM events_now WHERE drill IS NULL AND {left} AND inspected IS DISTINCT FROM 'FULL' AND {when}
            GROUP BY ALL ORDER BY events DESC, inspected, inspected_reason
            """),
    /// Sent, and nobody knows whether it was PHI.
    UNDECIDED(
            "Why|Sends",
            """
            SELECT phi_reason, count(*) AS events FROM events_now
            WHERE drill IS NULL AND {left} AND phi IS NULL AND {when}
            GROUP BY ALL ORDER BY events DESC, phi_reason
            """),
    /// What a department sends by one application to one service.
    WORKLOADS(
            "",
            """
            SELECT coalesce(department, 'unknown') AS department, coalesce(application, '') AS application,
              coalesce(service, vendor, 'unknown') AS service, count(*) AS sends, count_if(phi) AS with_phi,
              count_if(phi IS NULL) AS undecided, count_if(phi AND coverage = 'COVERED') AS covered
            FROM events_now WHERE drill IS NULL AND {left} AND {when}
            GROUP BY ALL ORDER BY with_phi DESC, sends DESC, department, application, service LIMIT 200
            """),
    /// Policies by which events were judged.
    POLICIES(
            "",
            """
            SELECT policy, count(*) AS events, min(chained_at) AS first_at, max(chained_at) AS last_at
            FROM events WHERE {when} GROUP BY policy ORDER BY first_at, policy
            """),
    /// Which department uses which service.
    USE(
            "",
            """
            SELECT coalesce(service, vendor, 'unknown') AS service, coalesce(department, 'unknown') AS department,
              count(DISTINCT coalesce(person, user_name)) AS people, count(*) AS events, count_if({left}) AS sends,
              count_if(phi AND {left}) AS with_phi, string_agg(DISTINCT account, ' ' ORDER BY account) AS accounts,
              string_agg(DISTINCT baa, ' ' ORDER BY baa) AS baa, min(happened_at) AS first_at,
              max(happened_at) AS last_at
            FROM events_now WHERE drill IS NULL AND {when}
            GROUP BY 1, 2 ORDER BY service, department
            """),
    /// Which models were asked at which service.
    MODELS(
            "",
            """
            SELECT coalesce(service, vendor, 'unknown') AS service, model, count(*) AS events,
              count(DISTINCT coalesce(department, 'unknown')) AS departments, max(happened_at) AS last_at
            FROM events_now WHERE drill IS NULL AND model IS NOT NULL AND {when}
            GROUP BY ALL ORDER BY service, model
            """),
    /// Drills, and of how many of their events an alert was raised.
    DRILLS(
            "Drill|At|Sources|Events|With an alert",
            """
            WITH drilled AS (
              SELECT drill, chain, seq, happened_at, source_id FROM events WHERE drill IS NOT NULL AND {when}),
            alerted AS (
              SELECT DISTINCT c.chain AS chain, c.seq AS seq
              FROM (SELECT unnest(causes) AS c FROM entries WHERE kind = 'ALERT' AND {when}))
            SELECT drill, min(happened_at) AS drilled_at, string_agg(DISTINCT source_id, ' ' ORDER BY source_id) AS sources,
              count(*) AS events, count(alerted.seq) AS alerted
            FROM drilled LEFT JOIN alerted ON alerted.chain = drilled.chain AND alerted.seq = drilled.seq
            GROUP BY drill ORDER BY drilled_at, drill
            """),
    /// Who was let see what.
    ACCESS(
            "Action|Purpose|Times|Rows or values",
            """
            SELECT act AS action, purpose, count(*) AS times, sum(act_count) AS rows
            FROM entries WHERE kind = 'ACCESS' AND {when} GROUP BY ALL ORDER BY times DESC, action, purpose
            """);

    private static final String WHEN =
            "(happened_at >= ?::TIMESTAMPTZ AND happened_at < ?::TIMESTAMPTZ)";

    /// The most severe first.
    private static final String RANK =
            "CASE severity WHEN 'CRITICAL' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'MEDIUM' THEN 2 WHEN 'LOW' THEN 3 ELSE 4 END";

    private final String heads;
    private final String template;
    private final Duration before;

    /// @param heads what a table calls the columns, with a bar between; empty where no table shows
    ///   the rows as they are
    PeriodQuestion(String heads, String template) {
        this(heads, template, Duration.ZERO);
    }

    /// @param before how long before the period it looks
    PeriodQuestion(String heads, String template, Duration before) {
        this.heads = heads;
        this.template = template;
        this.before = before;
    }

    private static String disclosuresBy(String what) {
        return """
        WITH told AS (SELECT *, {what} AS name FROM disclosures WHERE {when}),
        tokens AS (
          SELECT name, count(DISTINCT s.token) AS tokens FROM (SELECT name, unnest(subjects) AS s FROM told) GROUP BY name)
        SELECT told.name AS name, count(*) AS events, count_if(coverage = 'COVERED') AS covered,
          count_if(coverage = 'NOT_COVERED') AS not_covered,
          count_if(coverage NOT IN ('COVERED', 'NOT_COVERED')) AS unknown,
          count(DISTINCT coalesce(person, user_name)) AS people, coalesce(any_value(tokens.tokens), 0) AS tokens
        FROM told LEFT JOIN tokens ON tokens.name = told.name
        GROUP BY told.name ORDER BY events DESC, told.name
        """
                .replace("{what}", what);
    }

    List<String> heads() {
        return List.of(heads.split("\\|", -1));
    }

    /// The question, whole but for its files.
    public Preset.Asked ask(Period period) {
        Instant from = period.from().minus(before);
        List<String> values = new ArrayList<>();
        int times = template.split("\\{when\\}", -1).length - 1;
        for (int i = 0; i < times; i++) {
            values.add(from.toString());
            values.add(period.to().toString());
        }
        return new Preset.Asked(
                template.replace("{when}", WHEN)
                        .replace("{rank}", RANK)
                        .replace("{left}", "(" + Views.LEFT + ")"),
                values,
                new Selection(
                        ArchiveTable.ENTRIES,
                        List.of(),
                        Optional.of(from),
                        Optional.of(period.to())));
    }
}
