package io.countersign.topology.alerts;

import io.countersign.schemas.AboutKind;
import java.util.Locale;
import java.util.Optional;

/// Keeps alerts quiet. It goes on counting, and never hides a patient of ours.
///
/// @param rule empty: every rule
/// @param aboutKind absent: whoever it is about
/// @param about in any case
/// @param service vendor and product as in alerts; empty: any
/// @param untilMillis exclusive
public record Mute(
        String id,
        String owner,
        String reason,
        String rule,
        Optional<AboutKind> aboutKind,
        String about,
        String service,
        long fromMillis,
        long untilMillis) {
    public Mute {
        if (id.isBlank() || owner.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a mute needs an id, an owner and a reason");
        }
        if (untilMillis == Long.MAX_VALUE) {
            throw new IllegalArgumentException("mute " + id + " never ends: give it a day");
        }
        about = about.toLowerCase(Locale.ROOT);
    }

    public boolean covers(
            String alertRule, AboutKind kind, String whom, String where, long nowMillis) {
        return fromMillis <= nowMillis
                && nowMillis < untilMillis
                && (rule.isEmpty() || rule.equals(alertRule))
                && (aboutKind.isEmpty() || (aboutKind.get() == kind && about.equals(whom)))
                && (service.isEmpty() || service.equalsIgnoreCase(where));
    }
}
