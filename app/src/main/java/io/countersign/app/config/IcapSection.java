package io.countersign.app.config;

import io.countersign.app.config.Configuration.Icap;
import java.util.regex.Pattern;

/// Reads `listeners.icap`: the one listener whose name is its protocol, since most proxies speak
/// ICAP without TLS and without a password, and their addresses are all there is to know them by.
final class IcapSection {
    static final String NAME = "icap";

    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_BODY_MEGABYTES = 256;
    private static final int MAX_HELD_MEGABYTES = 16_384;

    /// An address and no name: names are looked up elsewhere and may change.
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private IcapSection() {}

    static Icap read(Section section, Icap standard) {
        Icap icap =
                new Icap(
                        section.number("port", standard.port(), 0, MAX_PORT),
                        section.flag("listen-on-all-interfaces", standard.listenOnAllInterfaces()),
                        section.flag(
                                "on-all-interfaces-without-tls",
                                standard.onAllInterfacesWithoutTls()),
                        section.texts("clients", standard.clients()),
                        ListenerSections.tls(section),
                        ListenerSections.sources(section.section("sources")),
                        section.number(
                                "max-connections", standard.maxConnections(), 1, MAX_CONNECTIONS),
                        section.number(
                                "max-body-megabytes",
                                standard.maxBodyMegabytes(),
                                1,
                                MAX_BODY_MEGABYTES),
                        section.number(
                                "max-held-megabytes",
                                standard.maxHeldMegabytes(),
                                1,
                                MAX_HELD_MEGABYTES));
        section.close();
        for (String client : icap.clients()) {
            if (!ADDRESS.matcher(client).matches()) {
                section.problem("clients", "each must be an IP address, such as 192.0.2.7");
            }
        }
        if (icap.onAllInterfacesWithoutTls() && icap.clients().isEmpty()) {
            section.problem(
                    "clients",
                    "must name the proxies' addresses where on-all-interfaces-without-tls is true:"
                            + " ICAP knows no password");
        }
        if (icap.onAllInterfacesWithoutTls()
                && (icap.tls().isPresent()
                        || !icap.sources().isEmpty()
                        || icap.listenOnAllInterfaces())) {
            section.problem(
                    "on-all-interfaces-without-tls",
                    "goes without tls and sources: state listen-on-all-interfaces instead");
        }
        if (icap.listenOnAllInterfaces()) {
            ListenerSections.beyondThisMachine(section, icap.tls(), icap.sources());
        }
        ListenerSections.credentials(section, icap.tls().isPresent(), icap.sources());
        icap.sources()
                .forEach((name, source) -> {
                    if (source.format().isPresent() || source.indexerAcknowledgement()) {
                        section.problem(
                                "sources." + name,
                                "takes no format and no indexer-acknowledgement: ICAP has one form");
                    }
                });
        if (icap.maxHeldMegabytes() < icap.maxBodyMegabytes()) {
            section.problem("max-held-megabytes", "must not be less than max-body-megabytes");
        }
        return icap;
    }
}
