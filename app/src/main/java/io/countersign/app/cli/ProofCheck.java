package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.TlogProof;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One `.tlog-proof` against keys: without its log, and so without its neighbours.
final class ProofCheck {
    private static final String PROVEN =
            "A log whose key you trust had signed exactly this entry, at this place; what else that log"
                    + " says is not shown.";

    private final Terminal terminal;
    private final boolean json;

    ProofCheck(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /// Says what the file proves under keys that came from elsewhere.
    ExitCode run(Path file, VerifierKeys trusted) throws IOException {
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(TlogProof.MAX_BYTES + 1);
        }
        TlogProof proof;
        Optional<OpenedCheckpoint> opened;
        try {
            proof = TlogProof.parse(text);
            opened = proof.provenIn(trusted.verifiers());
        } catch (MalformedNoteException e) {
            return refused("This is no proof that the keys vouch for: " + e.getMessage() + ".");
        }
        if (proof.entry().isEmpty()) {
            return refused(
                    "This proof does not carry its entry, so that there is nothing to prove.");
        }
        if (opened.isEmpty()) {
            return refused(
                    "The hashes do not lead from this entry to the signed root: the entry, its place or a"
                            + " hash was changed.");
        }
        proven(proof, proof.entry().get(), opened.get());
        return ExitCode.CLEAN;
    }

    private void proven(TlogProof proof, Leaf leaf, OpenedCheckpoint opened) throws IOException {
        Optional<AuditEntry> entry = entry(leaf);
        if (json) {
            try (JsonGenerator generator = generator(Conclusion.AUTHENTIC, PROVEN)) {
                generator.writeStringField("origin", opened.checkpoint().origin());
                generator.writeNumberField("size", opened.checkpoint().size().value());
                generator.writeNumberField("index", proof.index().value());
                generator.writeStringField("leafHash", leaf.hash().hex());
                if (entry.isPresent()) {
                    generator.writeStringField("chain", entry.get().getChain());
                    generator.writeNumberField("seq", entry.get().getSeq());
                    generator.writeStringField("kind", entry.get().getKind().name());
                }
                generator.writeEndObject();
                generator.writeRaw('\n');
            }
            return;
        }
        terminal.say("log        " + TerminalText.line(opened.checkpoint().origin()));
        terminal.say(
                "leaf       "
                        + proof.index().value()
                        + " of "
                        + opened.checkpoint().size().value()
                        + ", hash "
                        + leaf.hash().hex());
        entry.ifPresent(read ->
                terminal.say(
                        "entry      "
                                + TerminalText.line(read.getChain())
                                + " number "
                                + read.getSeq()
                                + ", "
                                + read.getKind()));
        terminal.say("signed by  " + TerminalText.line(opened.signedBy().vkey()));
        terminal.say(terminal.green(Conclusion.AUTHENTIC.name()) + ": " + PROVEN);
    }

    /// What the leaf says, where it is an entry of a schema that this program knows.
    private static Optional<AuditEntry> entry(Leaf leaf) {
        try {
            return Optional.of(new EntryCodec().entry(leaf.bytes()));
        } catch (MalformedEntryException _ofAnotherSchema) {
            return Optional.empty();
        }
    }

    private ExitCode refused(String sentence) throws IOException {
        if (json) {
            try (JsonGenerator generator = generator(Conclusion.FAILED, sentence)) {
                generator.writeEndObject();
                generator.writeRaw('\n');
            }
        } else {
            terminal.say(
                    terminal.red(Conclusion.FAILED.name()) + ": " + TerminalText.line(sentence));
        }
        return ExitCode.FOUND;
    }

    private JsonGenerator generator(Conclusion conclusion, String sentence) throws IOException {
        JsonGenerator generator = new JsonFactory().createGenerator(terminal.out());
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.writeStartObject();
        generator.writeStringField("conclusion", conclusion.name());
        generator.writeStringField("sentence", sentence);
        return generator;
    }
}
