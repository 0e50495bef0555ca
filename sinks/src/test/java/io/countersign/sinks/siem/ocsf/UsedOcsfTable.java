package io.countersign.sinks.siem.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The part of OCSF that our events touch, as text lines of four columns, so that the rules can be
/// checked where the schema itself is not at hand:
///
/// ```
/// class|object NAME required|at_least_one|just_one NAMES
/// attribute OWNER.NAME TYPE|object:NAME|array:TYPE|array:object:NAME ENUM
/// ```
final class UsedOcsfTable {
    private static final String NONE = "-";
    private static final String FREE_FORM = "object";

    private final Map<String, String> rows = new TreeMap<>();

    private UsedOcsfTable() {}

    static UsedOcsfTable parse(List<String> lines) {
        UsedOcsfTable table = new UsedOcsfTable();
        for (String line : lines) {
            String[] columns = line.split(" ", 4);
            if (columns[0].equals("attribute")) {
                table.rows.put("attribute " + columns[1], columns[2] + " " + columns[3]);
            } else {
                table.rows.put(columns[0] + " " + columns[1] + " " + columns[2], columns[3]);
            }
        }
        return table;
    }

    /// What of the schema the events use.
    static UsedOcsfTable of(OcsfSchema schema, Iterable<JsonNode> events) {
        UsedOcsfTable table = new UsedOcsfTable();
        for (JsonNode event : events) {
            OcsfClass type = OcsfSamples.type(event);
            // The rows of a class hold for every set of profiles that we use with it.
            Set<String> profiles = OcsfSamples.profiles(event);
            table.use(schema, "class", name(type), schema.event(type, profiles), event, profiles);
        }
        return table;
    }

    List<String> lines() {
        return rows.entrySet().stream().map(row -> row.getKey() + " " + row.getValue()).toList();
    }

    /// The rules of the table that the event breaks, with their paths.
    List<String> faults(JsonNode event) {
        List<String> faults = new ArrayList<>();
        check("class", name(OcsfSamples.type(event)), event, "", faults);
        return faults;
    }

    private void use(
            OcsfSchema schema,
            String kind,
            String name,
            OcsfSchema.Definition definition,
            JsonNode node,
            Set<String> profiles) {
        Set<String> required = new TreeSet<>();
        definition
                .attributes()
                .forEach((attribute, rules) -> {
                    if (rules.required()) {
                        required.add(attribute);
                    }
                });
        rows.put(kind + " " + name + " required", joined(required));
        rows.put(kind + " " + name + " at_least_one", joined(definition.atLeastOne()));
        rows.put(kind + " " + name + " just_one", joined(definition.justOne()));
        node.properties()
                .forEach(field -> {
                    OcsfSchema.Attribute attribute = definition.attributes().get(field.getKey());
                    if (attribute == null) {
                        throw new IllegalArgumentException(name + " has no " + field.getKey());
                    }
                    String type =
                            (attribute.array() ? "array:" : "")
                                    + (attribute.object() ? "object:" : "")
                                    + attribute.type();
                    rows.put(
                            "attribute " + name + "." + field.getKey(),
                            type + " " + joined(OcsfSchema.enumKeys(attribute)));
                    if (attribute.object() && !attribute.type().equals(FREE_FORM)) {
                        for (JsonNode element : elements(field.getValue())) {
                            use(
                                    schema,
                                    "object",
                                    attribute.type(),
                                    schema.object(attribute.type(), profiles),
                                    element,
                                    profiles);
                        }
                    }
                });
    }

    private void check(String kind, String name, JsonNode node, String path, List<String> faults) {
        for (String attribute : names(kind + " " + name + " required")) {
            if (!node.has(attribute)) {
                faults.add(path + "/" + attribute + " is required");
            }
        }
        List<String> atLeastOne = names(kind + " " + name + " at_least_one");
        if (!atLeastOne.isEmpty() && atLeastOne.stream().noneMatch(node::has)) {
            faults.add(path + " needs one of " + atLeastOne);
        }
        List<String> justOne = names(kind + " " + name + " just_one");
        if (!justOne.isEmpty() && justOne.stream().filter(node::has).count() != 1) {
            faults.add(path + " needs exactly one of " + justOne);
        }
        node.properties()
                .forEach(field -> {
                    String row = rows.get("attribute " + name + "." + field.getKey());
                    if (row == null) {
                        faults.add(path + "/" + field.getKey() + " is not in the table");
                    } else {
                        checkAttribute(row, field.getValue(), path + "/" + field.getKey(), faults);
                    }
                });
    }

    private void checkAttribute(String row, JsonNode value, String path, List<String> faults) {
        String type = row.substring(0, row.indexOf(' '));
        List<String> allowed = split(row.substring(row.indexOf(' ') + 1));
        boolean array = type.startsWith("array:");
        if (array != value.isArray()) {
            faults.add(path + " should be " + type);
            return;
        }
        String element = array ? type.substring("array:".length()) : type;
        for (JsonNode each : elements(value)) {
            if (element.startsWith("object:")) {
                if (!each.isObject()) {
                    faults.add(path + " should be an object");
                } else if (!element.equals("object:" + FREE_FORM)) {
                    check("object", element.substring("object:".length()), each, path, faults);
                }
            } else if (!isA(element, each)) {
                faults.add(path + " should be " + element);
            } else if (!allowed.isEmpty() && !allowed.contains(each.asText())) {
                faults.add(path + " has a value that the schema does not list");
            }
        }
    }

    private static boolean isA(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    private static Iterable<JsonNode> elements(JsonNode value) {
        return value.isArray() ? value : List.of(value);
    }

    private List<String> names(String key) {
        return split(rows.getOrDefault(key, NONE));
    }

    private static List<String> split(String names) {
        return names.equals(NONE) ? List.of() : Arrays.asList(names.split(","));
    }

    private static String joined(Iterable<String> names) {
        String joined = String.join(",", names);
        return joined.isEmpty() ? NONE : joined;
    }

    private static String name(OcsfClass type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
