package io.countersign.app.policy;

import io.countersign.detectors.destination.IdKind;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A row of the register as a person gives it: by questions, or as one flag.
///
/// @param signed absent: an account without BAA
/// @param ids by key of the file, such as `orgs`; empty: the contract reaches every account there
public record RegisterRow(
        String id,
        List<String> services,
        String plan,
        Optional<LocalDate> signed,
        LocalDate validFrom,
        Optional<LocalDate> validTo,
        Set<String> settings,
        Optional<String> retention,
        Map<String, List<String>> ids) {
    /// A row has no more keys.
    private static final int MAX_KEYS = 32;

    /// Keys of a row that name ids.
    static final List<String> ID_KEYS =
            List.of(
                    "orgs",
                    "workspaces",
                    "projects",
                    "resources",
                    "cloud_accounts",
                    "tenants",
                    "gateway_keys");

    public RegisterRow {
        services = List.copyOf(services);
        settings = Set.copyOf(settings);
        ids = Map.copyOf(ids);
    }

    /// Reads
    /// `services=anthropic.claude;plan=enterprise;signed=2026-01-15;settings=hipaa-ready;orgs=...`:
    /// keys of the file, values of a list with commas. `id` and `valid_from` follow from service
    /// and signature where absent.
    ///
    /// @throws InvalidPolicyFileException where a key is unknown, missing or not a day
    public static RegisterRow parse(String flag) throws InvalidPolicyFileException {
        Map<String, String> given = new TreeMap<>();
        for (String part : flag.split(";", MAX_KEYS)) {
            int equals = part.indexOf('=');
            if (equals < 1
                    || given.put(
                                    part.substring(0, equals).strip(),
                                    part.substring(equals + 1).strip())
                            != null) {
                throw new InvalidPolicyFileException(
                        "--agreement", "not key=value;key=value with each key once");
            }
        }
        List<String> services = list(given.remove("services"));
        if (services.isEmpty()) {
            throw new InvalidPolicyFileException("--agreement services", "missing");
        }
        Optional<LocalDate> signed = takeDay(given, "signed");
        Optional<LocalDate> validFrom = takeDay(given, "valid_from").or(() -> signed);
        if (validFrom.isEmpty()) {
            throw new InvalidPolicyFileException("--agreement valid_from", "missing");
        }
        Optional<LocalDate> validTo = takeDay(given, "valid_to");
        String id =
                Optional.ofNullable(given.remove("id"))
                        .orElse(services.getFirst().replace('.', '-'));
        String plan = Optional.ofNullable(given.remove("plan")).orElse("*");
        Set<String> settings = new LinkedHashSet<>(list(given.remove("settings")));
        Optional<String> retention = Optional.ofNullable(given.remove("retention"));
        Map<String, List<String>> ids = new TreeMap<>();
        for (String key : ID_KEYS) {
            List<String> values = list(given.remove(key));
            if (!values.isEmpty()) {
                ids.put(key, values);
            }
        }
        for (String unknown : given.keySet()) {
            throw new InvalidPolicyFileException("--agreement " + unknown, "unknown key");
        }
        return new RegisterRow(
                id, services, plan, signed, validFrom.get(), validTo, settings, retention, ids);
    }

    private static List<String> list(@Nullable String value) {
        return value == null || value.isBlank() ? List.of() : List.of(value.split("\\s*,\\s*"));
    }

    private static Optional<LocalDate> takeDay(Map<String, String> given, String key)
            throws InvalidPolicyFileException {
        String text = given.remove(key);
        if (text == null) {
            return Optional.empty();
        }
        Optional<LocalDate> day = day(text);
        if (day.isEmpty()) {
            throw new InvalidPolicyFileException(
                    "--agreement " + key, "not a day (such as 2026-12-31)");
        }
        return day;
    }

    static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// The key of the file for ids of a kind.
    static String key(IdKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "s";
    }
}
