package io.countersign.detectors.destination;

import java.util.List;
import java.util.Objects;

/// What a register says beside accounts and contracts.
///
/// @param selfHosted services in the site's own house
/// @param deidentified data sets that are de-identified on record
/// @param routes who handles what the sources report, on its way
/// @param useRules what may go where, in their order
public record SiteFacts(
        List<SelfHosted> selfHosted,
        List<Deidentified> deidentified,
        List<Route> routes,
        List<UseRule> useRules) {
    /// Nothing beside accounts and contracts.
    public static final SiteFacts NONE = new SiteFacts(List.of(), List.of(), List.of(), List.of());

    public SiteFacts {
        selfHosted = List.copyOf(selfHosted);
        deidentified = List.copyOf(deidentified);
        routes = List.copyOf(routes);
        useRules = List.copyOf(useRules);
    }

    /// A source declares who handles the traffic that it reports: gateways, DLP services, brokers.
    ///
    /// @param source a source id; with `*` at its end, all that begin so
    /// @param processors catalogue ids of their services
    public record Route(String source, List<String> processors) {
        public Route {
            Objects.requireNonNull(source, "source");
            processors = List.copyOf(processors);
            if (source.isBlank() || processors.isEmpty()) {
                throw new IllegalArgumentException("a route names a source and its processors");
            }
        }

        boolean isOf(String sourceId) {
            return source.endsWith("*")
                    ? sourceId.startsWith(source.substring(0, source.length() - 1))
                    : sourceId.equals(source);
        }
    }
}
