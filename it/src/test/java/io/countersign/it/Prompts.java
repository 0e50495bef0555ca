package io.countersign.it;

import io.countersign.app.role.Installation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Prompts about an invented patient, sent to a service that no agreement covers, by one source.
final class Prompts {
    /// The patient's.
    static final String MRN = "5550142";

    private final Installation installation;
    private long sent;

    Prompts(Installation installation) {
        this.installation = installation;
    }

    /// Sends some of one person.
    void send(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            send("ana.ruiz@example.org", Instant.now());
        }
    }

    /// Returns once it is on Kafka. No two are alike.
    void send(String person, Instant at) throws Exception {
        String line =
                """
                {"time":"%s","user":"%s","host":"chat.deepseek.com","prompt":"Letter for Dana Quill, MRN %s, \
                born 03/04/1961, admitted with type 2 diabetes, metformin 500 mg, %d"}\
                """
                        .formatted(at, person, MRN, sent);
        installation
                .intake()
                .records()
                .send("plain-json", "source-1", sent++, line.getBytes(StandardCharsets.UTF_8))
                .get();
    }
}
