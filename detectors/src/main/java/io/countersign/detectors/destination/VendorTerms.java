package io.countersign.detectors.destination;

import io.countersign.detectors.destination.Service.FeatureTerms;
import io.countersign.detectors.destination.Service.ModelTerms;
import io.countersign.detectors.destination.Service.Offer;
import io.countersign.detectors.destination.Service.Terms;
import java.time.Instant;
import java.util.Optional;

/// What a vendor's own texts say of a service at a time, whatever the site signed.
record VendorTerms(Service service, Instant time) {
    /// Why no contract can cover a request; empty where one can.
    Optional<Coverage> ruleOut(Destination destination, Request request) {
        if (!areThere()) {
            return Optional.of(Coverage.of(CoverageState.UNKNOWN, Reason.NO_TERMS_FOR_TIME));
        }
        if (isNever()) {
            return Optional.of(notCovered(Reason.NEVER_COVERED));
        }
        return byPlan(destination)
                .or(() -> byPart(destination, request))
                .or(() -> byModel(request));
    }

    private boolean areThere() {
        for (Terms terms : service.terms()) {
            if (terms.period().contains(time)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the vendor signs no BAA for the service at all, in any plan.
    boolean isNever() {
        boolean any = false;
        for (Terms terms : service.terms()) {
            if (terms.period().contains(time)) {
                if (terms.offer() != Offer.NEVER) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    /// Whether some plan may come with a BAA.
    boolean isOffered() {
        for (Terms terms : service.terms()) {
            if (terms.period().contains(time) && terms.offer() == Offer.POSSIBLE) {
                return true;
            }
        }
        return false;
    }

    private Optional<Coverage> byPlan(Destination destination) {
        for (AccountEvidence item : destination.evidence()) {
            if (item.id() == IdKind.PLAN && isNever(item.value())) {
                Reason reason =
                        item.value().equals(Service.SIGNED_OUT)
                                ? Reason.SIGNED_OUT_USE
                                : Reason.PLAN_NOT_COVERED;
                return Optional.of(notCovered(reason, "plan=" + item.value()));
            }
        }
        return Optional.empty();
    }

    private boolean isNever(String plan) {
        return service.termsOf(plan, time)
                .filter(terms -> terms.offer() == Offer.NEVER)
                .isPresent();
    }

    private Optional<Coverage> byPart(Destination destination, Request request) {
        for (String part : destination.parts(request)) {
            for (FeatureTerms terms : service.features()) {
                if (terms.plans().isEmpty()
                        && terms.offer() == Offer.NEVER
                        && terms.isOf(part)
                        && terms.period().contains(time)) {
                    return Optional.of(
                            notCovered(Reason.FEATURE_NOT_COVERED, "feature=" + terms.feature()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Coverage> byModel(Request request) {
        Optional<String> model = service.model(request);
        for (ModelTerms terms : service.models()) {
            if (terms.plans().isEmpty()
                    && terms.offer() == Offer.NEVER
                    && terms.apply(model, time)) {
                return Optional.of(notCovered(Reason.MODEL_NOT_COVERED, "model=" + terms.name()));
            }
        }
        return Optional.empty();
    }

    private static Coverage notCovered(Reason reason, String... details) {
        return Coverage.of(CoverageState.NOT_COVERED, reason, details);
    }
}
