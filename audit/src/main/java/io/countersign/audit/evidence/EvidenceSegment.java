package io.countersign.audit.evidence;

import io.countersign.schemas.EvidenceEnvelope;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Several envelopes in one file, as they lie in the locked record (`docs/spec/evidence.md`):
///
/// ```
/// segment  = "countersign evidence/1" LF 1*envelope
/// envelope = u16 len chain  u64 seq  u16 len kid  u16 len wrappedKey  u16 len nonce  u32 len ciphertext
/// ```
///
/// Numbers are big-endian, each length is followed by so many bytes. The bytes of a segment follow
/// from its envelopes.
public final class EvidenceSegment {
    private static final byte[] FIRST =
            "countersign evidence/1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SHORT = 0xFFFF;

    private EvidenceSegment() {}

    /// Writes envelopes in their order.
    public static byte[] encode(List<EvidenceEnvelope> envelopes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(FIRST);
            for (EvidenceEnvelope envelope : envelopes) {
                shortField(out, envelope.getChain().getBytes(StandardCharsets.UTF_8));
                out.writeLong(envelope.getSeq());
                shortField(out, envelope.getKid().getBytes(StandardCharsets.UTF_8));
                shortField(out, bytes(envelope.getWrappedKey()));
                shortField(out, bytes(envelope.getNonce()));
                byte[] ciphertext = bytes(envelope.getCiphertext());
                out.writeInt(ciphertext.length);
                out.write(ciphertext);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void shortField(DataOutputStream out, byte[] field) throws IOException {
        if (field.length > SHORT) {
            throw new IllegalArgumentException("a field of an envelope is too long");
        }
        out.writeShort(field.length);
        out.write(field);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /// Reads a segment; what its envelopes say is theirs, and is checked where one is opened.
    ///
    /// @throws IllegalArgumentException where it is none
    public static List<EvidenceEnvelope> parse(byte[] segment) {
        ByteBuffer in = ByteBuffer.wrap(segment);
        List<EvidenceEnvelope> envelopes = new ArrayList<>();
        try {
            if (!Arrays.equals(taken(in, FIRST.length), FIRST)) {
                throw new IllegalArgumentException("this is no segment of evidence");
            }
            while (in.hasRemaining()) {
                envelopes.add(
                        new EvidenceEnvelope(
                                text(in),
                                in.getLong(),
                                text(in),
                                ByteBuffer.wrap(taken(in, in.getShort() & SHORT)),
                                ByteBuffer.wrap(taken(in, in.getShort() & SHORT)),
                                ByteBuffer.wrap(taken(in, in.getInt()))));
            }
        } catch (BufferUnderflowException _cut) {
            throw new IllegalArgumentException("a segment of evidence was cut");
        }
        return envelopes;
    }

    private static String text(ByteBuffer in) {
        return new String(taken(in, in.getShort() & SHORT), StandardCharsets.UTF_8);
    }

    private static byte[] taken(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
