package io.countersign.app.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.app.policy.IdentityYaml;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.schemas.IdentityLease;
import io.countersign.schemas.IdentityRules;
import io.countersign.schemas.IdentityStint;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what a site has about its people, each file by what it holds: rules (`.yaml`), people as
/// CSV or as a SCIM export, leases as CSV or JSON lines. A file is taken whole or not at all.
public final class IdentityFiles {
    /// An export of half a million people is smaller.
    public static final long MAX_FILE_BYTES = 256L << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private IdentityFiles() {}

    /// @throws InvalidIdentityFileException naming file and line
    public static Declared read(List<Path> files) throws IOException, InvalidIdentityFileException {
        Optional<IdentityRules> rules = Optional.empty();
        Optional<List<IdentityStint>> people = Optional.empty();
        List<IdentityLease> leases = new ArrayList<>();
        for (Path path : files) {
            String name = String.valueOf(path.getFileName());
            String text = text(path, name);
            if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                if (rules.isPresent()) {
                    throw new InvalidIdentityFileException(name, "a second file of rules");
                }
                rules = Optional.of(rules(name, text));
                continue;
            }
            List<String> lines = text.lines().toList();
            switch (kind(name, lines)) {
                case PEOPLE_CSV -> people = more(people, PeopleCsv.read(name, lines));
                case PEOPLE_SCIM -> people = more(people, ScimUsers.read(name, json(name, text)));
                case LEASES_CSV -> leases.addAll(LeaseLines.ofCsv(name, lines));
                case LEASES_JSON -> leases.addAll(LeaseLines.ofJson(name, lines));
            }
        }
        return new Declared(rules, people, leases);
    }

    private enum Kind {
        PEOPLE_CSV,
        PEOPLE_SCIM,
        LEASES_CSV,
        LEASES_JSON
    }

    private static Kind kind(String name, List<String> lines) throws InvalidIdentityFileException {
        String head = lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
        if (head.startsWith("{") || head.startsWith("[")) {
            return LeaseLines.isLease(head) ? Kind.LEASES_JSON : Kind.PEOPLE_SCIM;
        }
        String columns = head.toLowerCase(Locale.ROOT);
        if (LeaseLines.isHeader(columns)) {
            return Kind.LEASES_CSV;
        }
        if (PeopleCsv.isHeader(columns)) {
            return Kind.PEOPLE_CSV;
        }
        throw new InvalidIdentityFileException(
                name,
                "neither people (CSV with a column person, or a SCIM export of /Users), nor leases (columns ip, person, from, to, kind, or JSON lines with these keys), nor rules (.yaml)");
    }

    private static String text(Path path, String name)
            throws IOException, InvalidIdentityFileException {
        long bytes = Files.size(path);
        if (bytes > MAX_FILE_BYTES) {
            throw new InvalidIdentityFileException(
                    name, bytes + " bytes, at most " + MAX_FILE_BYTES + ": split it");
        }
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidIdentityFileException(name, "no UTF-8: save it as UTF-8");
        }
    }

    private static IdentityRules rules(String name, String text)
            throws InvalidIdentityFileException {
        try {
            return IdentityYaml.read(name, text);
        } catch (InvalidPolicyFileException e) {
            throw new InvalidIdentityFileException("rules", String.valueOf(e.getMessage()));
        }
    }

    static JsonNode json(String place, String text) throws InvalidIdentityFileException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidIdentityFileException(place, "no JSON");
        }
    }

    private static Optional<List<IdentityStint>> more(
            Optional<List<IdentityStint>> before, List<IdentityStint> next) {
        List<IdentityStint> all = new ArrayList<>(before.orElse(List.of()));
        all.addAll(next);
        return Optional.of(all);
    }
}
