package io.countersign.sinks.siem.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// The definition files of ocsf/ocsf-schema, resolved: `extends` (the child wins), profiles and the
/// dictionary become one definition per class and object, and one JSON Schema per class.
final class OcsfSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> JSON_TYPES =
            Map.of(
                    "string_t",
                    "string",
                    "integer_t",
                    "integer",
                    "long_t",
                    "integer",
                    "float_t",
                    "number",
                    "boolean_t",
                    "boolean");

    private final Map<String, JsonNode> events = new HashMap<>();
    private final Map<String, JsonNode> objects = new HashMap<>();
    private final Map<String, JsonNode> profiles = new HashMap<>();
    private JsonNode dictionary = JSON.createObjectNode();
    private JsonNode categories = JSON.createObjectNode();
    private JsonNode version = JSON.createObjectNode();

    /// One attribute of a class or object.
    ///
    /// @param type a JSON type, `any`, or for an object its name
    record Attribute(
            boolean required, String type, boolean object, boolean array, JsonNode definition) {}

    /// A class or object with everything that it inherits.
    record Definition(
            Map<String, Attribute> attributes, List<String> atLeastOne, List<String> justOne) {}

    private OcsfSchema() {}

    /// Where the schema lies, if somebody said so.
    static Optional<Path> location() {
        return Optional.ofNullable(System.getProperty("ocsf.schema"))
                .or(() -> Optional.ofNullable(System.getenv("COUNTERSIGN_OCSF_SCHEMA")))
                .map(Path::of);
    }

    /// @param path the repository's root directory, or a `.tar.gz` of it
    static OcsfSchema read(Path path) throws IOException {
        OcsfSchema schema = new OcsfSchema();
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    schema.add(path.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        } else {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new GzipCompressorInputStream(in))) {
                for (TarArchiveEntry entry = tar.getNextEntry();
                        entry != null;
                        entry = tar.getNextEntry()) {
                    if (entry.isFile() && entry.getName().endsWith(".json")) {
                        schema.add(entry.getName(), tar.readAllBytes());
                    }
                }
            }
        }
        return schema;
    }

    String version() {
        return version.path("version").asText();
    }

    Definition event(OcsfClass type, Set<String> enabledProfiles) {
        Definition definition = definition(events, name(type), enabledProfiles, true);
        JsonNode node = known(events, name(type));
        only(definition, "class_uid", classUid(node));
        only(definition, "category_uid", categoryUid(node));
        return definition;
    }

    /// The caption of an activity.
    String activityName(OcsfClass type, int id) {
        return known(event(type, Set.of()).attributes(), "activity_id")
                .definition()
                .at("/enum/" + id + "/caption")
                .asText();
    }

    private static void only(Definition definition, String attribute, int value) {
        ObjectNode rules = (ObjectNode) known(definition.attributes(), attribute).definition();
        rules.putObject("enum").putObject(Integer.toString(value));
    }

    /// The class's number within its category, behind the category's.
    private int classUid(JsonNode event) {
        return event.path("uid").isInt()
                ? categoryUid(event) * 1_000 + event.get("uid").asInt()
                : 0;
    }

    /// An event without a category has that of the one that it extends.
    private int categoryUid(JsonNode event) {
        JsonNode category = categories.path("attributes").path(event.path("category").asText());
        if (category.has("uid")) {
            return category.get("uid").asInt();
        }
        return event.hasNonNull("extends")
                ? categoryUid(known(events, event.get("extends").asText()))
                : 0;
    }

    private static <T> T known(Map<String, T> definitions, String name) {
        T found = definitions.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the schema has no " + name);
        }
        return found;
    }

    private static String name(OcsfClass type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    Definition object(String name, Set<String> enabledProfiles) {
        return definition(objects, name, enabledProfiles, false);
    }

    /// JSON Schema 2020-12 that refuses every attribute that the class does not have.
    String jsonSchema(OcsfClass type, Set<String> enabledProfiles) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        Map<String, JsonNode> definitions = new LinkedHashMap<>();
        Definition event = event(type, enabledProfiles);
        fill(root, event, enabledProfiles, definitions);
        ObjectNode properties = (ObjectNode) root.get("properties");
        JsonNode node = known(events, name(type));
        properties.putObject("class_name").put("const", node.get("caption").asText());
        ArrayNode typeUids = properties.putObject("type_uid").putArray("enum");
        for (String id : enumKeys(known(event.attributes(), "activity_id"))) {
            typeUids.add(classUid(node) * 100L + Long.parseLong(id));
        }
        ObjectNode defs = root.putObject("$defs");
        definitions.forEach(defs::set);
        return root.toString();
    }

    static List<String> enumKeys(Attribute attribute) {
        List<String> keys = new ArrayList<>();
        attribute.definition().path("enum").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private void fill(
            ObjectNode target,
            Definition definition,
            Set<String> enabledProfiles,
            Map<String, JsonNode> definitions) {
        target.put("type", "object");
        ObjectNode properties = target.putObject("properties");
        ArrayNode required = target.putArray("required");
        definition
                .attributes()
                .forEach((name, attribute) -> {
                    properties.set(name, property(attribute, enabledProfiles, definitions));
                    if (attribute.required()) {
                        required.add(name);
                    }
                });
        target.put("additionalProperties", false);
        oneOf(target, "anyOf", definition.atLeastOne());
        oneOf(target, "oneOf", definition.justOne());
    }

    private static void oneOf(ObjectNode target, String keyword, List<String> names) {
        if (!names.isEmpty()) {
            ArrayNode alternatives = target.putArray(keyword);
            names.forEach(name -> alternatives.addObject().putArray("required").add(name));
        }
    }

    private JsonNode property(
            Attribute attribute, Set<String> enabledProfiles, Map<String, JsonNode> definitions) {
        ObjectNode value = JSON.createObjectNode();
        if (attribute.object()) {
            String name = attribute.type();
            value.put("$ref", "#/$defs/" + name);
            if (!definitions.containsKey(name)) {
                ObjectNode defined = JSON.createObjectNode();
                definitions.put(name, defined);
                if (name.equals("object")) {
                    defined.put("type", "object");
                } else {
                    fill(defined, object(name, enabledProfiles), enabledProfiles, definitions);
                }
            }
        } else {
            primitive(value, attribute);
        }
        if (!attribute.array()) {
            return value;
        }
        ObjectNode array = JSON.createObjectNode();
        array.put("type", "array");
        array.set("items", value);
        return array;
    }

    private static void primitive(ObjectNode value, Attribute attribute) {
        if (!attribute.type().equals("any")) {
            value.put("type", attribute.type());
        }
        JsonNode definition = attribute.definition();
        if (definition.has("regex")) {
            value.put("pattern", definition.get("regex").asText());
        }
        if (definition.has("max_len")) {
            value.put("maxLength", definition.get("max_len").asInt());
        }
        List<String> keys = enumKeys(attribute);
        if (!keys.isEmpty()) {
            ArrayNode allowed = value.putArray("enum");
            for (String key : keys) {
                if (attribute.type().equals("integer")) {
                    allowed.add(Long.parseLong(key));
                } else {
                    allowed.add(key);
                }
            }
        }
    }

    private Definition definition(
            Map<String, JsonNode> kind,
            String name,
            Set<String> enabledProfiles,
            boolean takesProfiles) {
        Map<String, ObjectNode> attributes = new TreeMap<>();
        Map<String, List<String>> constraints = new HashMap<>();
        List<String> offered = new ArrayList<>();
        inherit(kind, name, attributes, constraints, offered);
        for (String profile : enabledProfiles) {
            if (takesProfiles && offered.contains(profile)) {
                merge(attributes, known(profiles, profile).path("attributes"));
            }
        }
        Map<String, Attribute> resolved = new TreeMap<>();
        attributes.forEach((attributeName, local) -> {
            JsonNode onlyWith = local.path("profile");
            if (!onlyWith.isTextual() || enabledProfiles.contains(onlyWith.asText())) {
                resolved.put(attributeName, attribute(attributeName, local));
            }
        });
        return new Definition(
                resolved,
                constraints.getOrDefault("at_least_one", List.of()),
                constraints.getOrDefault("just_one", List.of()));
    }

    private void inherit(
            Map<String, JsonNode> kind,
            String name,
            Map<String, ObjectNode> attributes,
            Map<String, List<String>> constraints,
            List<String> offered) {
        JsonNode node = known(kind, name);
        if (node.hasNonNull("extends")) {
            inherit(kind, node.get("extends").asText(), attributes, constraints, offered);
        }
        merge(attributes, node.path("attributes"));
        node.path("constraints")
                .properties()
                .forEach(constraint -> {
                    List<String> names = new ArrayList<>();
                    constraint.getValue().forEach(value -> names.add(value.asText()));
                    constraints.put(constraint.getKey(), names);
                });
        node.path("profiles").forEach(profile -> offered.add(profile.asText()));
    }

    private static void merge(Map<String, ObjectNode> attributes, JsonNode more) {
        more.properties()
                .forEach(field -> {
                    if (!field.getKey().equals("$include")) {
                        ObjectNode merged =
                                attributes.computeIfAbsent(
                                        field.getKey(), any -> JSON.createObjectNode());
                        JsonNode enumeration = merged.path("enum").deepCopy();
                        merged.setAll((ObjectNode) field.getValue());
                        if (enumeration.isObject() && field.getValue().has("enum")) {
                            ((ObjectNode) enumeration)
                                    .setAll((ObjectNode) field.getValue().get("enum"));
                            merged.set("enum", enumeration);
                        }
                    }
                });
    }

    private Attribute attribute(String name, ObjectNode local) {
        ObjectNode full =
                dictionary.path("attributes").path(name).isObject()
                        ? dictionary.path("attributes").get(name).deepCopy()
                        : JSON.createObjectNode();
        Map<String, ObjectNode> merged = new HashMap<>();
        merged.put(name, full);
        merge(merged, JSON.createObjectNode().set(name, local));
        String type = full.path("type").asText();
        boolean required = full.path("requirement").asText().equals("required");
        boolean array = full.path("is_array").asBoolean();
        JsonNode scalar = dictionary.path("types").path("attributes").path(type);
        if (scalar.isMissingNode()) {
            return new Attribute(required, type, true, array, full);
        }
        for (String limit : List.of("regex", "max_len")) {
            if (scalar.has(limit)) {
                full.set(limit, scalar.get(limit));
            }
        }
        String basic = scalar.path("type").asText(type);
        return new Attribute(required, JSON_TYPES.getOrDefault(basic, "any"), false, array, full);
    }

    private void add(String name, byte[] bytes) throws IOException {
        String relative = name.replaceFirst("^\\./", "");
        JsonNode node = JSON.readTree(bytes);
        String file = relative.substring(relative.lastIndexOf('/') + 1).replace(".json", "");
        String key = node.path("name").asText(file);
        if (relative.matches("(.*/)?events/.*")) {
            events.put(key, node);
        } else if (relative.matches("(.*/)?objects/[^/]*")) {
            objects.put(key, node);
        } else if (relative.matches("(.*/)?profiles/[^/]*")) {
            profiles.put(key, node);
        } else if (file.equals("dictionary")) {
            dictionary = node;
        } else if (file.equals("categories")) {
            categories = node;
        } else if (file.equals("version")) {
            version = node;
        }
    }
}
