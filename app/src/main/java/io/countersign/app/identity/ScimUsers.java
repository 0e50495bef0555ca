package io.countersign.app.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.schemas.IdentityStint;
import io.countersign.schemas.PolicyPeriod;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// People as a SCIM 2.0 server lists its `/Users` (RFC 7643 section 4.1, enterprise extension in
/// 4.3): a ListResponse, a list of users, or one user. The person's id is `externalId`, else
/// `userName`; aliases are `userName`, the addresses in `emails` and the employee number. A user
/// who is not `active` is left out, and so has no name from the time of the load.
final class ScimUsers {
    private static final String ENTERPRISE =
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimUsers() {}

    static List<IdentityStint> read(String file, JsonNode document)
            throws InvalidIdentityFileException {
        JsonNode users = document.isArray() ? document : document.get("Resources");
        if (users == null) {
            users = document.has("userName") ? listOf(document) : null;
        }
        if (users == null || !users.isArray()) {
            throw new InvalidIdentityFileException(
                    file, "no SCIM users: Resources of a ListResponse, a list, or one user");
        }
        JsonNode total = document.path("totalResults");
        if (total.isIntegralNumber() && total.longValue() > users.size()) {
            throw new InvalidIdentityFileException(
                    file,
                    "%d of %d users: fetch all pages, else the others lose their names"
                            .formatted(users.size(), total.longValue()));
        }
        List<IdentityStint> stints = new ArrayList<>();
        int number = 0;
        for (JsonNode user : users) {
            number++;
            if (user.path("active").asBoolean(true)) {
                stints.add(stint(file + ": user " + number, user));
            }
        }
        return stints;
    }

    private static JsonNode listOf(JsonNode user) {
        return new com.fasterxml.jackson.databind.ObjectMapper().createArrayNode().add(user);
    }

    private static IdentityStint stint(String place, JsonNode user)
            throws InvalidIdentityFileException {
        Set<String> spellings = new LinkedHashSet<>();
        String login = text(user, "userName");
        JsonNode enterprise = user.path(ENTERPRISE);
        add(spellings, login);
        for (JsonNode mail : user.path("emails")) {
            add(spellings, text(mail, "value"));
        }
        add(spellings, text(enterprise, "employeeNumber"));
        String external = text(user, "externalId");
        return StintCheck.stint(
                place,
                external.isEmpty() ? login : external,
                spellings,
                text(enterprise, "department"),
                role(user),
                new PolicyPeriod(null, null));
    }

    /// The primary role, else the first; else the job title.
    private static String role(JsonNode user) {
        String first = "";
        for (JsonNode role : user.path("roles")) {
            String value = text(role, "value");
            if (role.path("primary").asBoolean(false)) {
                return value;
            }
            first = first.isEmpty() ? value : first;
        }
        return first.isEmpty() ? text(user, "title") : first;
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asText("").strip();
    }

    private static void add(Set<String> spellings, String spelling) {
        if (!spelling.isEmpty()) {
            spellings.add(spelling);
        }
    }
}
