package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Invented persons with keys to approve by, in a folder.
final class ApproverPersons {
    private final Path folder;

    ApproverPersons(Path folder) {
        this.folder = folder;
    }

    /// Draws a key for each and has the directory of people name them.
    void enrol(Path config, String... persons) throws IOException {
        StringBuilder yaml = new StringBuilder("approvers:\n");
        for (String person : persons) {
            yaml.append("  ").append(draw(person)).append('\n');
        }
        Path people = folder.resolve("people.yaml");
        Files.writeString(people, yaml);
        assertThat(
                        CommandRun.run(
                                "identity",
                                "load",
                                people.toString(),
                                "--config",
                                config.toString()))
                .startsWith("0 ");
    }

    /// Draws a key, and enrols nobody.
    ///
    /// @return the line for the directory
    String draw(String person) {
        String out = CommandRun.run("keys", "approver", "--person", person, "--out", keyOf(person));
        assertThat(out).startsWith("0 - {person: " + person);
        return out.substring(2).strip();
    }

    /// Signs a request.
    void approve(String request, String person) {
        assertThat(CommandRun.run("retention", "approve", request, "--key", keyOf(person)))
                .startsWith("0 ")
                .contains("signed by " + person);
    }

    /// Where a person's key lies.
    String keyOf(String person) {
        return folder.resolve(person + ".unencrypted-private-key.pem").toString();
    }
}
