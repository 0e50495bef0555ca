package io.countersign.app.demo;

import io.countersign.app.identity.DirectoryParts;
import io.countersign.app.identity.IdentityFiles;
import io.countersign.app.identity.InvalidIdentityFileException;
import io.countersign.schemas.IdentityPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The directory of the invented hospital's people, in the files that a site would load: the proxy,
/// the firewall and the gateway each spell them otherwise.
final class WhoIsWho {
    private WhoIsWho() {}

    /// Writes the files, to look at, and gives what they come to.
    static List<IdentityPart> write(Path directory, Instant now) throws IOException {
        Path people = directory.resolve("identity.csv");
        Path spellings = directory.resolve("spellings.yaml");
        Files.createDirectories(directory);
        Files.writeString(people, csv());
        Files.writeString(spellings, "domains: [hosp]\n");
        try {
            return DirectoryParts.next(
                    Map.of(), IdentityFiles.read(List.of(people, spellings)), now);
        } catch (InvalidIdentityFileException e) {
            throw new IllegalStateException("the demo's own directory is broken", e);
        }
    }

    private static String csv() {
        StringBuilder csv = new StringBuilder("person,mail,department\n");
        for (People.Worker worker : People.EVERYBODY) {
            csv.append(worker.login())
                    .append(',')
                    .append(worker.mail())
                    .append(',')
                    .append(worker.department())
                    .append('\n');
        }
        return csv.toString();
    }
}
