package io.countersign.detectors.destination;

import io.countersign.detectors.destination.Service.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What the vendors' terms say of a recipient, as details of a coverage, put together once for each
/// set of terms that applies. Safe for any number of threads.
final class RecipientTexts {
    /// A detail is no longer.
    private static final int MAX_TOLD = 200;

    /// @param terms a bit for each of the service's terms that applies
    private record Applying(String service, long terms) {}

    /// As many as the catalogue has sets of terms: what a record says picks among them.
    private final Map<Applying, List<String>> known = new ConcurrentHashMap<>();

    /// @param plan empty: not known, and all terms of the time apply
    List<String> of(Service service, Optional<String> plan, Instant time) {
        List<Terms> all = service.terms();
        long applying =
                plan.flatMap(name -> service.termsOf(name, time))
                        .map(terms -> 1L << all.indexOf(terms))
                        .orElseGet(() -> inForce(all, time));
        return known.computeIfAbsent(
                new Applying(service.id(), applying), key -> details(all, key.terms()));
    }

    private static long inForce(List<Terms> all, Instant time) {
        long applying = 0;
        for (int i = 0; i < all.size(); i++) {
            applying |= all.get(i).period().contains(time) ? 1L << i : 0;
        }
        return applying;
    }

    private static List<String> details(List<Terms> all, long applying) {
        List<Terms> terms = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((applying & 1L << i) != 0) {
                terms.add(all.get(i));
            }
        }
        List<String> details = new ArrayList<>();
        tell(details, "trains_on_input", terms, each -> each.recipient().trainsOnInput().word());
        tell(details, "recipient_retention", terms, each -> each.recipient().retention());
        tell(details, "human_review", terms, each -> each.recipient().humanReview());
        tell(details, "how_to_get", terms, Terms::howToGet);
        return List.copyOf(details);
    }

    private static void tell(
            List<String> details, String key, List<Terms> terms, Function<Terms, String> of) {
        Set<String> texts = new LinkedHashSet<>();
        for (Terms each : terms) {
            texts.add(of.apply(each));
        }
        texts.removeIf(String::isBlank);
        String text = String.join("; ", texts);
        if (!text.isEmpty()) {
            details.add(
                    key + "=" + (text.length() > MAX_TOLD ? text.substring(0, MAX_TOLD) : text));
        }
    }
}
