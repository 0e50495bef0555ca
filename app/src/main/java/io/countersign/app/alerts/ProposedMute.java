package io.countersign.app.alerts;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.Alert;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.topology.alerts.Seen;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// A mute that people's closings speak for: one rule about one person, service or source was closed
/// as false five times, and never as anything else. Only a person puts it into the policy.
///
/// @param service vendor and product as in alerts
/// @param closings as false, within the days looked at
/// @param hidden alerts of these days that it would have kept quiet
/// @param shown alerts of the same scope that name patients of ours: no mute hides them
public record ProposedMute(
        String rule,
        AboutKind aboutKind,
        String about,
        String service,
        long closings,
        List<RaisedAlert> hidden,
        List<RaisedAlert> shown) {
    /// So many equal closings speak for a mute.
    public static final int CLOSINGS = 5;

    /// What it would have hidden is counted over so long.
    public static final Duration LOOKED_AT = Duration.ofDays(90);

    public ProposedMute {
        hidden = List.copyOf(hidden);
        shown = List.copyOf(shown);
    }

    private record Scope(String rule, AboutKind kind, String about, String service)
            implements Comparable<Scope> {
        static Scope of(RaisedAlert alert) {
            Alert latest = alert.latest();
            return new Scope(
                    latest.getAlertClass(),
                    latest.getAboutKind(),
                    latest.getAbout(),
                    Seen.service(latest.getEvent()));
        }

        @Override
        public int compareTo(Scope other) {
            return toString().compareTo(other.toString());
        }
    }

    /// Those that the alerts speak for; exposures are not muted.
    public static List<ProposedMute> of(Collection<RaisedAlert> alerts, long nowMillis) {
        long since = nowMillis - LOOKED_AT.toMillis();
        Map<Scope, List<RaisedAlert>> scopes = new TreeMap<>();
        for (RaisedAlert alert : alerts) {
            if (alert.raisedMillis() >= since && !alert.isExposure()) {
                scopes.computeIfAbsent(Scope.of(alert), _scope -> new ArrayList<>()).add(alert);
            }
        }
        List<ProposedMute> proposed = new ArrayList<>();
        scopes.forEach((scope, raised) -> {
            List<ReviewVerdict> verdicts =
                    raised.stream()
                            .flatMap(alert -> alert.closing().stream())
                            .map(closing -> closing.review().getVerdict())
                            .toList();
            boolean equal = verdicts.stream().allMatch(one -> one == ReviewVerdict.FALSE_ALERT);
            if (verdicts.size() >= CLOSINGS && equal) {
                proposed.add(
                        new ProposedMute(
                                scope.rule(),
                                scope.kind(),
                                scope.about(),
                                scope.service(),
                                verdicts.size(),
                                raised.stream().filter(ProposedMute::namesNone).toList(),
                                raised.stream().filter(alert -> !namesNone(alert)).toList()));
            }
        });
        return List.copyOf(proposed);
    }

    private static boolean namesNone(RaisedAlert alert) {
        return alert.latest().getCounts().getOwnPatients() == 0;
    }

    /// To paste into `alerts.yaml`; whoever answers for it fills in the rest, without which the
    /// policy is refused.
    public List<String> yaml() {
        return List.of(
                "mutes:",
                "  - id: " + id(),
                "    rule: " + rule,
                "    about: {kind: " + aboutKind + ", name: " + quoted(about) + "}",
                "    service: " + quoted(service),
                "    owner:    # who answers for it",
                "    reason:   # why these alerts are no news",
                "    until:    # the day on which it ends, such as 2027-03-01");
    }

    /// The same scope has the same id.
    private String id() {
        CRC32 crc = new CRC32();
        crc.update(
                (rule + '\n' + aboutKind + '\n' + about + '\n' + service)
                        .getBytes(StandardCharsets.UTF_8));
        return "false-alarms-" + HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /// A YAML text in double quotes.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(codePoint -> {
                    if (codePoint == '"' || codePoint == '\\') {
                        quoted.append('\\').appendCodePoint(codePoint);
                    } else if (codePoint >= ' ' && codePoint < 0x7F) {
                        quoted.appendCodePoint(codePoint);
                    } else {
                        quoted.append("\\U%08X".formatted(codePoint));
                    }
                });
        return quoted.append('"').toString();
    }
}
