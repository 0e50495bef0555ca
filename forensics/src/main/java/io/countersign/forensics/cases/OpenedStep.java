package io.countersign.forensics.cases;

import io.countersign.audit.evidence.Commitment;
import io.countersign.schemas.EvidenceRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// What was written in a step, with the salt that leads from it to the entry's commitment: whoever
/// is given both checks the text against the log, without a key. PHI.
public final class OpenedStep {
    /// Its line has no more characters than this: a step's text, its details and its entries.
    public static final int MAX_LINE_BYTES = 16 << 20;

    private static final HexFormat HEX = HexFormat.of();
    private static final int SALT_CHARS = 2 * Commitment.SALT_BYTES;

    private final byte[] salt;
    private final byte[] text;

    OpenedStep(byte[] salt, byte[] text) {
        this.salt = salt.clone();
        this.text = text.clone();
    }

    /// Reads [#line()].
    ///
    /// @throws IOException where it is none
    public static OpenedStep parse(byte[] line) throws IOException {
        if (line.length <= SALT_CHARS || line[SALT_CHARS] != ' ') {
            throw new IOException("not a line of a step");
        }
        try {
            byte[] salt = HEX.parseHex(new String(line, 0, SALT_CHARS, StandardCharsets.US_ASCII));
            return new OpenedStep(salt, Arrays.copyOfRange(line, SALT_CHARS + 1, line.length));
        } catch (IllegalArgumentException _unfit) {
            throw new IOException("not a line of a step");
        }
    }

    /// `salt in hex, a blank, the text`, which is JSON without line ends.
    public byte[] line() {
        byte[] hex = (HEX.formatHex(salt) + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(hex, hex.length + text.length);
        System.arraycopy(text, 0, line, hex.length, text.length);
        return line;
    }

    /// Whether it is what the log names.
    public boolean isOf(EvidenceRef ref) {
        return Commitment.opens(ref, salt, text);
    }

    /// What it says. A decision says what its proposal does.
    ///
    /// @throws IOException where it is no step
    public CaseStep step() throws IOException {
        return CaseStep.decode(text);
    }

    @Override
    public String toString() {
        return "OpenedStep[" + text.length + " bytes]";
    }
}
