package io.countersign.topology.policy;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Agreement;
import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.Condition;
import io.countersign.detectors.destination.Deidentified;
import io.countersign.detectors.destination.Freshness;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.IdKind;
import io.countersign.detectors.destination.PathTemplate;
import io.countersign.detectors.destination.Period;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.SelfHosted;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.SiteFacts;
import io.countersign.detectors.destination.UnfitRowException;
import io.countersign.detectors.destination.UpstreamDlp;
import io.countersign.detectors.destination.UseRule;
import io.countersign.detectors.destination.WatchedApp;
import io.countersign.detectors.phi.types.InfoTypes;
import io.countersign.schemas.PolicyAccountId;
import io.countersign.schemas.PolicyAccountRule;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyDeidentified;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyFeature;
import io.countersign.schemas.PolicyHost;
import io.countersign.schemas.PolicyModel;
import io.countersign.schemas.PolicyPath;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicyRequirement;
import io.countersign.schemas.PolicyService;
import io.countersign.schemas.PolicyTerms;
import io.countersign.schemas.PolicyUpstreamDlp;
import io.countersign.schemas.PolicyUse;
import io.countersign.topology.alerts.Alerting;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads the Avro policy into the model of the detectors. Stateless; whatever does not fit is
/// refused as a whole, since half a policy would judge wrongly without a word.
public final class PolicyReader {
    /// More services, rows or rules than any catalogue has.
    public static final int MAX_SERVICES = 5_000;

    private PolicyReader() {}

    /// Rules, severities and mutes.
    ///
    /// @throws IllegalArgumentException naming what does not fit
    public static Alerting alerting(PolicyDocument document) {
        return document.getAlerting().map(Alerting::of).orElseGet(Alerting::shipped);
    }

    /// @throws IllegalArgumentException where the record is no valid policy; the message names the
    ///   service or row
    public static Policy read(PolicyDocument document) {
        if (document.getServices().size() > MAX_SERVICES) {
            throw new IllegalArgumentException("more than " + MAX_SERVICES + " services");
        }
        List<Service> services =
                document.getServices().stream().map(PolicyReader::service).toList();
        Register register =
                document.getRegister()
                        .map(each -> register(services, each))
                        .orElseGet(() -> Register.absent(services));
        return new Policy(
                document.getVersion(),
                new Catalogue(services, watched(document), register),
                register,
                new UpstreamDlp(
                        document.getUpstreamDlp().stream().map(PolicyReader::upstreamDlp).toList()),
                Freshness.dayOf(document.getCatalogueVersion()));
    }

    private static UpstreamDlp.Row upstreamDlp(PolicyUpstreamDlp row) {
        return new UpstreamDlp.Row(
                new UpstreamDlp.Name(
                        row.getSource(),
                        row.getEngine(),
                        row.getDictionary(),
                        row.getPromptClass()),
                row.getTypes().stream().map(PolicyReader::infoType).toList(),
                Likelihood.valueOf(row.getLikelihood().name()),
                row.getFromHits());
    }

    private static InfoType infoType(String name) {
        return InfoTypes.all().stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no info type " + name));
    }

    private static List<WatchedApp> watched(PolicyDocument document) {
        if (document.getWatched().size() > MAX_SERVICES) {
            throw new IllegalArgumentException("more than " + MAX_SERVICES + " watched apps");
        }
        return document.getWatched().stream()
                .map(app ->
                        new WatchedApp(
                                app.getVendor(),
                                app.getProduct(),
                                WatchedApp.Kind.valueOf(app.getKind().name()),
                                app.getApplications()))
                .toList();
    }

    private static Service service(PolicyService service) {
        try {
            return new Service(
                    service.getId(),
                    service.getVendor(),
                    service.getProduct(),
                    service.getPersonalOnly(),
                    service.getHosts().stream().map(PolicyReader::host).toList(),
                    service.getApplications(),
                    service.getPaths().stream().map(PolicyReader::path).toList(),
                    service.getAccounts().stream().map(PolicyReader::accountRule).toList(),
                    service.getTerms().stream().map(PolicyReader::terms).toList(),
                    service.getFeatures().stream().map(PolicyReader::feature).toList(),
                    service.getModels().stream().map(PolicyReader::model).toList());
        } catch (IllegalArgumentException e) {
            throw new UnfitRowException(
                    List.of(service.getId()), "service " + service.getId() + ": " + e.getMessage());
        }
    }

    private static Service.HostRule host(PolicyHost host) {
        return new Service.HostRule(
                Service.HostMatch.valueOf(host.getMatch().name()),
                host.getName(),
                role(host.getRole()),
                host.getOnlyKnownPaths());
    }

    private static HostRole role(io.countersign.schemas.HostRole role) {
        return HostRole.valueOf(role.name());
    }

    private static Service.PathRule path(PolicyPath path) {
        return new Service.PathRule(
                PathTemplate.parse(path.getTemplate()),
                Set.copyOf(path.getMethods()),
                path.getRoles().stream().map(PolicyReader::role).collect(Collectors.toSet()),
                Activity.valueOf(path.getActivity().name()),
                path.getFeature(),
                path.getSendFromBytes().map(OptionalLong::of).orElse(OptionalLong.empty()),
                path.getUndocumented(),
                period(path.getPeriod()));
    }

    private static Service.AccountRule accountRule(PolicyAccountRule rule) {
        Service.Place place =
                switch (rule.getPlace()) {
                    case IN_PATH -> new Service.Place.InPath(PathTemplate.parse(rule.getWhere()));
                    case BY_PATH ->
                            new Service.Place.ByPath(
                                    PathTemplate.parse(rule.getWhere()), rule.getValue());
                    case IN_HOST -> new Service.Place.InHost(rule.getWhere());
                    case IN_HINT -> new Service.Place.InHint(rule.getWhere());
                    case IN_ACCOUNT_ID -> new Service.Place.InAccountId();
                    case UNRECOGNISED ->
                            throw new IllegalArgumentException("unknown place of an account");
                };
        return new Service.AccountRule(
                place,
                rule.getKind(),
                IdKind.valueOf(rule.getId().name()),
                Likelihood.valueOf(rule.getLikelihood().name()),
                rule.getUndocumented());
    }

    private static Service.Terms terms(PolicyTerms terms) {
        return new Service.Terms(
                terms.getPlan(),
                terms.getPersonal(),
                Service.Offer.valueOf(terms.getOffer().name()),
                conditions(terms.getRequires()),
                terms.getHowToGet(),
                new Service.Recipient(
                        Service.Training.valueOf(terms.getTrainsOnInput().name()),
                        terms.getRecipientRetention(),
                        terms.getHumanReview()),
                terms.getSource(),
                Service.Mark.valueOf(terms.getMark().name()),
                period(terms.getPeriod()));
    }

    private static Service.FeatureTerms feature(PolicyFeature feature) {
        return new Service.FeatureTerms(
                feature.getFeature(),
                Set.copyOf(feature.getPlans()),
                Service.Offer.valueOf(feature.getOffer().name()),
                conditions(feature.getRequires()),
                feature.getSource(),
                Service.Mark.valueOf(feature.getMark().name()),
                period(feature.getPeriod()));
    }

    private static Service.ModelTerms model(PolicyModel model) {
        return new Service.ModelTerms(
                model.getName(),
                Set.copyOf(model.getPlans()),
                Service.Offer.valueOf(model.getOffer().name()),
                model.getSource(),
                Service.Mark.valueOf(model.getMark().name()),
                period(model.getPeriod()));
    }

    private static List<Condition> conditions(List<PolicyRequirement> requirements) {
        return requirements.stream().map(PolicyReader::condition).toList();
    }

    private static Condition condition(PolicyRequirement requirement) {
        return switch (requirement.getCondition()) {
            case SETTING -> new Condition.Setting(requirement.getName());
            case RETENTION -> new Condition.Retention(requirement.getName());
            case SIGNED_FROM ->
                    new Condition.SignedFrom(
                            instant(requirement.getMillis())
                                    .orElseThrow(() -> new IllegalArgumentException("no day")));
            case UNRECOGNISED -> throw new IllegalArgumentException("unknown condition");
        };
    }

    private static Register register(List<Service> services, PolicyRegister register) {
        return Register.of(
                services,
                register.getAgreements().stream().map(PolicyReader::agreement).toList(),
                register.getComplete(),
                new HashSet<>(register.getSanctioned()),
                new HashSet<>(register.getDomains()),
                new SiteFacts(
                        register.getSelfHosted().stream()
                                .map(row ->
                                        new SelfHosted(
                                                row.getId(),
                                                row.getHosts(),
                                                period(row.getInForce())))
                                .toList(),
                        register.getDeidentified().stream()
                                .map(PolicyReader::deidentified)
                                .toList(),
                        register.getRoutes().stream()
                                .map(route ->
                                        new SiteFacts.Route(
                                                route.getSource(), route.getProcessors()))
                                .toList(),
                        register.getUse().stream().map(PolicyReader::use).toList()));
    }

    private static Deidentified deidentified(PolicyDeidentified row) {
        return fitting(
                row.getId(),
                () ->
                        new Deidentified(
                                row.getId(),
                                row.getDataset(),
                                Deidentified.Method.valueOf(row.getMethod().name()),
                                row.getDocument(),
                                new HashSet<>(row.getPeople()),
                                new HashSet<>(row.getServices()),
                                period(row.getInForce())));
    }

    private static UseRule use(PolicyUse rule) {
        return fitting(
                rule.getId(),
                () ->
                        new UseRule(
                                rule.getId(),
                                new HashSet<>(rule.getPeople()),
                                new HashSet<>(rule.getDepartments()),
                                new HashSet<>(rule.getRoles()),
                                new HashSet<>(rule.getServices()),
                                new HashSet<>(rule.getTypes()),
                                count(rule.getPatientsPerPrompt()),
                                count(rule.getPatientsPerDay())));
    }

    private static <T> T fitting(String id, Supplier<T> row) {
        try {
            return row.get();
        } catch (IllegalArgumentException e) {
            throw new UnfitRowException(List.of(id), String.valueOf(e.getMessage()));
        }
    }

    private static OptionalInt count(Optional<Integer> count) {
        return count.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static Agreement agreement(PolicyAgreement row) {
        try {
            return new Agreement(
                    row.getId(),
                    new HashSet<>(row.getServices()),
                    row.getPlan(),
                    Agreement.Party.valueOf(row.getParty().name()),
                    instant(row.getSignedMillis()),
                    period(row.getInForce()),
                    instant(row.getVerifiedMillis()),
                    row.getAccounts().stream().map(PolicyReader::account).toList(),
                    row.getEveryAccount(),
                    row.getRetention(),
                    new HashSet<>(row.getSettings()));
        } catch (IllegalArgumentException e) {
            throw new UnfitRowException(
                    List.of(row.getId()), "row " + row.getId() + ": " + e.getMessage());
        }
    }

    private static Agreement.RegisteredId account(PolicyAccountId id) {
        return new Agreement.RegisteredId(IdKind.valueOf(id.getKind().name()), id.getValue());
    }

    private static Period period(PolicyPeriod period) {
        return new Period(
                instant(period.getFromMillis()).orElse(Instant.MIN),
                instant(period.getToMillis()).orElse(Instant.MAX));
    }

    private static Optional<Instant> instant(Optional<Long> millis) {
        return millis.map(Instant::ofEpochMilli);
    }
}
