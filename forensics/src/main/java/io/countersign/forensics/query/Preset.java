package io.countersign.forensics.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Questions that investigators ask again and again. Each has a name, takes at most one kind of
/// key, and a time.
///
/// A preset that knows its person or its subject reads the few files of that key; others read the
/// time asked for.
public enum Preset {
    /// All that one person did.
    PERSON(
            "person",
            "what one person sent, when, to whom, and whether it was covered",
            Key.PERSON) {
        @Override
        String sql(int keys) {
            return select(
                    "happened_at, kind, service, account, org, activity, action, phi, coverage, baa,"
                            + " disposition, severity, finding_types, bytes_up, chain, seq, leaf_hash",
                    "events_by_person",
                    in("who", "?::VARCHAR", keys),
                    "ORDER BY happened_at, chain, seq");
        }
    },
    /// All disclosures about one subject.
    SUBJECT("subject", "where one patient's identifiers went, and who sent them", Key.SUBJECT) {
        @Override
        String sql(int keys) {
            return select(
                    "happened_at, kind, coalesce(person, user_name) AS who, department, service,"
                            + " account, org, activity, action, coverage, baa, disposition, severity,"
                            + " finding_types, chain, seq, leaf_hash",
                    "subjects_by_token",
                    in("token", "from_hex(?::VARCHAR)", keys),
                    "ORDER BY happened_at, chain, seq");
        }
    },
    /// Everybody who sent something about one subject.
    WHO_ELSE("who-else", "everybody who sent something about one patient", Key.SUBJECT) {
        @Override
        String sql(int keys) {
            return select(
                    "coalesce(person, user_name) AS who, department, service, count(*) AS events,"
                            + " min(happened_at) AS first_at, max(happened_at) AS last_at,"
                            + " count_if(disposition = 'VIOLATION') AS violations",
                    "subjects_by_token",
                    in("token", "from_hex(?::VARCHAR)", keys) + " AND kind = 'EVENT'",
                    "GROUP BY ALL ORDER BY events DESC, who, service");
        }
    },
    /// Everything that went to one service.
    DESTINATION("destination", "what went to one service", Key.SERVICE) {
        @Override
        String sql(int keys) {
            return select(EVENT, "events_now", in("service", "?::VARCHAR", keys), BY_TIME);
        }
    },
    /// Everything that one department did.
    DEPARTMENT("department", "what one department sent", Key.DEPARTMENT) {
        @Override
        String sql(int keys) {
            return select(EVENT, "events_now", in("department", "?::VARCHAR", keys), BY_TIME);
        }
    },
    /// Events of one disposition.
    VERDICT("verdict", "events of one verdict: VIOLATION, REVIEW or PERMITTED", Key.DISPOSITION) {
        @Override
        String sql(int keys) {
            return select(EVENT, "events_now", in("disposition", "?::VARCHAR", keys), BY_TIME);
        }
    },
    /// Events with findings of one info type.
    CATEGORY("category", "events in which one info type was found, such as MRN", Key.INFO_TYPE) {
        @Override
        String sql(int keys) {
            return select(
                    "happened_at, coalesce(person, user_name) AS who, department, service,"
                            + " finding_type, finding_count, likelihood, origin, chain, seq, leaf_hash",
                    "findings",
                    in("finding_type", "?::VARCHAR", keys),
                    BY_TIME);
        }
    },
    /// Disclosures of PHI, covered or not.
    DISCLOSURES("disclosures", "PHI that left, covered or not", Key.NONE) {
        @Override
        String sql(int keys) {
            return select(EVENT, "disclosures", "true", BY_TIME);
        }
    },
    /// What happened in a time, in order.
    TIMELINE("timeline", "all events of a time, in order", Key.NONE) {
        @Override
        String sql(int keys) {
            return select(EVENT, "events_now", "true", BY_TIME);
        }
    },
    /// When each service was first seen, and with whom.
    FIRST_SEEN("first-seen", "when each service was first used, and by whom", Key.NONE) {
        @Override
        String sql(int keys) {
            return select(
                    "service, min(happened_at) AS first_at,"
                            + " arg_min(coalesce(person, user_name), happened_at) AS first_by,"
                            + " max(happened_at) AS last_at, count(*) AS events,"
                            + " count(DISTINCT coalesce(person, user_name)) AS people",
                    "events_now",
                    "true",
                    "GROUP BY service ORDER BY first_at");
        }
    },
    /// Where the same text went.
    SAME_TEXT("same-text", "where the same text went, by its fingerprint", Key.FINGERPRINT) {
        @Override
        String sql(int keys) {
            return select(
                    EVENT, "events_now", in("fingerprint", "from_hex(?::VARCHAR)", keys), BY_TIME);
        }
    },
    /// When each source was last heard.
    SILENT_SOURCES(
            "silent-sources", "when each source was last heard, the longest first", Key.NONE) {
        @Override
        String sql(int keys) {
            return select(
                    "source_id, source_format, max(happened_at) AS last_at, count(*) AS events",
                    "events",
                    "true",
                    "GROUP BY ALL ORDER BY last_at");
        }
    };

    /// What a preset asks about.
    public enum Key {
        NONE,
        /// A person's id or, where the directory named nobody, the spelling of the source.
        PERSON,
        /// Subject tokens as 64 hex digits, one for each year.
        SUBJECT,
        SERVICE,
        DEPARTMENT,
        DISPOSITION,
        INFO_TYPE,
        /// 64 hex digits.
        FINGERPRINT;

        /// Derived from PHI: never on a command line.
        public boolean isPhi() {
            return this == SUBJECT || this == FINGERPRINT;
        }
    }

    private static final String EVENT =
            "happened_at, coalesce(person, user_name) AS who, department, service, account, org,"
                    + " activity, action, phi, coverage, baa, disposition, severity, amended, chain,"
                    + " seq, leaf_hash";

    private static final String BY_TIME = "ORDER BY happened_at, chain, seq";

    private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

    private final String word;
    private final String description;
    private final Key key;

    Preset(String word, String description, Key key) {
        this.word = word;
        this.description = description;
        this.key = key;
    }

    /// Its SQL, with a `?` for each key and then two for the time.
    abstract String sql(int keys);

    /// As it is written on a command line.
    public String word() {
        return word;
    }

    public String description() {
        return description;
    }

    public Key key() {
        return key;
    }

    /// The preset of a word.
    public static Optional<Preset> of(String word) {
        for (Preset preset : values()) {
            if (preset.word.equals(word)) {
                return Optional.of(preset);
            }
        }
        return Optional.empty();
    }

    /// The question, whole but for its files.
    ///
    /// @param keys one or more where the preset has a key, none else
    /// @param from of the events' time, inclusive
    /// @param to of the events' time, exclusive
    public Asked ask(List<String> keys, Optional<Instant> from, Optional<Instant> to) {
        if (keys.isEmpty() != (key == Key.NONE)) {
            throw new IllegalArgumentException("a preset by " + key + " with " + keys.size());
        }
        List<String> values = new ArrayList<>(keys);
        values.add(from.orElse(Instant.EPOCH).toString());
        values.add(to.orElse(ALWAYS).toString());
        ArchiveTable table = table();
        List<String> inFiles = table == ArchiveTable.ENTRIES ? List.of() : keys;
        return new Asked(sql(keys.size()), values, new Selection(table, inFiles, from, to));
    }

    /// SQL, its values, and the files that can hold its rows.
    public record Asked(String sql, List<String> values, Selection selection) {
        @Override
        public String toString() {
            return "Asked[" + selection + "]";
        }
    }

    private ArchiveTable table() {
        return switch (key) {
            case PERSON -> ArchiveTable.PEOPLE;
            case SUBJECT -> ArchiveTable.SUBJECTS;
            case NONE, SERVICE, DEPARTMENT, DISPOSITION, INFO_TYPE, FINGERPRINT ->
                    ArchiveTable.ENTRIES;
        };
    }

    private static String select(String columns, String from, String where, String end) {
        return "SELECT "
                + columns
                + " FROM "
                + from
                + " WHERE "
                + where
                + " AND happened_at >= ?::TIMESTAMPTZ AND happened_at < ?::TIMESTAMPTZ "
                + end;
    }

    private static String in(String column, String value, int count) {
        return column + " IN (" + String.join(", ", Collections.nCopies(count, value)) + ")";
    }
}
