package io.countersign.detectors.destination;

import java.util.List;
import java.util.Objects;

/// Machines of the site's own on which a model runs: what goes there is no disclosure.
///
/// @param id the row's id, named by verdicts
/// @param hosts the hosts, lower case; one that begins with `*.` stands for all below it
/// @param inForce when the row holds
public record SelfHosted(String id, List<String> hosts, Period inForce) {
    public SelfHosted {
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("a row id is lower case letters, digits, . and -");
        }
        hosts = List.copyOf(hosts);
        Objects.requireNonNull(inForce, "inForce");
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("row " + id + " names no host");
        }
        for (String host : hosts) {
            String name = host.startsWith("*.") ? host.substring(2) : host;
            if (!name.matches("[a-z0-9.:-]{1,253}")
                    || (!host.equals(name) && !name.contains("."))) {
                throw new IllegalArgumentException("row " + id + ": no host: " + host);
            }
        }
    }

    /// Whether the host is one of them. Matches at label boundaries only.
    boolean hasHost(String host) {
        for (String own : hosts) {
            if (own.startsWith("*.") ? host.endsWith(own.substring(1)) : host.equals(own)) {
                return true;
            }
        }
        return false;
    }
}
