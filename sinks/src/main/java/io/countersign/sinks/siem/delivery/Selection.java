package io.countersign.sinks.siem.delivery;

import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Severity;
import io.countersign.sinks.siem.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// Which entries and alerts a sink delivers. Pure: the same record always has the same answer, so
/// that a reconciliation can ask again. A drill is always taken.
///
/// @param alerts whether the records of `alert.v1` are delivered
/// @param kinds the kinds of entries
/// @param dispositions of the judged events among them. An amendment counts by its revised verdict,
///   and is delivered too where it changed the verdict: whoever got the first has to get the second
/// @param severities of judged events, amendments and alerts
public record Selection(
        boolean alerts,
        Set<EntryKind> kinds,
        Set<Disposition> dispositions,
        Set<Severity> severities) {
    public static final String ALERTS = "select.alerts";
    public static final String KINDS = "select.kinds";
    public static final String DISPOSITIONS = "select.dispositions";
    public static final String SEVERITIES = "select.severities";

    /// What an amendment that changed the verdict lists.
    private static final String VERDICT_CHANGED = "DISPOSITION";

    /// In a list: every value, and a value that is not meant.
    private static final String ALL = "ALL";

    private static final String NONE = "NONE";
    private static final String NOT = "-";

    /// The defaults of a sink, as its configuration writes them.
    public enum Standard {
        /// Alerts, violations and their amendments, and what says that the record has holes: a SIEM
        /// bills by volume.
        WHAT_MATTERS("EVENT,AMENDMENT,GAP,INCIDENT,RECONCILE", "VIOLATION"),
        /// All but tallies, and the entries that repeat what `alert.v1` delivers in full.
        EVERYTHING("ALL,-TALLY,-ALERT", "ALL"),
        /// No entry, only alerts.
        ALERTS_ONLY("NONE", "ALL");

        private final String kinds;
        private final String dispositions;

        Standard(String kinds, String dispositions) {
            this.kinds = kinds;
            this.dispositions = dispositions;
        }
    }

    public Selection {
        kinds = Set.copyOf(kinds);
        dispositions = Set.copyOf(dispositions);
        severities = Set.copyOf(severities);
    }

    /// What a sink takes whose configuration says nothing of it.
    public static Selection of(Standard standard) {
        return of(new AbstractConfig(define(new ConfigDef(), standard), Map.of(), false));
    }

    /// Adds the keys of a selection to a sink's own.
    public static ConfigDef define(ConfigDef definition, Standard standard) {
        return definition
                .define(
                        ALERTS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        ConfigDef.Importance.MEDIUM,
                        "Whether alerts are delivered.")
                .define(
                        KINDS,
                        ConfigDef.Type.LIST,
                        List.of(standard.kinds.split(",")),
                        ConfigDef.Importance.MEDIUM,
                        "Kinds of entries that are delivered; ALL or NONE, -KIND without one. ALERT entries repeat what"
                                + " alert.v1 delivers in full.")
                .define(
                        DISPOSITIONS,
                        ConfigDef.Type.LIST,
                        List.of(standard.dispositions.split(",")),
                        ConfigDef.Importance.MEDIUM,
                        "Verdicts of the events and amendments that are delivered; an amendment that changed the"
                                + " verdict is always among them.")
                .define(
                        SEVERITIES,
                        ConfigDef.Type.LIST,
                        List.of(ALL),
                        ConfigDef.Importance.MEDIUM,
                        "Severities of the events, amendments and alerts that are delivered.");
    }

    /// @throws ConfigException naming the key, for a name that does not exist
    public static Selection of(AbstractConfig config) {
        return new Selection(
                config.getBoolean(ALERTS),
                named(config, KINDS, EntryKind.class, EntryKind::valueOf),
                named(config, DISPOSITIONS, Disposition.class, Disposition::valueOf),
                named(config, SEVERITIES, Severity.class, Severity::valueOf));
    }

    /// SHA-256 of the selection, in hexadecimal digits: of its words, in the order of the schema.
    public String sha256() {
        String text =
                "alerts="
                        + alerts
                        + "\nkinds="
                        + new TreeSet<>(kinds)
                        + "\ndispositions="
                        + new TreeSet<>(dispositions)
                        + "\nseverities="
                        + new TreeSet<>(severities)
                        + "\n";
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /// Whether the sink delivers it.
    public boolean takes(Decoded.Known decoded) {
        return switch (decoded) {
            case Decoded.Raised raised -> alerts && takes(raised.alert().getSeverity());
            case Decoded.Entry entry -> takes(entry.entry());
        };
    }

    private boolean takes(AuditEntry entry) {
        if (entry.getEvent().flatMap(EventEntry::getDrill).isPresent()) {
            // Whether it arrives is what the drill is for.
            return true;
        }
        if (!kinds.contains(entry.getKind())) {
            return false;
        }
        if (entry.getEvent().isPresent()) {
            return dispositions.contains(entry.getEvent().get().getDisposition())
                    && takes(entry.getEvent().get().getSeverity());
        }
        if (entry.getAmendment().isPresent()) {
            AmendmentEntry amendment = entry.getAmendment().get();
            return amendment.getChanged().contains(VERDICT_CHANGED)
                    || (dispositions.contains(amendment.getRevised().getDisposition())
                            && takes(amendment.getRevised().getSeverity()));
        }
        return true;
    }

    private boolean takes(Severity severity) {
        return severities.contains(severity);
    }

    private static <E extends Enum<E>> Set<E> named(
            AbstractConfig config, String key, Class<E> type, Function<String, E> valueOf) {
        Set<E> found = EnumSet.noneOf(type);
        for (String given : config.getList(key)) {
            String word = given.strip().toUpperCase(Locale.ROOT);
            if (word.equals(ALL)) {
                found.addAll(EnumSet.allOf(type));
            } else if (word.equals(NONE)) {
                found.clear();
            } else if (word.startsWith(NOT)) {
                found.remove(value(key, word.substring(NOT.length()), type, valueOf));
            } else {
                found.add(value(key, word, type, valueOf));
            }
        }
        return found;
    }

    private static <E extends Enum<E>> E value(
            String key, String word, Class<E> type, Function<String, E> valueOf) {
        try {
            return valueOf.apply(word);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    key, word, "must be " + ALL + " or among " + EnumSet.allOf(type));
        }
    }
}
