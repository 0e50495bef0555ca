package io.countersign.detectors.destination;

import io.countersign.detectors.destination.HostIndex.Located;
import io.countersign.detectors.destination.Service.HostRule;
import io.countersign.detectors.destination.Service.PathRule;
import java.util.List;
import java.util.Optional;

/// Where a request arrived: a service, and what the host said about it.
///
/// @param pattern the host pattern that matched, else empty
/// @param label what its first `*` stood for
record Arrival(Service service, HostRole role, String pattern, Optional<String> label) {
    /// An unmatched body of this size at a host that takes prompts is reported as drift of the path
    /// rules.
    private static final long PATH_DRIFT_BYTES = 4096;

    static Arrival at(Located located) {
        HostRule rule = located.rule();
        return new Arrival(
                located.service(),
                rule.role(),
                located.label().isPresent() ? rule.name() : "",
                located.label());
    }

    /// Without a host of the vendor: the first role of the service stands in.
    static Arrival byName(Service service) {
        HostRole role =
                service.hosts().stream()
                        .map(HostRule::role)
                        .filter(each -> each == HostRole.API || each == HostRole.CHAT)
                        .findFirst()
                        .orElse(HostRole.CHAT);
        return new Arrival(service, role, "", Optional.empty());
    }

    /// The first rule that fits the request's path.
    Optional<PathRule> matchPath(Request request) {
        if (request.path().isEmpty() || request.path().get().length() > Catalogue.MAX_PATH_LENGTH) {
            return Optional.empty();
        }
        List<String> parts = PathTemplate.split(request.path().get());
        for (PathRule rule : service.paths()) {
            if (rule.period().contains(request.time())
                    && (rule.roles().isEmpty() || rule.roles().contains(role))
                    && (rule.methods().isEmpty()
                            || request.method().map(rule.methods()::contains).orElse(true))
                    && rule.template().match(parts).isPresent()) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /// What the request did there.
    ///
    /// @param path the rule that fits its path
    /// @param reasons takes what it rests on
    Activity activity(Request request, Optional<PathRule> path, List<Reason> reasons) {
        if (path.isPresent()) {
            return byRule(path.get(), request, reasons);
        }
        return switch (role) {
            case TELEMETRY, AUTH, WATCHED -> Activity.NOT_A_SEND;
            // The name of the vendor's site also catches hosts that the catalogue does not know
            // yet.
            case ASSET ->
                    request.path().isPresent() && isLargeBody(request)
                            ? byMethod(request, reasons)
                            : Activity.NOT_A_SEND;
            case CHAT, API, CONSOLE -> byMethod(request, reasons);
        };
    }

    private static Activity byRule(PathRule rule, Request request, List<Reason> reasons) {
        if (rule.undocumented()) {
            reasons.add(Reason.UNDOCUMENTED_PATH_RULE);
        }
        if (rule.sendFromBytes().isEmpty()) {
            return rule.activity();
        }
        if (request.bytesUp().isEmpty()) {
            reasons.add(Reason.BYTES_NOT_IN_RECORD);
            return rule.activity();
        }
        boolean send = request.bytesUp().getAsLong() >= rule.sendFromBytes().getAsLong();
        reasons.add(send ? Reason.SEND_BY_SIZE : Reason.SMALLER_THAN_A_SEND);
        return send ? Activity.SEND : rule.activity();
    }

    private static Activity byMethod(Request request, List<Reason> reasons) {
        if (request.download()) {
            return Activity.READ;
        }
        if (request.path().isEmpty() || request.method().orElse("").equals("CONNECT")) {
            reasons.add(Reason.PATH_NOT_IN_RECORD);
            return Activity.UNKNOWN;
        }
        return switch (request.method().orElse("")) {
            case "GET", "HEAD", "OPTIONS", "DELETE", "TRACE" -> Activity.READ;
            default -> {
                if (isLargeBody(request)) {
                    reasons.add(Reason.PATH_DRIFT);
                }
                yield Activity.UNKNOWN;
            }
        };
    }

    private static boolean isLargeBody(Request request) {
        return request.bytesUp().orElse(0) >= PATH_DRIFT_BYTES;
    }
}
