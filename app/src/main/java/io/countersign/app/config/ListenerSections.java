package io.countersign.app.config;

import io.countersign.intake.listen.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The section `listeners` of the file.
final class ListenerSections {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Pattern FORMAT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final int MAX_PORT = 65_535;

    private ListenerSections() {}

    static Map<String, Listener> read(Section section) {
        Map<String, Listener> listeners = new TreeMap<>();
        if (section.names().size() > Listener.MAX_LISTENERS) {
            section.problem("", "has more than " + Listener.MAX_LISTENERS + " listeners");
            return listeners;
        }
        for (String name : section.names()) {
            if (name.equals(IcapSection.NAME)) {
                continue;
            }
            if (!NAME.matcher(name).matches()) {
                section.problem(name, "is made of small letters, digits and hyphens, 31 at most");
            }
            listeners.put(name, listener(section.section(name)));
        }
        return listeners;
    }

    private static Listener listener(Section section) {
        Listener listener =
                new Listener(
                        protocol(section),
                        section.number("port", 0, 0, MAX_PORT),
                        section.flag("listen-on-all-interfaces", false),
                        tls(section),
                        section.number(
                                "max-connections",
                                Limits.STANDARD.maxConnections(),
                                1,
                                Limits.MAX_CONNECTIONS),
                        section.duration(
                                "message-timeout",
                                Limits.STANDARD.messageTime(),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1)),
                        sources(section.section("sources")));
        section.close();
        if (!section.states("port")) {
            section.problem("port", "must be stated");
        }
        if (listener.listenOnAllInterfaces()) {
            beyondThisMachine(section, listener.tls(), listener.sources());
        }
        credentials(section, listener.tls().isPresent(), listener.sources());
        if (listener.protocol() != Listener.Protocol.HTTP) {
            onlyForHttp(section, listener);
        }
        return listener;
    }

    /// What a listener needs that others reach.
    static void beyondThisMachine(
            Section section, Optional<Listener.Tls> tls, Map<String, Listener.Source> sources) {
        if (tls.isEmpty()) {
            section.problem(
                    "listen-on-all-interfaces", "needs tls: state tls.certificate and tls.key");
        }
        if (sources.isEmpty()
                || !sources.values().stream().allMatch(Listener.Source::hasCredentials)) {
            section.problem(
                    "listen-on-all-interfaces",
                    "needs sources, each with token-files, certificate-files or"
                            + " certificate-authority");
        }
    }

    /// Whether sources can be told apart by what they show.
    static void credentials(
            Section section, boolean withTls, Map<String, Listener.Source> sources) {
        boolean open = sources.values().stream().anyMatch(source -> !source.hasCredentials());
        if (open && sources.size() > 1) {
            section.problem(
                    "sources",
                    "cannot be told apart: each of several needs token-files, certificate-files or"
                            + " certificate-authority");
        }
        Set<String> names = new HashSet<>();
        sources.forEach((name, source) -> {
            if (source.showsCertificate() && !withTls) {
                section.problem(
                        "sources."
                                + name
                                + (source.certificateFiles().isEmpty()
                                        ? ".certificate-authority"
                                        : ".certificate-files"),
                        "needs tls: only there a client shows a certificate");
            }
            for (String of : source.certificateNames()) {
                if (!names.add(of.toLowerCase(Locale.ROOT))) {
                    section.problem(
                            "sources." + name + ".certificate-names", "names " + of + " again");
                }
            }
        });
    }

    private static void onlyForHttp(Section section, Listener listener) {
        listener.sources()
                .forEach((name, source) -> {
                    if (!source.tokenFiles().isEmpty()) {
                        section.problem(
                                "sources." + name + ".token-files",
                                "is for http: "
                                        + listener.protocol().name().toLowerCase(Locale.ROOT)
                                        + " has no place for a token, take certificate-files");
                    }
                    if (source.indexerAcknowledgement()) {
                        section.problem(
                                "sources." + name + ".indexer-acknowledgement", "is for http");
                    }
                });
    }

    private static Listener.Protocol protocol(Section section) {
        String word = section.text("protocol", "(none)");
        List<String> words =
                Arrays.stream(Listener.Protocol.values())
                        .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
                        .toList();
        int index = words.indexOf(word);
        if (index < 0) {
            section.problem("protocol", "must be one of " + String.join(", ", words));
            return Listener.Protocol.HTTP;
        }
        return Listener.Protocol.values()[index];
    }

    static Optional<Listener.Tls> tls(Section section) {
        Section tls = section.section("tls");
        boolean certificate = tls.states("certificate");
        boolean key = tls.states("key");
        Listener.Tls stated =
                new Listener.Tls(
                        tls.path("certificate", Path.of("(none)")),
                        tls.path("key", Path.of("(none)")));
        tls.close();
        if (certificate != key) {
            tls.problem(certificate ? "key" : "certificate", "must be stated too");
        }
        return certificate && key ? Optional.of(stated) : Optional.empty();
    }

    static Map<String, Listener.Source> sources(Section section) {
        Map<String, Listener.Source> sources = new TreeMap<>();
        if (section.names().size() > Listener.MAX_SOURCES) {
            section.problem("", "has more than " + Listener.MAX_SOURCES + " sources");
            return sources;
        }
        for (String name : section.names()) {
            if (name.equals(IcapSection.NAME)) {
                continue;
            }
            if (!NAME.matcher(name).matches()) {
                section.problem(name, "is made of small letters, digits and hyphens, 31 at most");
            }
            Section source = section.section(name);
            String format = source.text("format", "(by the request, else found out)");
            if (source.states("format") && !FORMAT.matcher(format).matches()) {
                source.problem("format", "is no name of an input format");
            }
            List<String> names = source.texts("certificate-names", List.of());
            sources.put(
                    name,
                    new Listener.Source(
                            source.states("format") ? Optional.of(format) : Optional.empty(),
                            paths(source, "token-files"),
                            paths(source, "certificate-files"),
                            authority(source, names),
                            names,
                            source.flag("indexer-acknowledgement", false)));
            source.close();
        }
        return sources;
    }

    /// An authority issues for many: who of them is the source is told by names.
    private static Optional<Path> authority(Section source, List<String> names) {
        boolean authority = source.states("certificate-authority");
        Path file = source.path("certificate-authority", Path.of("(none)"));
        if (authority == names.isEmpty()) {
            source.problem(
                    authority ? "certificate-names" : "certificate-authority",
                    "must be stated too: an authority's certificates count by their names");
        }
        return authority ? Optional.of(file) : Optional.empty();
    }

    private static List<Path> paths(Section section, String key) {
        return section.texts(key, List.of()).stream().map(Path::of).toList();
    }
}
