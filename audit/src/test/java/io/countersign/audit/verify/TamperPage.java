package io.countersign.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Writes `docs/spec/tamper-suite.md`.
final class TamperPage {
    private static final String HEAD =
            """
            # Tamper suite

            Each row is done to a log in a directory by a test, `TamperSuiteTest`, and refused by exactly the checks that it names
            ([log.md](log.md) says what each check shows). This page is generated from that test. *Who* is what somebody must have in
            their hands: with the files alone everything contradicts the signature; with the key as well, the chains, the seals and the
            offsets contradict what was forged, or a memory outside the log does. The programs of others were run on the same tampered
            directories (`ForeignProgramsRefuseTamperingTest`): fsck and x/mod know hashes and signatures, and nothing of entries, so
            what the key's holder signs they accept. `openssl` looks at the checkpoint's signature only.

            | No. | What is done | Who | Refused by | Refused too by | While it runs |
            |---|---|---|---|---|---|
            """;

    /// Cases that are not about one log's directory.
    static final List<Elsewhere> ELSEWHERE =
            List.of(
                    new Elsewhere(
                            "18",
                            "A proof's index, size, order, length or hashes are changed, or hashes added",
                            "inclusion and consistency proofs: every mutation of a corpus of more than 20,000; verify.py too",
                            List.of(
                                    "MutatedProofIsRefusedTest#inclusionProof",
                                    "MutatedProofIsRefusedTest#consistencyProof",
                                    "SecondVerifierAgreesTest#eachProofOfTheCorpusGetsItsVerdict")),
                    new Elsewhere(
                            "20",
                            "The ciphertexts of two entries' evidence are swapped",
                            "opening evidence: place, ciphertext hash, additional data",
                            List.of(
                                    "EvidenceOpensOnlyInItsPlaceTest#swappedEnvelopesAreRefused",
                                    "EvidenceOpensOnlyInItsPlaceTest#eachFlippedBitOfTheEnvelopeIsCaught")),
                    new Elsewhere(
                            "21",
                            "A quarter's evidence key is destroyed early",
                            "`evidence.keys`: the running process tries each key at its start and every thirty days, and looks every ten seconds whether it is there",
                            List.of(
                                    "EvidenceKeysAreVerifiedTest#aKeyThatWasDestroyedEarlyFailsTheLog",
                                    "EvidenceKeysAreKeptTest#aCanaryOpensWithItsOwnKeyOnly",
                                    "EvidenceOpensOnlyInItsPlaceTest#destroyingAQuartersKeyShredsThatQuarterOnly")),
                    new Elsewhere(
                            "27",
                            "A time stamp is put over another checkpoint",
                            "`timestamp.tokens`; `openssl ts -verify` too",
                            List.of(
                                    "TimestampsAreChainedTest#aTokenOfAnotherCheckpointIsRefused",
                                    "TimestampsAreChainedTest#eachChangedByteAndEachMissingFileShows")),
                    new Elsewhere(
                            "48",
                            "The log of a year is left out",
                            "`log.succession`",
                            List.of("TamperedYearsAreRefusedTest#aYearThatIsLeftOut")),
                    new Elsewhere(
                            "49",
                            "A year's log is exchanged for another one of the same name and key, so that the next one names another root",
                            "`log.succession`",
                            List.of("TamperedYearsAreRefusedTest#anotherPastUnderTheSameKey")),
                    new Elsewhere(
                            "50",
                            "Entries are appended to a log after the seal that ended it, and signed",
                            "`log.succession`",
                            List.of("TamperedYearsAreRefusedTest#entriesAfterTheEnd")),
                    new Elsewhere(
                            "51",
                            "The end of a year's log is cut off, and the rest signed",
                            "`log.succession`",
                            List.of("TamperedYearsAreRefusedTest#anEndThatIsCutOff")),
                    new Elsewhere(
                            "25",
                            "An entry of more than 65,535 bytes",
                            "the writer of entries",
                            List.of(
                                    "EntryBytesAreTheSpecTest#anEntryLargerThanABundleCanHoldIsRefusedAndTheCodecGoesOn")),
                    new Elsewhere(
                            "47",
                            "A proof pack: an entry is left out, put in, changed or a foreign log's; the checkpoint, the manifest or the zip file is another",
                            "each by its check of [proof.md](proof.md); verify_pack.py too",
                            List.of("TamperedPackIsRefusedTest#isRefusedWithASentence")));

    record Elsewhere(String id, String what, String refusedBy, List<String> tests) {}

    private TamperPage() {}

    static String of(List<TamperCase> cases) {
        StringBuilder page = new StringBuilder(HEAD);
        List<TamperCase> sorted = new ArrayList<>(cases);
        sorted.sort((a, b) -> {
            int byNumber = Integer.compare(number(a.id()), number(b.id()));
            return byNumber != 0 ? byNumber : a.id().compareTo(b.id());
        });
        for (TamperCase row : sorted) {
            page.append("| ")
                    .append(row.id())
                    .append(" | ")
                    .append(row.what())
                    .append(" | ")
                    .append(row.power().text)
                    .append(" | ")
                    .append(
                            row.refusedBy().isEmpty()
                                    ? "nobody"
                                    : new TreeSet<>(row.refusedBy())
                                            .stream()
                                                    .map(code -> "`" + code + "`")
                                                    .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(TamperSuiteTest.tools(row))
                    .append(" | ")
                    .append(tests(row.running()))
                    .append(" |\n");
        }
        page.append(
                "\nNot about one log's directory:\n\n| No. | What is done | Refused by | Test |\n|---|---|---|---|\n");
        for (Elsewhere row : ELSEWHERE) {
            page.append("| ")
                    .append(row.id())
                    .append(" | ")
                    .append(row.what())
                    .append(" | ")
                    .append(row.refusedBy())
                    .append(" | ")
                    .append(tests(row.tests()))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static int number(String id) {
        return Integer.parseInt(id.replaceAll("\\D", ""));
    }

    private static String tests(List<String> tests) {
        return tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }
}
