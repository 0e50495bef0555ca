package io.countersign.audit.verify;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One way to tamper: a row of `docs/spec/tamper-suite.md`.
///
/// @param id number, as auditors refer to it
/// @param what what somebody does
/// @param power what they must be able to do
/// @param refusedBy codes of the checks that refuse it; none where it must pass
/// @param alsoRefusedBy programs of others, and the second verifier, that refuse it too
/// @param running tests, as `Class#method`, that show what a running system does about it
record TamperCase(
        String id,
        String what,
        Power power,
        Tampering tampering,
        Set<String> refusedBy,
        Set<Tool> alsoRefusedBy,
        List<String> running) {
    /// What whoever tampers has in their hands.
    enum Power {
        FILES("the log's files"),
        KEY("the log's files and its key"),
        INPUT("what gets logged"),
        NONE("nobody tampers");

        final String text;

        Power(String text) {
            this.text = text;
        }
    }

    /// Who else looks.
    enum Tool {
        VERIFY_PY("verify.py"),
        FSCK("Tessera fsck"),
        X_MOD("Go x/mod"),
        OPENSSL("openssl");

        final String text;

        Tool(String text) {
            this.text = text;
        }
    }

    /// Leaves a tampered log, and says what to hold it against.
    @FunctionalInterface
    interface Tampering {
        Request on(TamperedLog log) throws IOException;
    }

    TamperCase {
        refusedBy = Set.copyOf(refusedBy);
        alsoRefusedBy =
                alsoRefusedBy.isEmpty()
                        ? Set.of()
                        : java.util.Collections.unmodifiableSet(EnumSet.copyOf(alsoRefusedBy));
        running = List.copyOf(running);
    }

    static TamperCase of(String id, String what, Power power, Tampering tampering) {
        return new TamperCase(id, what, power, tampering, Set.of(), Set.of(), List.of());
    }

    TamperCase refusedBy(CheckCode... codes) {
        return new TamperCase(
                id,
                what,
                power,
                tampering,
                java.util.Arrays.stream(codes)
                        .map(CheckCode::code)
                        .collect(java.util.stream.Collectors.toSet()),
                alsoRefusedBy,
                running);
    }

    TamperCase also(Tool... tools) {
        return new TamperCase(id, what, power, tampering, refusedBy, Set.of(tools), running);
    }

    TamperCase running(String... tests) {
        return new TamperCase(id, what, power, tampering, refusedBy, alsoRefusedBy, List.of(tests));
    }

    @Override
    public String toString() {
        return id + " " + what;
    }
}
