package io.countersign.app.cases;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The plain text in an exported case that says how to check it.
final class HowToVerify {
    private static final String COMPLETE =
            """
            complete/ holds every entry that the log has between two seals, whoever it is about, and complete/scope says which of
            them belong to the case. Step 2 and 3 apply the scope to each of them, and refuse a case that lacks one. They say
            nothing about other times, and nothing about events that the scope does not name.\
            """;

    private static final String CHOSEN =
            """
            That the case has all of its events does not say that the log holds no other event like them: people chose these.
            An export with --complete shows that, for a time and a scope; whoever has the log asks it again.\
            """;

    private HowToVerify() {}

    /// @param logs of which there is a pack
    /// @param complete whether all is in it that the log has between two seals
    static String text(int logs, boolean complete) {
        String packs =
                IntStream.range(0, logs)
                        .mapToObj(CaseZip::proofs)
                        .collect(Collectors.joining(", "));
        return """
        How to check this case without trusting who gave it to you

        1. Get the verifier keys of the log (a file of lines NAME+ID+KEY) from the hospital by another way than this
           file, or from where their fingerprints are published. log.vkeys in here are the keys that the hospital has
           beside its log: compare them, and do not take them from here.
        2. With Countersign:
               countersign verify THIS-FILE.zip --vkeys KEYS
           It says AUTHENTIC where each entry in %s was in the log that these keys signed,
           and whether the entries are all events and steps that the case had by its last step.
        3. Without Countersign, with the program of the specification (docs/spec/verify_pack.py and verify.py beside it),
           which needs Python and nothing else:
               python3 verify_pack.py THIS-FILE.zip KEYS
        4. Any reader of the C2SP formats tlog-proof and signed-note checks the single proofs in %s;
           openssl ts -verify checks the time stamps in there.

        What is in here
        report.html, report.pdf    the case, for people
        events.csv                 its events
        events.ocsf.ndjson         its entries as events of OCSF, one a line, for a SIEM
        disclosures.csv            what was disclosed about each patient (45 CFR 164.528)
        policies/                  policies that events were judged by, named by the SHA-256 that the events have; the report shows their rows
        steps.txt                  what was written in each step, and the salt that leads from it to its entry
        log.vkeys                  see 1
        %s    the entries with their proofs, signed checkpoints, cosignatures and time stamps

        Nothing signs the report, the tables and the OCSF events: what counts is in the entries, which they name by chain,
        number and leaf hash. steps.txt is what the entries are committed to, and step 2 and 3 check it.
        The entries hold no text that was sent, and tokens in place of patients. Tokens count as PHI.
        %s
        Access made outside Countersign is not in this log.
        """
                .formatted(packs, packs, packs, complete ? COMPLETE : CHOSEN);
    }
}
