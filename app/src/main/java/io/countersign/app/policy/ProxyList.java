package io.countersign.app.policy;

import io.countersign.detectors.destination.Access;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.Service.HostRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/// The hosts of the catalogue as a list that a proxy, a firewall or a name server loads.
///
/// Only hosts that people or programs send prompts to are listed: those with the role chat, api or
/// console that serve nothing else. Blocking a sign-in host or one that also serves storage would
/// take away more than an AI service. What a product cannot express is left out of the list and
/// named in [#leftOut()], with the reason, so that nobody believes it blocked.
///
/// @param lines the file, a line each, in the product's own form
/// @param leftOut host rules that are not in it, each with the reason
public record ProxyList(List<String> lines, List<String> leftOut) {
    private static final Set<HostRole> ROLES =
            EnumSet.of(HostRole.CHAT, HostRole.API, HostRole.CONSOLE);

    public ProxyList {
        lines = List.copyOf(lines);
        leftOut = List.copyOf(leftOut);
    }

    /// Whose form the list has.
    public enum Target {
        /// A file for `acl NAME dstdomain "FILE"`: `.name` is the name and all below it. Patterns
        /// are left out: they need `dstdom_regex`, another file.
        SQUID("squid"),
        /// A file for `acl NAME dstdom_regex "FILE"` with the patterns that `squid` leaves out.
        SQUID_REGEX("squid-regex"),
        /// A custom URL category (Zscaler's "URL Format Guidelines"): a leading period stands for
        /// the name and up to five levels below it.
        ZSCALER("zscaler"),
        /// A URL list of exact type: the name, and `*.name` for what is below it.
        NETSKOPE("netskope"),
        /// An external dynamic list of type URL (Palo Alto's formatting guidelines): `name/`,
        /// `*.name/`; `^` is exactly one label and may only stand for a whole one.
        PALOALTO_EDL("paloalto-edl"),
        /// A response policy zone (BIND and others): `name` and `*.name`, NXDOMAIN to block,
        /// passthru to allow. A name server cannot coach.
        RPZ("rpz");

        private final String word;

        Target(String word) {
            this.word = word;
        }

        /// The word of the command line.
        @Override
        public String toString() {
            return word;
        }
    }

    /// @param time which rows and terms are in force
    /// @throws IllegalArgumentException where the product has no such list: a name server cannot
    ///   warn people
    public static ProxyList of(Policy policy, Access access, Target target, Instant time) {
        if (target == Target.RPZ && access == Access.COACH) {
            throw new IllegalArgumentException(
                    "a name server cannot warn people: take --list block or allow for rpz");
        }
        TreeMap<String, HostRule> rules = new TreeMap<>();
        List<String> leftOut = new ArrayList<>();
        for (Service service : policy.catalogue().services()) {
            if (policy.register().access(service, time) != access) {
                continue;
            }
            for (HostRule rule : service.hosts()) {
                if (!ROLES.contains(rule.role())) {
                    continue;
                }
                if (rule.onlyKnownPaths()) {
                    leftOut.add(rule.name() + ": serves much else");
                } else {
                    rules.put(rule.name(), rule);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        if (target == Target.RPZ) {
            lines.addAll(zoneHead(time));
        }
        Set<String> suffixes = new HashSet<>();
        rules.values().stream()
                .filter(rule -> rule.match() == Service.HostMatch.SUFFIX)
                .forEach(rule -> suffixes.add(rule.name()));
        for (HostRule rule : rules.values()) {
            if (isBelowAnother(rule.name(), suffixes)) {
                continue;
            }
            List<String> form = form(rule, target, access);
            if (form.isEmpty() && target == Target.SQUID) {
                leftOut.add(rule.name() + ": a pattern; squid-regex has it");
            } else if (form.isEmpty() && target != Target.SQUID_REGEX) {
                leftOut.add(rule.name() + ": " + target + " has no form for this pattern");
            }
            lines.addAll(form);
        }
        return new ProxyList(lines, leftOut);
    }

    /// Squid refuses a list that names a host beside the domain above it, and no product needs it.
    private static boolean isBelowAnother(String name, Set<String> suffixes) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (suffixes.contains(name.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPattern(HostRule rule) {
        return rule.match() == Service.HostMatch.PATTERN;
    }

    private static List<String> form(HostRule rule, Target target, Access access) {
        boolean below = rule.match() == Service.HostMatch.SUFFIX;
        String name = rule.name();
        return switch (target) {
            case SQUID -> isPattern(rule) ? List.of() : List.of(below ? "." + name : name);
            case SQUID_REGEX -> isPattern(rule) ? List.of(regex(name)) : List.of();
            case ZSCALER -> isPattern(rule) ? List.of() : List.of(below ? "." + name : name);
            case NETSKOPE ->
                    isPattern(rule)
                            ? wholeFirstLabel(name)
                            : below ? List.of(name, "*." + name) : List.of(name);
            case PALOALTO_EDL ->
                    isPattern(rule)
                            ? hasPartialLabel(name)
                                    ? List.of()
                                    : List.of(name.replace('*', '^') + "/")
                            : below ? List.of(name + "/", "*." + name + "/") : List.of(name + "/");
            case RPZ -> {
                String action = access == Access.BLOCK ? " CNAME ." : " CNAME rpz-passthru.";
                yield isPattern(rule)
                        ? wholeFirstLabel(name).stream().map(each -> each + action).toList()
                        : below
                                ? List.of(name + action, "*." + name + action)
                                : List.of(name + action);
            }
        };
    }

    /// The pattern where its only `*` is its whole first label; it then also reaches deeper names.
    private static List<String> wholeFirstLabel(String pattern) {
        boolean fits = pattern.startsWith("*.") && pattern.lastIndexOf('*') == 0;
        return fits ? List.of(pattern) : List.of();
    }

    private static boolean hasPartialLabel(String pattern) {
        for (String label : pattern.split("\\.", -1)) {
            if (label.indexOf('*') >= 0 && label.length() > 1) {
                return true;
            }
        }
        return false;
    }

    private static String regex(String pattern) {
        return "^" + pattern.replace(".", "\\.").replace("*", "[a-z0-9-]+") + "$";
    }

    private static List<String> zoneHead(Instant time) {
        // Seconds of the day it was made: later lists have greater serials until the year 2106.
        String serial = String.format(Locale.ROOT, "%d", time.getEpochSecond() & 0xFFFF_FFFFL);
        return List.of(
                "$TTL 300",
                "@ IN SOA localhost. hostmaster.localhost. " + serial + " 3600 600 86400 300",
                "@ IN NS localhost.");
    }
}
