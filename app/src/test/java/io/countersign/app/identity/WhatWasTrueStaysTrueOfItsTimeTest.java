package io.countersign.app.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.detectors.identity.People;
import io.countersign.detectors.identity.Sighting;
import io.countersign.detectors.identity.Who;
import io.countersign.schemas.IdentityPart;
import io.countersign.topology.policy.IdentityReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatWasTrueStaysTrueOfItsTimeTest {
    private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-11-20T00:00:00Z");

    @TempDir Path folder;

    private final Map<String, IdentityPart> published = new TreeMap<>();

    private int load(Instant now, String name, String text)
            throws IOException, InvalidIdentityFileException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        List<IdentityPart> changed =
                DirectoryParts.next(published, IdentityFiles.read(List.of(file)), now);
        changed.forEach(part -> published.put(part.getKey(), part));
        return changed.size();
    }

    private Who who(String spelling, Instant time) {
        People people = People.of(published.values().stream().map(IdentityReader::read).toList());
        boolean address = spelling.startsWith("192.");
        Optional<String> name = Optional.of(spelling);
        return people.at(
                new Sighting(
                        address ? Optional.empty() : name,
                        Optional.empty(),
                        address ? name : Optional.empty(),
                        time));
    }

    @Test
    void aChangeEndsOneStintAndBeginsAnotherAndWhoLeftHasNoNameFromThenOn() throws Exception {
        load(
                FIRST,
                "identity.csv",
                """
                person,login,mail,department,role
                1001,jokafor,j.okafor@hospital.example.org,Oncology,physician
                1002,mvale,,Nursing,nurse
                """);
        assertThat(who("jokafor", FIRST.minus(Duration.ofDays(400))).department())
                .contains("Oncology");

        load(
                SECOND,
                "identity.csv",
                """
                person,login,mail,department,role
                1001,jokafor,j.okafor@hospital.example.org,Radiology,physician
                """);

        assertThat(who("jokafor", SECOND.minusMillis(1)).department()).contains("Oncology");
        assertThat(who("jokafor", SECOND).department()).contains("Radiology");
        assertThat(who("mvale", SECOND.minusMillis(1)).person()).contains("1002");
        assertThat(who("mvale", SECOND).resolution()).isEqualTo(Who.Resolution.UNKNOWN_SPELLING);
    }

    @Test
    void theSameFileTwiceChangesNothingAndANewSpellingCountsForTheWholeStint() throws Exception {
        String file = "person,aliases\n1001,jokafor;okaforj\n";
        assertThat(load(FIRST, "identity.csv", file)).isEqualTo(1);
        assertThat(load(SECOND, "identity.csv", file)).isZero();
        load(SECOND, "identity.csv", "person,aliases\n1001,okaforj;jokafor;jane.okafor\n");
        assertThat(who("jane.okafor", FIRST.minusSeconds(1)).person()).contains("1001");
    }

    @Test
    void aNameThatIsTakenAwayAndGivenToSomebodyElseIsEachOnesInItsTime() throws Exception {
        load(FIRST, "identity.csv", "person,login\n1001,asmith\n");
        load(SECOND, "identity.csv", "person,login\n1001,ann.smith\n1002,asmith\n");
        assertThat(who("asmith", SECOND.minusMillis(1)).person()).contains("1001");
        assertThat(who("asmith", SECOND).person()).contains("1002");
        assertThat(who("ann.smith", SECOND).person()).contains("1001");
    }

    @Test
    void aScimExportGivesNamesDepartmentAndRoleAndLeavesOutWhoIsNotActive() throws Exception {
        load(
                FIRST,
                "users.json",
                """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":2,"Resources":[
                 {"id":"9","externalId":"1001","userName":"j.okafor@hospital.example.org","active":true,
                  "emails":[{"value":"jane.okafor@hospital.example.org","primary":true}],
                  "roles":[{"value":"reader"},{"value":"physician","primary":true}],
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                    {"department":"Oncology","employeeNumber":"E-77"}},
                 {"id":"10","userName":"gone@hospital.example.org","active":false}]}
                """);
        for (String name :
                List.of(
                        "1001",
                        "E-77",
                        "J.Okafor@hospital.example.org",
                        "jane.okafor@hospital.example.org")) {
            assertThat(who(name, FIRST).person()).as(name).contains("1001");
        }
        assertThat(who("1001", FIRST).role()).contains("physician");
        assertThat(who("1001", FIRST).department()).contains("Oncology");
        assertThat(who("gone@hospital.example.org", FIRST).person()).isEmpty();
    }

    @Test
    void leasesAreAddedKeptWhileTheyMatterAndSeparateFromPeople() throws Exception {
        load(FIRST, "identity.csv", "person,login\n1001,jokafor\n");
        load(
                FIRST,
                "leases.jsonl",
                "{\"ip\":\"192.0.2.57\",\"person\":\"jokafor\",\"kind\":\"vpn\",\"from\":\"2026-11-01T08:00:00Z\",\"to\":\"2026-11-01T18:00:00+01:00\"}\n");
        Instant during = Instant.parse("2026-11-01T16:00:00Z");
        assertThat(who("192.0.2.57", during).person()).contains("1001");
        load(
                Instant.parse("2026-12-15T00:00:00Z"),
                "leases.csv",
                "ip,person,kind,from,to\n192.0.2.57,jokafor,dhcp,2026-12-14,2026-12-16\n");
        assertThat(who("192.0.2.57", during).person()).as("ended six weeks ago").isEmpty();
        assertThat(who("192.0.2.57", Instant.parse("2026-12-15T00:00:00Z")).person())
                .contains("1001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.csv|person,login\\n,jokafor|line 2",
                "a.csv|person,logn\\n1,jokafor|unknown column",
                "a.csv|person,login\\n1,a,b|line 2",
                "a.csv|person,login,from,to\\n1,a,2026-02-01,2026-01-01|line 2",
                "a.csv|person,login,from\\n1,a,yesterday|line 2",
                "a.csv|person,department\\n1,A\\n1,B|two departments",
                "a.csv|colour,shape\\nred,round|neither people",
                "a.csv|ip,person,kind,from,to\\n192.0.2.1,a,wifi,2026-01-01,2026-01-02|line 2",
                "a.csv|ip,person,kind,from,to\\n192.0.2.1,a,dhcp,2026-01-01,|line 2",
                "a.csv|ip,person,kind,from,to\\nhost,a,dhcp,2026-01-01,2026-01-02|line 2",
                "a.json|{\"totalResults\":9,\"Resources\":[]}|all pages",
                "a.json|{\"Resources\":|no JSON",
                "a.yaml|shared_accounts: ['*']|nobody",
                "a.yaml|domain: [HOSP]|unknown key",
            })
    void aFileThatSaysTooLittleIsRefusedWithItsPlace(String name, String text, String message) {
        assertThatThrownBy(() -> load(FIRST, name, text.replace("\\n", "\n")))
                .isInstanceOf(InvalidIdentityFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPartHasRoomForThousandsOfPeople() throws Exception {
        StringBuilder text = new StringBuilder("person,login,mail,department,role\n");
        int people = 30_000;
        for (int i = 0; i < people; i++) {
            text.append(
                    "E%05d,user%05d,user%05d@hospital.example.org,Department %d,role %d\n"
                            .formatted(i, i, i, i % 97, i % 13));
        }
        assertThat(load(FIRST, "identity.csv", text.toString())).isEqualTo(DirectoryParts.BUCKETS);
        List<Integer> sizes = new ArrayList<>();
        published.values().forEach(part -> sizes.add(part.getStints().size()));
        assertThat(sizes).allMatch(size -> size < people / 20);
        assertThat(who("USER29999", FIRST).person()).contains("E29999");
    }
}
