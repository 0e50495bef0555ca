package io.countersign.detectors.destination;

import io.countersign.detectors.destination.Service.HostRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the service of a host: at label boundaries only, exact before suffix before pattern, the
/// longest first. One hash lookup per label beyond the last, so that the many hosts that are none
/// of ours cost little.
final class HostIndex {
    /// DNS allows no longer names; longer ones match nothing.
    static final int MAX_HOST_LENGTH = 253;

    record Located(Service service, HostRule rule, Optional<String> label) {}

    private static final class Node {
        Optional<Located> exact = Optional.empty();
        Optional<Located> suffix = Optional.empty();
        final List<Located> patterns = new ArrayList<>(0);
    }

    private final Map<String, Node> nodes = new HashMap<>();

    HostIndex(List<Service> services) {
        for (Service service : services) {
            for (HostRule rule : service.hosts()) {
                add(new Located(service, rule, Optional.empty()));
            }
        }
        for (Service service : services) {
            for (HostRule rule : service.hosts()) {
                refuseShadowed(rule);
            }
        }
    }

    /// A suffix goes before a pattern, so a pattern below one would never match.
    private void refuseShadowed(HostRule rule) {
        int last = rule.name().lastIndexOf('.');
        for (int start = rule.name().lastIndexOf('*') + 1;
                rule.match() == Service.HostMatch.PATTERN && start < last;
                start = rule.name().indexOf('.', start) + 1) {
            Node node = nodes.get(rule.name().substring(start));
            if (node != null && node.suffix.isPresent()) {
                throw new IllegalArgumentException(
                        "the suffix "
                                + node.suffix.get().rule().name()
                                + " hides the pattern "
                                + rule.name());
            }
        }
    }

    private void add(Located located) {
        HostRule rule = located.rule();
        switch (rule.match()) {
            case EXACT -> {
                Node node = node(rule.name());
                refuseSecond(node.exact, rule);
                node.exact = Optional.of(located);
            }
            case SUFFIX -> {
                Node node = node(rule.name());
                refuseSecond(node.suffix, rule);
                node.suffix = Optional.of(located);
            }
            case PATTERN -> {
                String tail = rule.name().substring(rule.name().lastIndexOf('*') + 1);
                tail = tail.substring(tail.indexOf('.') + 1);
                if (tail.indexOf('.') < 0) {
                    throw new IllegalArgumentException(
                            "the last two labels of a pattern hold no *: " + rule.name());
                }
                Node node = node(tail);
                for (Located other : node.patterns) {
                    refuseSecond(
                            other.rule().name().equals(rule.name())
                                    ? Optional.of(other)
                                    : Optional.empty(),
                            rule);
                }
                node.patterns.add(located);
            }
        }
    }

    private Node node(String name) {
        return nodes.computeIfAbsent(name, absent -> new Node());
    }

    private static void refuseSecond(Optional<Located> present, HostRule rule) {
        if (present.isPresent()) {
            throw new IllegalArgumentException(
                    "two services claim " + rule.name() + ": " + present.get().service().id());
        }
    }

    Optional<Located> find(String host) {
        if (host.length() > MAX_HOST_LENGTH) {
            return Optional.empty();
        }
        Optional<Located> suffix = Optional.empty();
        Optional<Located> pattern = Optional.empty();
        int last = host.lastIndexOf('.');
        for (int start = 0; start < last; start = host.indexOf('.', start) + 1) {
            Node node = nodes.get(start == 0 ? host : host.substring(start));
            if (node == null) {
                continue;
            }
            if (start == 0 && node.exact.isPresent()) {
                return node.exact;
            }
            if (suffix.isEmpty()) {
                suffix = node.suffix;
            }
            for (int i = 0; i < node.patterns.size() && pattern.isEmpty(); i++) {
                pattern = matched(node.patterns.get(i), host);
            }
        }
        return suffix.isPresent() ? suffix : pattern;
    }

    /// The pattern label by label, with what its first `*` stands for.
    private static Optional<Located> matched(Located located, String host) {
        String pattern = located.rule().name();
        Optional<String> label = Optional.empty();
        int p = 0;
        int h = 0;
        while (p <= pattern.length() && h <= host.length()) {
            int patternEnd = end(pattern, p);
            int hostEnd = end(host, h);
            int star = pattern.indexOf('*', p);
            if (star < 0 || star >= patternEnd) {
                if (patternEnd - p != hostEnd - h
                        || !pattern.regionMatches(p, host, h, patternEnd - p)) {
                    return Optional.empty();
                }
            } else {
                int before = star - p;
                int after = patternEnd - star - 1;
                if (hostEnd - h <= before + after
                        || !pattern.regionMatches(p, host, h, before)
                        || !pattern.regionMatches(star + 1, host, hostEnd - after, after)) {
                    return Optional.empty();
                }
                if (label.isEmpty()) {
                    label = Optional.of(host.substring(h + before, hostEnd - after));
                }
            }
            p = patternEnd + 1;
            h = hostEnd + 1;
        }
        return p > pattern.length() && h > host.length()
                ? Optional.of(new Located(located.service(), located.rule(), label))
                : Optional.empty();
    }

    private static int end(String name, int start) {
        int dot = name.indexOf('.', start);
        return dot < 0 ? name.length() : dot;
    }
}
