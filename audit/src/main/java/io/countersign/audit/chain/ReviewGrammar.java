package io.countersign.audit.chain;

import io.countersign.schemas.ExaminedPart;
import java.util.Set;

/// The form of what an entry says about a part of the log that was examined. [EntryGrammar] has the
/// grammars of single fields.
public final class ReviewGrammar {
    public static final String NOTHING_FOUND = "NOTHING_FOUND";
    public static final String FOLLOW_UP = "FOLLOW_UP";
    public static final String INCIDENT = "INCIDENT";

    private static final Set<String> OUTCOMES = Set.of(NOTHING_FOUND, FOLLOW_UP, INCIDENT);
    private static final int MAX_FOUND = 64;
    private static final AsciiSet BASE64 = AsciiSet.of("A-Za-z0-9+/=");
    private static final int MAX_SIGNATURE_CHARS = 128;

    private ReviewGrammar() {}

    /// Whether a text is an outcome.
    public static boolean outcome(String text) {
        return OUTCOMES.contains(text);
    }

    static void examined(Faults faults, ExaminedPart part) {
        faults.check("review.examined.origin", part.getOrigin(), EntryGrammar::origin);
        faults.require(
                "review.examined.leaves",
                0 <= part.getFromLeaf()
                        && part.getFromLeaf() < part.getToLeaf()
                        && part.getToLeaf() <= part.getSize());
        faults.require(
                "review.examined.fromMillis",
                0 <= part.getFromMillis() && part.getFromMillis() < part.getToMillis());
        faults.checkOrEmpty("review.examined.chain", part.getChain(), EntryGrammar::chain);
        part.getQuery()
                .ifPresent(
                        query -> faults.check("review.examined.query", query, EntryGrammar::query));
        faults.check("review.examined.outcome", part.getOutcome(), ReviewGrammar::outcome);
        faults.require("review.examined.found", part.getFound().size() <= MAX_FOUND);
        part.getFound()
                .forEach(code -> faults.check("review.examined.found", code, EntryGrammar::code));
        faults.checkOrEmpty("review.examined.next", part.getNext(), EntryGrammar::code);
        faults.checkOrEmpty("review.examined.caseId", part.getCaseId(), CaseGrammar::caseId);
        faults.require("review.examined.signedMillis", part.getSignedMillis() >= 0);
        faults.check("review.examined.vkey", part.getVkey(), EntryGrammar::vkey);
        faults.require(
                "review.examined.signature",
                BASE64.covers(part.getSignature(), MAX_SIGNATURE_CHARS));
    }
}
