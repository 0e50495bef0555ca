package io.countersign.app.policy;

import io.countersign.schemas.HostRole;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.PolicyAccountRule;
import io.countersign.schemas.PolicyActivity;
import io.countersign.schemas.PolicyCondition;
import io.countersign.schemas.PolicyFeature;
import io.countersign.schemas.PolicyHost;
import io.countersign.schemas.PolicyHostMatch;
import io.countersign.schemas.PolicyIdKind;
import io.countersign.schemas.PolicyMark;
import io.countersign.schemas.PolicyModel;
import io.countersign.schemas.PolicyOffer;
import io.countersign.schemas.PolicyPath;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.schemas.PolicyPlace;
import io.countersign.schemas.PolicyRequirement;
import io.countersign.schemas.PolicyRetirement;
import io.countersign.schemas.PolicyService;
import io.countersign.schemas.PolicyTerms;
import io.countersign.schemas.PolicyTraining;
import io.countersign.schemas.PolicyWatchedApp;
import io.countersign.schemas.PolicyWatchedKind;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads catalogue files. `docs/guides/policy.md` shows the format; a file adds to the services and
/// to the named terms that later files refer to. Used by one thread.
final class CatalogueYaml {
    private static final int MAX_METHODS_LENGTH = 100;
    private static final int MAX_METHODS = 8;

    private static final List<String> ACTIVITIES =
            List.of("send", "upload", "action", "read", "not_a_send");

    private final Days days = new Days(ZoneOffset.UTC);
    private final List<PolicyService> services = new ArrayList<>();
    private final List<PolicyWatchedApp> watched = new ArrayList<>();
    private final Map<String, List<PolicyTerms>> namedTerms = new HashMap<>();

    List<PolicyService> services() {
        return List.copyOf(services);
    }

    /// Applications that are no AI service and whose downloads are recorded.
    List<PolicyWatchedApp> watched() {
        return List.copyOf(watched);
    }

    void read(String file, String text) throws InvalidPolicyFileException {
        YamlMap root = YamlMap.parse(file, text);
        Optional<YamlMap> named = root.optionalMap("terms");
        if (named.isPresent()) {
            for (String name : named.get().keys()) {
                List<PolicyTerms> terms = new ArrayList<>();
                for (YamlMap map : named.get().maps(name)) {
                    terms.addAll(terms(map));
                }
                namedTerms.put(name, terms);
            }
            named.get().done();
        }
        for (YamlMap map : root.maps("services")) {
            services.add(service(map));
        }
        for (YamlMap map : root.maps("watched")) {
            watched.add(watched(map));
        }
        root.done();
    }

    private static PolicyWatchedApp watched(YamlMap map) throws InvalidPolicyFileException {
        PolicyWatchedApp app =
                new PolicyWatchedApp(
                        map.text("vendor"),
                        map.text("product"),
                        map.word("kind", PolicyWatchedKind.class),
                        map.texts("applications"));
        if (app.getApplications().isEmpty()) {
            throw map.fault("applications", "missing");
        }
        map.done();
        return app;
    }

    private PolicyService service(YamlMap map) throws InvalidPolicyFileException {
        PolicyService service =
                PolicyService.newBuilder()
                        .setId(map.text("id"))
                        .setVendor(map.text("vendor"))
                        .setProduct(map.text("product"))
                        .setPersonalOnly(map.flag("personal_only", false))
                        .setHosts(hosts(map))
                        .setApplications(map.texts("applications"))
                        .setPaths(paths(map))
                        .setAccounts(accounts(map))
                        .setTerms(allTerms(map))
                        .setFeatures(features(map))
                        .setModels(models(map))
                        .setRetirements(retirements(map))
                        .build();
        map.done();
        return service;
    }

    private static List<PolicyHost> hosts(YamlMap map) throws InvalidPolicyFileException {
        List<PolicyHost> hosts = new ArrayList<>();
        for (String key : List.of("hosts", "shared_hosts")) {
            Optional<YamlMap> roles = map.optionalMap(key);
            if (roles.isPresent()) {
                for (String role : roles.get().keys()) {
                    HostRole hostRole = roles.get().word(role, role, HostRole.class);
                    for (String name : roles.get().texts(role)) {
                        hosts.add(host(name, hostRole, key.equals("shared_hosts")));
                    }
                }
                roles.get().done();
            }
        }
        return hosts;
    }

    /// `=name` is that host alone, `name` the host and all below it, a name with `*` a pattern.
    private static PolicyHost host(String name, HostRole role, boolean shared) {
        if (name.startsWith("=")) {
            return new PolicyHost(PolicyHostMatch.EXACT, name.substring(1), role, shared);
        }
        return new PolicyHost(
                name.contains("*") ? PolicyHostMatch.PATTERN : PolicyHostMatch.SUFFIX,
                name,
                role,
                shared);
    }

    private List<PolicyPath> paths(YamlMap service) throws InvalidPolicyFileException {
        List<PolicyPath> paths = new ArrayList<>();
        for (YamlMap map : service.maps("paths")) {
            List<String> activities = map.keys().stream().filter(ACTIVITIES::contains).toList();
            if (activities.size() != 1) {
                throw map.fault("", "needs one of " + String.join(", ", ACTIVITIES));
            }
            String activity = activities.getFirst();
            List<String> lines = map.texts(activity);
            List<HostRole> roles = new ArrayList<>();
            for (String role : map.texts("roles")) {
                roles.add(map.word("roles", role, HostRole.class));
            }
            Optional<String> feature = map.optionalText("feature");
            Optional<Long> sendFromBytes = map.optionalCount("send_from_bytes");
            boolean undocumented = map.flag("undocumented", false);
            PolicyPeriod period = days.period(map, "from", "to");
            for (String line : lines) {
                int space = line.indexOf(' ');
                if (space < 0
                        || space > MAX_METHODS_LENGTH
                        || !line.substring(0, space).matches("ANY|[A-Z]+(\\|[A-Z]+)*")) {
                    throw map.fault(activity, "not METHOD|METHOD /path or ANY /path");
                }
                String methods = line.substring(0, space);
                PolicyPath.Builder path =
                        PolicyPath.newBuilder()
                                .setTemplate(line.substring(space + 1).strip())
                                .setMethods(
                                        methods.equals("ANY")
                                                ? List.of()
                                                : List.of(methods.split("\\|", MAX_METHODS)))
                                .setRoles(roles)
                                .setActivity(map.word(activity, activity, PolicyActivity.class))
                                .setUndocumented(undocumented)
                                .setPeriod(period);
                feature.ifPresent(path::setFeature);
                sendFromBytes.ifPresent(path::setSendFromBytes);
                paths.add(path.build());
            }
            map.done();
        }
        return paths;
    }

    private static List<PolicyAccountRule> accounts(YamlMap service)
            throws InvalidPolicyFileException {
        List<PolicyAccountRule> rules = new ArrayList<>();
        for (YamlMap map : service.maps("accounts")) {
            PolicyPlace place = map.word("where", PolicyPlace.class);
            List<String> places =
                    switch (place) {
                        case IN_PATH, BY_PATH -> map.texts("path");
                        case IN_HINT -> map.texts("hint");
                        case IN_HOST -> map.has("host") ? map.texts("host") : List.of("");
                        case IN_ACCOUNT_ID -> List.of("");
                        case UNRECOGNISED -> List.of();
                    };
            if (places.isEmpty()) {
                throw map.fault("where", "needs a path or a hint");
            }
            String says = place == PolicyPlace.BY_PATH ? map.text("says") : "";
            for (String each : places) {
                rules.add(
                        PolicyAccountRule.newBuilder()
                                .setPlace(place)
                                .setWhere(each)
                                .setValue(says)
                                .setKind(map.text("evidence").toUpperCase(Locale.ROOT))
                                .setId(map.word("id", PolicyIdKind.class))
                                .setLikelihood(map.word("likelihood", Likelihood.class))
                                .setUndocumented(map.flag("undocumented", false))
                                .build());
            }
            map.done();
        }
        return rules;
    }

    private List<PolicyTerms> allTerms(YamlMap service) throws InvalidPolicyFileException {
        List<PolicyTerms> terms = new ArrayList<>();
        if (service.isTexts("terms")) {
            for (String name : service.texts("terms")) {
                List<PolicyTerms> named = namedTerms.get(name);
                if (named == null) {
                    throw service.fault("terms", "no terms are called " + name);
                }
                terms.addAll(named);
            }
            return terms;
        }
        for (YamlMap map : service.maps("terms")) {
            terms.addAll(terms(map));
        }
        return terms;
    }

    private List<PolicyTerms> terms(YamlMap map) throws InvalidPolicyFileException {
        List<PolicyTerms> terms = new ArrayList<>();
        List<String> plans = map.texts("plan");
        if (plans.isEmpty()) {
            throw map.fault("plan", "missing");
        }
        for (String plan : plans) {
            terms.add(
                    PolicyTerms.newBuilder()
                            .setPlan(plan)
                            .setPersonal(map.flag("personal", false))
                            .setOffer(map.word("baa", PolicyOffer.class))
                            .setRequires(requires(map))
                            .setHowToGet(map.optionalText("how_to_get").orElse(""))
                            .setTrainsOnInput(map.word("trains_on_input", PolicyTraining.class))
                            .setRecipientRetention(
                                    map.optionalText("recipient_retention").orElse(""))
                            .setHumanReview(map.optionalText("human_review").orElse(""))
                            .setSource(map.text("source"))
                            .setMark(map.word("mark", PolicyMark.class))
                            .setPeriod(days.period(map, "from", "to"))
                            .build());
        }
        map.done();
        return terms;
    }

    private List<PolicyRequirement> requires(YamlMap map) throws InvalidPolicyFileException {
        List<PolicyRequirement> requirements = new ArrayList<>();
        Optional<YamlMap> requires = map.optionalMap("requires");
        if (requires.isPresent()) {
            for (String setting : requires.get().texts("settings")) {
                requirements.add(requirement(PolicyCondition.SETTING, setting, Optional.empty()));
            }
            Optional<String> retention = requires.get().optionalText("retention");
            if (retention.isPresent()) {
                requirements.add(
                        requirement(PolicyCondition.RETENTION, retention.get(), Optional.empty()));
            }
            Optional<Long> signed = days.start(requires.get().optionalDay("signed_from"));
            if (signed.isPresent()) {
                requirements.add(requirement(PolicyCondition.SIGNED_FROM, "", signed));
            }
            requires.get().done();
        }
        return requirements;
    }

    private static PolicyRequirement requirement(
            PolicyCondition condition, String name, Optional<Long> millis) {
        PolicyRequirement.Builder requirement =
                PolicyRequirement.newBuilder().setCondition(condition).setName(name);
        millis.ifPresent(requirement::setMillis);
        return requirement.build();
    }

    private List<PolicyFeature> features(YamlMap service) throws InvalidPolicyFileException {
        List<PolicyFeature> features = new ArrayList<>();
        for (YamlMap map : service.maps("features")) {
            for (String feature : map.texts("feature")) {
                features.add(
                        PolicyFeature.newBuilder()
                                .setFeature(feature)
                                .setPlans(map.texts("plan"))
                                .setOffer(map.word("baa", PolicyOffer.class))
                                .setRequires(requires(map))
                                .setSource(map.text("source"))
                                .setMark(map.word("mark", PolicyMark.class))
                                .setPeriod(days.period(map, "from", "to"))
                                .build());
            }
            map.done();
        }
        return features;
    }

    private List<PolicyRetirement> retirements(YamlMap service) throws InvalidPolicyFileException {
        List<PolicyRetirement> retirements = new ArrayList<>();
        for (YamlMap map : service.maps("retires")) {
            Optional<Long> day = days.start(map.optionalDay("on"));
            if (day.isEmpty()) {
                throw map.fault("on", "missing: the first day on which the model is gone");
            }
            for (String model : map.texts("model")) {
                retirements.add(
                        new PolicyRetirement(
                                model,
                                day.get(),
                                map.text("source"),
                                map.word("mark", PolicyMark.class)));
            }
            map.done();
        }
        return retirements;
    }

    private List<PolicyModel> models(YamlMap service) throws InvalidPolicyFileException {
        List<PolicyModel> models = new ArrayList<>();
        for (YamlMap map : service.maps("models")) {
            for (String name : map.texts("name")) {
                models.add(
                        PolicyModel.newBuilder()
                                .setName(name.toLowerCase(Locale.ROOT))
                                .setPlans(map.texts("plan"))
                                .setOffer(map.word("baa", PolicyOffer.class))
                                .setSource(map.text("source"))
                                .setMark(map.word("mark", PolicyMark.class))
                                .setPeriod(days.period(map, "from", "to"))
                                .build());
            }
            map.done();
        }
        return models;
    }
}
