package io.countersign.detectors.destination;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.Service.AccountRule;
import io.countersign.detectors.destination.Service.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a request's own record shows of the account that it ran under: in the host, the path, and
/// what the source reported beside them.
final class AccountTraces {
    /// CASB instances that stand for no tenant.
    private static final List<String> NO_INSTANCE =
            List.of("public-link", "unauthenticated", "service account", "-", "");

    private AccountTraces() {}

    /// All of it, strongest first.
    static List<AccountEvidence> of(Arrival arrival, Request request) {
        List<AccountEvidence> evidence = new ArrayList<>(4);
        List<String> parts =
                request.path()
                        .filter(path -> path.length() <= Catalogue.MAX_PATH_LENGTH)
                        .map(PathTemplate::split)
                        .orElse(List.of());
        for (AccountRule rule : arrival.service().accounts()) {
            switch (rule.place()) {
                case Place.InPath place ->
                        place.template()
                                .match(parts)
                                .map(captures -> captures.get("account"))
                                .ifPresent(value -> add(evidence, rule, value));
                case Place.ByPath place ->
                        place.template()
                                .match(parts)
                                .ifPresent(matched -> add(evidence, rule, place.value()));
                case Place.InHost place -> {
                    if (place.pattern().isEmpty() || place.pattern().equals(arrival.pattern())) {
                        arrival.label().ifPresent(value -> add(evidence, rule, value));
                    }
                }
                case Place.InHint place -> {
                    for (Hint hint : request.hints()) {
                        if (hint.kind().equals(place.kind())
                                && (!isRestriction(hint) || isLetThrough(request))) {
                            add(evidence, rule, hint.value());
                        }
                    }
                }
                case Place.InAccountId _ ->
                        request.accountId().ifPresent(value -> add(evidence, rule, value));
            }
        }
        for (Hint hint : request.hints()) {
            addCommon(evidence, hint);
        }
        evidence.sort(Comparator.comparing(AccountEvidence::likelihood).reversed());
        return evidence;
    }

    /// Whether it names the one tenant that the site lets through.
    static boolean isRestriction(Hint hint) {
        return hint.kind().equals("TENANT_RESTRICTION");
    }

    /// A restriction to one tenant tells the account of a request that the service served. One to
    /// several leaves it open which, and one that the service enforced tells whose it was not.
    private static boolean isLetThrough(Request request) {
        int status = request.status().orElse(0);
        return status >= 200
                && status < 300
                && request.hints().stream().filter(AccountTraces::isRestriction).count() == 1;
    }

    /// What any source may assert about any service. None of it decides, but for a gateway key that
    /// is registered.
    private static void addCommon(List<AccountEvidence> evidence, Hint hint) {
        switch (hint.kind()) {
            case "CASB_INSTANCE" -> {
                String value = Catalogue.folded(hint.value());
                if (!NO_INSTANCE.contains(value)) {
                    add(evidence, "CASB_INSTANCE", value, Likelihood.POSSIBLE, IdKind.LOGIN_DOMAIN);
                }
            }
            case "LOGIN_EMAIL" -> {
                int at = hint.value().lastIndexOf('@');
                if (at >= 0 && at < hint.value().length() - 1) {
                    String domain = Catalogue.folded(hint.value().substring(at + 1));
                    add(evidence, "LOGIN_DOMAIN", domain, Likelihood.POSSIBLE, IdKind.LOGIN_DOMAIN);
                }
            }
            case "CASB_SANCTIONED" ->
                    add(
                            evidence,
                            "CASB_SANCTIONED",
                            Catalogue.folded(hint.value()),
                            Likelihood.POSSIBLE,
                            IdKind.SANCTION_MARK);
            case "GATEWAY_KEY" ->
                    add(
                            evidence,
                            "GATEWAY_KEY",
                            hint.value(),
                            Likelihood.LIKELY,
                            IdKind.GATEWAY_KEY);
            default -> {
                // Other kinds count only where the service has a rule for them.
            }
        }
    }

    private static void add(List<AccountEvidence> evidence, AccountRule rule, String value) {
        if (!value.isBlank()) {
            evidence.add(
                    new AccountEvidence(
                            rule.kind(), value, rule.likelihood(), rule.undocumented(), rule.id()));
        }
    }

    private static void add(
            List<AccountEvidence> evidence,
            String kind,
            String value,
            Likelihood likelihood,
            IdKind id) {
        evidence.add(new AccountEvidence(kind, value, likelihood, false, id));
    }
}
