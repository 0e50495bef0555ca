package io.countersign.schemas.registry;

import io.countersign.schemas.json.Json;
import io.countersign.schemas.registry.Transport.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.LongSupplier;

/// A Schema Registry's REST API. Every call blocks until an address answers or the retries are used
/// up; the longest a call can take is (retries + 1) x addresses x (connect + read timeout) and the
/// waits between. What cannot change (a schema by its id, a registration) is kept in bounded
/// caches; the latest version and a missing id are kept for the configured time. For any thread.
///
/// All methods throw [RegistryException]; "there is none" is an empty result and no exception.
public final class SchemaRegistryClient implements AutoCloseable {
    private static final int MAX_CACHED = 1_000;
    private static final long FOREVER = Long.MAX_VALUE;

    private record Registration(String subject, SchemaText schema, boolean normalized) {}

    private final Transport transport;
    private final boolean normalize;
    private final RecentEntries<Integer, SchemaText> byId;
    private final RecentEntries<UUID, SchemaText> byGuid;
    private final RecentEntries<Object, Boolean> missing;
    private final RecentEntries<Registration, Integer> registered;
    private final RecentEntries<Registration, SubjectVersion> lookedUp;
    private final RecentEntries<String, SubjectVersion> latest;

    public SchemaRegistryClient(RegistryConfig config) {
        this(config, System::nanoTime);
    }

    /// @param nanoTime the clock of the caches, as [System#nanoTime]
    public SchemaRegistryClient(RegistryConfig config, LongSupplier nanoTime) {
        this.transport = new Transport(config);
        this.normalize = config.writing().normalize();
        this.byId = new RecentEntries<>(MAX_CACHED, FOREVER, nanoTime);
        this.byGuid = new RecentEntries<>(MAX_CACHED, FOREVER, nanoTime);
        this.missing = new RecentEntries<>(MAX_CACHED, config.missingTtl().toNanos(), nanoTime);
        this.registered = new RecentEntries<>(MAX_CACHED, FOREVER, nanoTime);
        this.lookedUp = new RecentEntries<>(MAX_CACHED, FOREVER, nanoTime);
        this.latest = new RecentEntries<>(MAX_CACHED, config.latestTtl().toNanos(), nanoTime);
    }

    /// Registers a schema, or finds it registered already.
    ///
    /// @return its id
    public int register(String subject, SchemaText schema) {
        Registration registration = new Registration(subject, schema, normalize);
        Optional<Integer> known = registered.get(registration);
        if (known.isPresent()) {
            return known.get();
        }
        Answer answer =
                transport.send(
                        "POST",
                        subjectPath(subject) + "/versions" + normalizing(),
                        schema.request());
        if (!answer.ok()) {
            throw answer.refused();
        }
        int id = idIn(answer);
        registered.put(registration, id);
        latest.remove(subject);
        return id;
    }

    /// The version of the subject that is this schema.
    public Optional<SubjectVersion> lookUp(String subject, SchemaText schema) {
        Registration registration = new Registration(subject, schema, normalize);
        Optional<SubjectVersion> known = lookedUp.get(registration);
        if (known.isPresent()) {
            return known;
        }
        Optional<SubjectVersion> found =
                subjectVersion(
                        transport.send(
                                "POST", subjectPath(subject) + normalizing(), schema.request()));
        found.ifPresent(version -> lookedUp.put(registration, version));
        return found;
    }

    /// The schema with this id; empty for negative ids without asking, since no registry gives one.
    public Optional<SchemaText> schema(int id) {
        if (id < 0 || missing.get(id).isPresent()) {
            return Optional.empty();
        }
        Optional<SchemaText> known = byId.get(id);
        if (known.isPresent()) {
            return known;
        }
        Answer answer = transport.send("GET", "/schemas/ids/" + id, null);
        // A bare 404 is a wrong base address as well as a missing id; a good record must not be
        // rejected for it.
        if (answer.status() == 404 && answer.errorCode() == 0) {
            throw answer.unexpected("is a bare 404");
        }
        Optional<SchemaText> found = schemaText(answer);
        found.ifPresentOrElse(text -> byId.put(id, text), () -> missing.put(id, true));
        return found;
    }

    /// The schema with this GUID; empty as well where the registry has no GUIDs.
    public Optional<SchemaText> schema(UUID guid) {
        if (missing.get(guid).isPresent()) {
            return Optional.empty();
        }
        Optional<SchemaText> known = byGuid.get(guid);
        if (known.isPresent()) {
            return known;
        }
        Optional<SchemaText> found =
                schemaText(transport.send("GET", "/schemas/guids/" + guid, null));
        found.ifPresentOrElse(text -> byGuid.put(guid, text), () -> missing.put(guid, true));
        return found;
    }

    /// The names of all subjects; some registries stop at a thousand.
    public List<String> subjects() {
        Answer answer = transport.send("GET", "/subjects", null);
        if (!answer.ok()) {
            throw answer.refused();
        }
        List<String> names = new ArrayList<>();
        for (Json item : answer.array()) {
            if (!(item instanceof Json.Str(String name))) {
                throw answer.unexpected("lists something other than names");
            }
            names.add(name);
        }
        return names;
    }

    /// The subject's version numbers; none for an unknown subject.
    public List<Integer> versions(String subject) {
        Answer answer = transport.send("GET", subjectPath(subject) + "/versions", null);
        if (answer.status() == 404) {
            return List.of();
        }
        if (!answer.ok()) {
            throw answer.refused();
        }
        List<Integer> versions = new ArrayList<>();
        for (Json item : answer.array()) {
            versions.add(
                    item.asInteger()
                            .orElseThrow(
                                    () -> answer.unexpected("lists something other than numbers")));
        }
        return versions;
    }

    public Optional<SubjectVersion> version(String subject, int version) {
        return subjectVersion(
                transport.send("GET", subjectPath(subject) + "/versions/" + version, null));
    }

    public Optional<SubjectVersion> latest(String subject) {
        Optional<SubjectVersion> known = latest.get(subject);
        if (known.isPresent()) {
            return known;
        }
        Optional<SubjectVersion> found =
                subjectVersion(
                        transport.send("GET", subjectPath(subject) + "/versions/latest", null));
        found.ifPresent(version -> latest.put(subject, version));
        return found;
    }

    /// Whether the subject's level lets this schema be its next version; empty for an unknown
    /// subject.
    public Optional<Compatibility> check(String subject, SchemaText schema) {
        String path = "/compatibility" + subjectPath(subject) + "/versions?verbose=true";
        Answer answer = transport.send("POST", path, schema.request());
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw answer.refused();
        }
        Json.Obj object = answer.object();
        if (!(object.member("is_compatible").orElse(new Json.Null())
                instanceof Json.Bool(boolean compatible))) {
            throw answer.unexpected("lacks is_compatible");
        }
        List<String> messages = new ArrayList<>();
        if (object.member("messages").orElse(new Json.Null())
                instanceof Json.Arr(List<Json> items)) {
            for (Json item : items) {
                if (item instanceof Json.Str(String message)) {
                    messages.add(message);
                }
            }
        }
        return Optional.of(new Compatibility(compatible, messages));
    }

    /// The registry's level for subjects without their own.
    public CompatibilityLevel compatibility() {
        Answer answer = transport.send("GET", "/config", null);
        if (!answer.ok()) {
            throw answer.refused();
        }
        return level(answer);
    }

    /// The level that holds for the subject: its own, or else the registry's.
    public CompatibilityLevel compatibility(String subject) {
        Answer answer =
                transport.send(
                        "GET", "/config/" + encoded(subject) + "?defaultToGlobal=true", null);
        if (answer.status() == 404) {
            return compatibility();
        }
        if (!answer.ok()) {
            throw answer.refused();
        }
        return level(answer);
    }

    public void setCompatibility(CompatibilityLevel level) {
        putLevel("/config", level);
    }

    public void setCompatibility(String subject, CompatibilityLevel level) {
        putLevel("/config/" + encoded(subject), level);
    }

    /// Ends waits and exchanges under way; those calls fail as UNAVAILABLE.
    @Override
    public void close() {
        transport.close();
    }

    private void putLevel(String path, CompatibilityLevel level) {
        Json body = new Json.Obj(Map.of("compatibility", new Json.Str(level.name())));
        Answer answer = transport.send("PUT", path, body);
        if (!answer.ok()) {
            throw answer.refused();
        }
    }

    private static CompatibilityLevel level(Answer answer) {
        Json.Obj object = answer.object();
        String name =
                object.string("compatibilityLevel")
                        .or(() -> object.string("compatibility"))
                        .orElseThrow(() -> answer.unexpected("lacks compatibilityLevel"));
        try {
            return CompatibilityLevel.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw answer.unexpected("has an unknown compatibilityLevel");
        }
    }

    private static int idIn(Answer answer) {
        OptionalInt id =
                answer.object().integer("id").map(OptionalInt::of).orElse(OptionalInt.empty());
        if (id.isEmpty() || id.getAsInt() < 0) {
            throw answer.unexpected("lacks a usable id");
        }
        return id.getAsInt();
    }

    private static Optional<SchemaText> schemaText(Answer answer) {
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw answer.refused();
        }
        try {
            return Optional.of(SchemaText.from(answer.object()));
        } catch (IOException e) {
            throw answer.unexpected("has " + e.getMessage());
        }
    }

    private static Optional<SubjectVersion> subjectVersion(Answer answer) {
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw answer.refused();
        }
        try {
            SubjectVersion version = SubjectVersion.from(answer.object());
            if (version.id() < 0) {
                throw answer.unexpected("lacks a usable id");
            }
            return Optional.of(version);
        } catch (IOException e) {
            throw answer.unexpected("has " + e.getMessage());
        }
    }

    private String normalizing() {
        return normalize ? "?normalize=true" : "";
    }

    private static String subjectPath(String subject) {
        return "/subjects/" + encoded(subject);
    }

    /// A subject as one path segment, whatever characters it has.
    private static String encoded(String subject) {
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("an empty subject");
        }
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
