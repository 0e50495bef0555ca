package io.countersign.topology.steps;

import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.sources.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The contents of an event as the plaintext of its evidence: for each its role (u8), its path and
/// its bytes, the latter two with their length in front (u16, u32, big endian).
public final class EvidenceContents {
    /// The reason of an entry whose evidence has not all that was inspected.
    public static final String CUT = "EVIDENCE_CUT";

    private static final int MAX_PATH_BYTES = 65_535;
    private static final int FRAME_BYTES = 1 + Short.BYTES + Integer.BYTES;

    private EvidenceContents() {}

    /// What does not fit is left out, and the reasons carry [#CUT].
    static byte[] encode(List<Content> contents, Set<String> reasons) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Content content : contents) {
                byte[] path = content.path().getBytes(StandardCharsets.UTF_8);
                if (out.size() + (long) FRAME_BYTES + path.length + content.utf8().length
                                > EvidenceSealer.MAX_PLAINTEXT_BYTES
                        || path.length > MAX_PATH_BYTES) {
                    reasons.add(CUT);
                    continue;
                }
                out.writeByte(content.role().ordinal());
                out.writeShort(path.length);
                out.write(path);
                out.writeInt(content.utf8().length);
                out.write(content.utf8());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// Reads them back.
    ///
    /// @return empty where the bytes are none, such as those of a later release
    public static Optional<List<Content>> decode(byte[] plaintext) {
        List<Content> contents = new ArrayList<>();
        Content.Role[] roles = Content.Role.values();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plaintext))) {
            while (in.available() > 0) {
                int role = in.readUnsignedByte();
                byte[] path = exactly(in, in.readUnsignedShort());
                byte[] text = exactly(in, in.readInt());
                if (role >= roles.length) {
                    return Optional.empty();
                }
                contents.add(
                        new Content(roles[role], new String(path, StandardCharsets.UTF_8), text));
            }
            return Optional.of(contents);
        } catch (IOException _short) {
            return Optional.empty();
        }
    }

    private static byte[] exactly(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > in.available()) {
            throw new IOException("shorter than it says");
        }
        return in.readNBytes(length);
    }
}
