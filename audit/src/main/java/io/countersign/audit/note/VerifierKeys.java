package io.countersign.audit.note;

import io.countersign.audit.merkle.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// A list of vkeys, in a file one a line: what a log publishes beside itself, or what an auditor
/// brings along. Empty lines and lines that start with `# ` are passed over when reading.
public record VerifierKeys(List<VerifierKey> keys) {
    /// More keys are refused.
    public static final int MAX_KEYS = 1000;

    /// A larger file is refused.
    public static final int MAX_FILE_BYTES = 1_000_000;

    public VerifierKeys {
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("more than " + MAX_KEYS + " keys");
        }
        if (new HashSet<>(keys).size() != keys.size()) {
            throw new IllegalArgumentException("a key is listed twice");
        }
        keys = List.copyOf(keys);
    }

    /// Reads the lines of a file.
    public static VerifierKeys parse(String text) throws MalformedNoteException {
        List<VerifierKey> keys = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String vkey = line.strip();
            if (vkey.isEmpty() || vkey.startsWith("# ")) {
                continue;
            }
            VerifierKey key = VerifierKey.parse(vkey);
            if (keys.size() == MAX_KEYS || keys.contains(key)) {
                throw new MalformedNoteException("a list of vkeys has at most 1000, each once");
            }
            keys.add(key);
        }
        return new VerifierKeys(keys);
    }

    /// Reads a file of vkeys.
    public static VerifierKeys read(Path file) throws IOException, MalformedNoteException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new MalformedNoteException("a file of vkeys has at most 1,000,000 bytes");
            }
            return parse(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /// Writes the file anew.
    public void write(Path file) throws IOException {
        Files.writeString(file, text());
    }

    /// One vkey a line, each line ended.
    public String text() {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(key.vkey()).append('\n'));
        return text.toString();
    }

    /// SHA-256 of [#text]: what a seal entry says about the keys in force.
    public Sha256 hash() {
        return Sha256.of(text().getBytes(StandardCharsets.UTF_8));
    }

    /// Verifiers for the keys whose signature type this program can check; the others are left out.
    ///
    /// @throws MalformedNoteException where a key is none of its type
    public List<NoteVerifier> verifiers() throws MalformedNoteException {
        List<NoteVerifier> verifiers = new ArrayList<>();
        for (VerifierKey key : keys) {
            // A key of another type vouches for nothing here: its lines count as unknown.
            if (NoteVerifier.canCheck(key)) {
                verifiers.add(NoteVerifier.of(key));
            }
        }
        return verifiers;
    }
}
