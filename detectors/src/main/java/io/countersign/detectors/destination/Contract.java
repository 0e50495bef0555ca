package io.countersign.detectors.destination;

import io.countersign.detectors.destination.Agreement.Party;
import io.countersign.detectors.destination.Service.FeatureTerms;
import io.countersign.detectors.destination.Service.ModelTerms;
import io.countersign.detectors.destination.Service.Offer;
import io.countersign.detectors.destination.Service.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one row of the register covers of a service at a time, read together with the vendor's
/// terms for the row's plan.
record Contract(Agreement row, Service service, Instant time) {
    /// What it says of a request of the row's account.
    Coverage covers(Destination destination, Request request) {
        return lacks().orElseGet(() -> ofParts(destination, request));
    }

    /// What it says of the service as a whole, where no record shows what was used of it.
    Coverage coversAll() {
        return lacks().orElseGet(this::inForce);
    }

    /// What the contract lacks, whatever the request did. The vendor's text goes first: where it
    /// signs nothing for the plan, a signature would not help.
    private Optional<Coverage> lacks() {
        Optional<Terms> terms = service.termsOf(row.plan(), time);
        if (terms.isPresent() && terms.get().offer() == Offer.NEVER) {
            return Optional.of(notCovered(Reason.PLAN_NOT_COVERED, "plan=" + row.plan()));
        }
        if (row.signed().isEmpty()) {
            return Optional.of(notCovered(Reason.NO_SIGNED_BAA));
        }
        if (row.party() == Party.PERSON) {
            return Optional.of(notCovered(Reason.NOT_THE_SITES_CONTRACT));
        }
        if (row.signed().get().isAfter(time)) {
            return Optional.of(notCovered(Reason.NO_ROW_IN_FORCE));
        }
        if (terms.isEmpty()) {
            return Optional.of(unknown(Reason.NO_TERMS_FOR_TIME));
        }
        return unmet(terms.get().requires());
    }

    /// What the request used of the service: the model first, then each part of the product. What
    /// is not covered decides at once; what the vendor leaves open only where nothing else does.
    private Coverage ofParts(Destination destination, Request request) {
        Optional<Coverage> ofModel = ofModel(service.model(request));
        if (isNotCovered(ofModel)) {
            return ofModel.get();
        }
        List<FeatureTerms> features =
                service.features().stream()
                        .filter(each -> isForPlan(each.plans()) && each.period().contains(time))
                        .toList();
        Optional<Coverage> open = ofModel;
        for (String part : destination.parts(request)) {
            Optional<Coverage> ofPart = ofPart(features, part);
            if (isNotCovered(ofPart)) {
                return ofPart.get();
            }
            if (ofPart.isPresent()) {
                open = ofPart;
            }
        }
        if (open.isPresent()) {
            return open.get();
        }
        return hidesPath(request) && pathTellsWhatIsNotCovered(features)
                ? unknown(Reason.PATH_NOT_IN_RECORD)
                : inForce();
    }

    private static boolean isNotCovered(Optional<Coverage> coverage) {
        return coverage.isPresent() && coverage.get().state() == CoverageState.NOT_COVERED;
    }

    /// What the vendor's text says of the model; empty where the BAA reaches it.
    private Optional<Coverage> ofModel(Optional<String> model) {
        Optional<Coverage> open = Optional.empty();
        for (ModelTerms terms : service.models()) {
            if (isForPlan(terms.plans()) && terms.apply(model, time)) {
                switch (terms.offer()) {
                    case NEVER -> {
                        return Optional.of(
                                notCovered(Reason.MODEL_NOT_COVERED, "model=" + terms.name()));
                    }
                    case NOT_ESTABLISHED -> open = Optional.of(notEstablished(terms.name()));
                    case POSSIBLE -> {}
                }
            }
        }
        return open;
    }

    /// What the vendor's text says of one part of the product; empty where the BAA reaches it.
    /// Several terms for one part are several ways to have it covered, unless one of them rules it
    /// out.
    private Optional<Coverage> ofPart(List<FeatureTerms> features, String part) {
        Optional<Coverage> lacking = Optional.empty();
        boolean met = false;
        boolean named = false;
        for (FeatureTerms feature : features) {
            if (feature.isOf(part)) {
                named = true;
                switch (feature.offer()) {
                    case NEVER -> {
                        return Optional.of(
                                notCovered(
                                        Reason.FEATURE_NOT_COVERED,
                                        "feature=" + feature.feature()));
                    }
                    case NOT_ESTABLISHED ->
                            lacking = Optional.of(notEstablished(feature.feature()));
                    case POSSIBLE -> {
                        Optional<Coverage> unmet = unmet(feature.requires());
                        met |= unmet.isEmpty();
                        lacking = lacking.or(() -> unmet);
                    }
                }
            }
        }
        if (met) {
            return Optional.empty();
        }
        // A vendor that lists parts leaves what is not listed open.
        return named || features.isEmpty() ? lacking : Optional.of(notEstablished(part));
    }

    private static boolean hidesPath(Request request) {
        return request.path().isEmpty()
                && (request.visibility() == Visibility.CONNECT
                        || request.visibility() == Visibility.DNS);
    }

    private boolean pathTellsWhatIsNotCovered(List<FeatureTerms> features) {
        return service.paths().stream()
                .flatMap(path -> path.feature().stream())
                .anyMatch(part ->
                        features.stream()
                                .anyMatch(each -> each.offer() == Offer.NEVER && each.isOf(part)));
    }

    private boolean isForPlan(Set<String> plans) {
        return plans.isEmpty() || plans.contains(row.plan());
    }

    private Optional<Coverage> unmet(List<Condition> conditions) {
        for (Condition condition : conditions) {
            if (!isMet(condition)) {
                return Optional.of(
                        notCovered(
                                condition instanceof Condition.SignedFrom
                                        ? Reason.SIGNED_BEFORE_INCLUSION
                                        : Reason.CONDITION_NOT_MET,
                                "needs=" + condition.words()));
            }
        }
        return Optional.empty();
    }

    private boolean isMet(Condition condition) {
        return switch (condition) {
            case Condition.Setting setting -> row.settings().contains(setting.name());
            case Condition.Retention retention ->
                    row.retention().equals(Optional.of(retention.mode()));
            case Condition.SignedFrom from ->
                    row.signed().filter(at -> !at.isBefore(from.time())).isPresent();
        };
    }

    private Coverage inForce() {
        return Coverage.byRow(row, CoverageState.COVERED, Reason.BAA_IN_FORCE);
    }

    private Coverage notCovered(Reason reason, String... details) {
        return Coverage.byRow(row, CoverageState.NOT_COVERED, reason, details);
    }

    private Coverage notEstablished(String part) {
        return unknown(Reason.FEATURE_NOT_ESTABLISHED, "feature=" + part);
    }

    private Coverage unknown(Reason reason, String... details) {
        return Coverage.byRow(row, CoverageState.UNKNOWN, reason, details);
    }
}
