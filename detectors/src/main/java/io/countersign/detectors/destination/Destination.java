package io.countersign.detectors.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Who is at the other end of a request, and under which account.
///
/// @param vendor the vendor's name
/// @param product the product's name
/// @param hostRole what the host does for the product
/// @param activity what the request did
/// @param account whose account it ran under
/// @param org the account by the site's register where it is CORPORATE, else the id that decided,
///   else absent
/// @param evidence all that the record shows about the account, strongest first
/// @param visibility what the source could show
/// @param serviceId the catalogue's id of the product, such as `anthropic.claude`
/// @param reasons codes of [Reason], in the order in which they arose
/// @param feature the part of the product that the path names, such as `batch`
/// @param links ids of further services that the record shows on the way, such as the gateway whose
///   host was called
public record Destination(
        String vendor,
        String product,
        HostRole hostRole,
        Activity activity,
        AccountKind account,
        Optional<String> org,
        List<AccountEvidence> evidence,
        Visibility visibility,
        String serviceId,
        List<String> reasons,
        Optional<String> feature,
        List<String> links) {
    public Destination {
        Objects.requireNonNull(vendor, "vendor");
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(hostRole, "hostRole");
        Objects.requireNonNull(activity, "activity");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(org, "org");
        evidence = List.copyOf(evidence);
        Objects.requireNonNull(visibility, "visibility");
        Objects.requireNonNull(serviceId, "serviceId");
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(feature, "feature");
        links = List.copyOf(links);
    }

    /// With nothing else on the way.
    public Destination(
            String vendor,
            String product,
            HostRole hostRole,
            Activity activity,
            AccountKind account,
            Optional<String> org,
            List<AccountEvidence> evidence,
            Visibility visibility,
            String serviceId,
            List<String> reasons,
            Optional<String> feature) {
        this(
                vendor,
                product,
                hostRole,
                activity,
                account,
                org,
                evidence,
                visibility,
                serviceId,
                reasons,
                feature,
                List.of());
    }

    /// More parts of a product than one request uses.
    private static final int MAX_PARTS = 32;

    /// The parts of the product that the path or the source names.
    List<String> parts(Request request) {
        List<String> parts = new ArrayList<>(1);
        feature.ifPresent(parts::add);
        for (Hint hint : request.hints()) {
            if (hint.kind().equals(Hint.FEATURE) && parts.size() < MAX_PARTS) {
                parts.add(hint.value().strip().toLowerCase(Locale.ROOT));
            }
        }
        return parts;
    }

    /// More links than any way has.
    private static final int MAX_LINKS = 16;

    /// All further services on the way: those that the record shows, and those that its source is
    /// known to go through.
    List<String> links(Request request) {
        List<String> all = new ArrayList<>(links);
        for (Hint hint : request.hints()) {
            if (hint.kind().equals(Hint.PROCESSOR) && all.size() < MAX_LINKS) {
                all.add(hint.value());
            }
        }
        return all;
    }
}
