package io.countersign.app.config;

import io.countersign.app.config.Configuration.Witnesses;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.ledger.Witness;
import io.countersign.ledger.Witnessing;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads `ledger.witnesses`: who cosigns checkpoints, and how many have to.
final class WitnessesSection {
    private WitnessesSection() {}

    static Witnesses read(Section section, Witnesses standard) {
        Section named = section.section("members");
        List<Witness> members = new ArrayList<>();
        for (String name : named.names()) {
            member(name, named.section(name), members);
        }
        Witnesses witnesses =
                new Witnesses(
                        members,
                        section.number("quorum", members.isEmpty() ? 0 : 1, 0, members.size()),
                        section.duration(
                                "interval",
                                standard.interval(),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1)),
                        section.duration(
                                "incident-after",
                                standard.incidentAfter(),
                                Duration.ofMinutes(1),
                                Duration.ofDays(7)));
        named.close();
        section.close();
        if (members.size() > Witnessing.MAX_WITNESSES) {
            section.problem("members", "are " + Witnessing.MAX_WITNESSES + " at most");
        }
        if (!members.isEmpty() && witnesses.quorum() == 0) {
            section.problem("quorum", "is at least 1 where there are members");
        }
        return witnesses;
    }

    private static void member(String name, Section section, List<Witness> members) {
        String url = section.text("url", "(none)");
        List<String> vkeys = section.texts("vkeys", List.of());
        section.close();
        List<VerifierKey> keys = new ArrayList<>();
        try {
            for (String vkey : vkeys) {
                keys.add(VerifierKey.parse(vkey));
            }
        } catch (MalformedNoteException _unfit) {
            section.problem("vkeys", "each must be a vkey as the witness prints it");
            return;
        }
        try {
            members.add(new Witness(name, URI.create(url), keys));
        } catch (IllegalArgumentException _unfit) {
            section.problem(
                    "",
                    "needs url, an address such as https://witness.example.org/, and vkeys, whose types are those"
                            + " of cosignatures (4 or 6)");
        }
    }
}
