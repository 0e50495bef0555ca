package io.countersign.app.policy;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.types.InfoTypes;
import io.countersign.schemas.PolicyDeidentification;
import io.countersign.schemas.PolicyDeidentified;
import io.countersign.schemas.PolicyRoute;
import io.countersign.schemas.PolicySelfHosted;
import io.countersign.schemas.PolicyUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads what a register says beside accounts and contracts, and the rules of use, `use.yaml`.
/// `docs/guides/policy.md` shows the format.
final class SiteYaml {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    /// What ends up in the log has the log's characters.
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9 ._:;@&+()/,'%=-]{1,120}");

    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,8}");

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._:@/+=-]{1,127}\\*?");

    private final Days days;

    SiteYaml(Days days) {
        this.days = days;
    }

    List<PolicySelfHosted> selfHosted(YamlMap root) throws InvalidPolicyFileException {
        List<PolicySelfHosted> rows = new ArrayList<>();
        for (YamlMap map : root.maps("self_hosted")) {
            List<String> hosts = some(map, "hosts");
            for (String host : hosts) {
                shape(map, "hosts", HOST, host, "a host name, lower case; *.name for all below it");
            }
            rows.add(
                    new PolicySelfHosted(
                            id(map), hosts, days.period(map, "valid_from", "valid_to")));
            map.done();
        }
        return rows;
    }

    List<PolicyDeidentified> deidentified(YamlMap root) throws InvalidPolicyFileException {
        List<PolicyDeidentified> rows = new ArrayList<>();
        for (YamlMap map : root.maps("deidentified")) {
            PolicyDeidentification method =
                    switch (map.text("method")) {
                        case "safe-harbor" -> PolicyDeidentification.SAFE_HARBOR;
                        case "expert" -> PolicyDeidentification.EXPERT;
                        default -> throw map.fault("method", "not one of safe-harbor, expert");
                    };
            if (!map.has("valid_from") || !map.has("valid_to")) {
                throw map.fault(
                        "valid_to",
                        "a determination has a first and a last day: valid_from and valid_to");
            }
            rows.add(
                    new PolicyDeidentified(
                            id(map),
                            text(map, "dataset"),
                            method,
                            text(map, "document"),
                            some(map, "people"),
                            some(map, "services"),
                            days.period(map, "valid_from", "valid_to")));
            map.done();
        }
        return rows;
    }

    List<PolicyRoute> routes(YamlMap root) throws InvalidPolicyFileException {
        List<PolicyRoute> routes = new ArrayList<>();
        for (YamlMap map : root.maps("sources")) {
            String source = map.text("source");
            shape(
                    map,
                    "source",
                    SOURCE,
                    source,
                    "a source id, with * at its end for all that begin so");
            routes.add(new PolicyRoute(source, some(map, "processors")));
            map.done();
        }
        return routes;
    }

    /// The rules of use.
    static List<PolicyUse> use(String file, String text) throws InvalidPolicyFileException {
        YamlMap root = YamlMap.parse(file, text);
        Set<String> known =
                InfoTypes.all().stream().map(InfoType::name).collect(Collectors.toSet());
        List<PolicyUse> rules = new ArrayList<>();
        for (YamlMap map : root.maps("use")) {
            List<String> types = map.texts("phi");
            for (String type : types) {
                if (!known.contains(type)) {
                    throw map.fault("phi", "no info type: docs/coverage-phi.md lists them");
                }
            }
            PolicyUse.Builder rule =
                    PolicyUse.newBuilder()
                            .setId(id(map))
                            .setPeople(map.texts("people"))
                            .setDepartments(map.texts("departments"))
                            .setRoles(map.texts("roles"))
                            .setServices(some(map, "services"))
                            .setTypes(types);
            count(map, "patients_per_prompt").ifPresent(rule::setPatientsPerPrompt);
            count(map, "patients_per_day").ifPresent(rule::setPatientsPerDay);
            rules.add(rule.build());
            map.done();
        }
        root.done();
        return rules;
    }

    private static Optional<Integer> count(YamlMap map, String key)
            throws InvalidPolicyFileException {
        Optional<Long> count = map.optionalCount(key);
        if (count.isPresent() && count.get() > 1_000_000) {
            throw map.fault(key, "more than a million");
        }
        return count.map(Long::intValue);
    }

    private static String id(YamlMap map) throws InvalidPolicyFileException {
        String id = map.text("id");
        shape(map, "id", ID, id, "lower case letters, digits, . and -, at most 64");
        return id;
    }

    private static String text(YamlMap map, String key) throws InvalidPolicyFileException {
        String text = map.text(key);
        shape(
                map,
                key,
                TEXT,
                text,
                "at most 120 letters, digits and . _ : ; @ & + ( ) / , ' % = -");
        return text;
    }

    private static List<String> some(YamlMap map, String key) throws InvalidPolicyFileException {
        List<String> texts = map.texts(key);
        if (texts.isEmpty()) {
            throw map.fault(key, "missing");
        }
        return texts;
    }

    private static void shape(YamlMap map, String key, Pattern shape, String value, String inWords)
            throws InvalidPolicyFileException {
        if (!shape.matcher(value).matches()) {
            throw map.fault(key, "not " + inWords);
        }
    }
}
