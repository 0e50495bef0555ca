package io.countersign.audit.vault;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bytes of `docs/spec/vault.md`; numbers are big-endian.
///
/// ```
/// vault  = header people tables tag(32)
/// header = "CSVAULT1" created(8) firstYear(4) years(4) patients(8) people(8) statesKey(40) namesKey(40)
/// people = *( length(2) box )                          box of a person's fields, each len(2) UTF-8
/// tables = years * patients * row, each year's rows in the order of their tokens
/// row    = first 8 bytes of the token, box(24) of place(6) state(2)
/// ```
final class VaultFormat {
    static final byte[] MAGIC = "CSVAULT1".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = 8 + 8 + 4 + 4 + 8 + 8 + 2 * VaultCipher.WRAPPED_BYTES;
    static final int TAG_BYTES = 32;
    static final int PREFIX_BYTES = 8;
    static final int PLACE_BYTES = 6;
    static final int STATE_BYTES = 2;
    static final int ROW_BYTES = PREFIX_BYTES + PLACE_BYTES + STATE_BYTES + VaultCipher.TAG_BYTES;
    static final long MAX_PATIENTS = 20_000_000;
    static final int MAX_YEARS = 16;

    private static final byte[] STATE_CONTEXT =
            "countersign vault state\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PERSON_CONTEXT =
            "countersign vault person\0".getBytes(StandardCharsets.US_ASCII);

    private VaultFormat() {}

    /// A row's box belongs to its token: in another's row it opens nothing.
    static byte[] stateContext(byte[] token) {
        return ByteBuffer.allocate(STATE_CONTEXT.length + token.length)
                .put(STATE_CONTEXT)
                .put(token)
                .array();
    }

    /// Each row of each year once.
    static byte[] stateNonce(int year, long row) {
        return ByteBuffer.allocate(VaultCipher.NONCE_BYTES).putInt(year).putLong(row).array();
    }

    static byte[] personContext(long place) {
        return ByteBuffer.allocate(PERSON_CONTEXT.length + Long.BYTES)
                .put(PERSON_CONTEXT)
                .putLong(place)
                .array();
    }

    /// Each place once.
    static byte[] personNonce(long place) {
        return ByteBuffer.allocate(VaultCipher.NONCE_BYTES).putInt(0).putLong(place).array();
    }

    static byte[] row(long place, String state) {
        byte[] letters = new byte[STATE_BYTES];
        byte[] ascii = state.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, letters, 0, ascii.length);
        return ByteBuffer.allocate(PLACE_BYTES + STATE_BYTES)
                .putShort((short) (place >>> 32))
                .putInt((int) place)
                .put(letters)
                .array();
    }

    static Residence residence(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        long place =
                (Short.toUnsignedLong(in.getShort()) << 32) | Integer.toUnsignedLong(in.getInt());
        String state = new String(row, PLACE_BYTES, STATE_BYTES, StandardCharsets.US_ASCII);
        return new Residence(place, state.charAt(0) == 0 ? "" : state);
    }

    static byte[] person(VaultPerson person) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String field : person.fields()) {
            byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
            out.write(utf8.length >>> 8);
            out.write(utf8.length);
            out.writeBytes(utf8);
        }
        return out.toByteArray();
    }

    static VaultPerson person(byte[] plain) throws DamagedVaultException {
        ByteBuffer in = ByteBuffer.wrap(plain);
        List<String> fields = new ArrayList<>();
        try {
            for (int i = 0; i < VaultPerson.FIELDS; i++) {
                byte[] utf8 = new byte[Short.toUnsignedInt(in.getShort())];
                in.get(utf8);
                fields.add(new String(utf8, StandardCharsets.UTF_8));
            }
            if (!in.hasRemaining()) {
                return VaultPerson.of(fields);
            }
        } catch (BufferUnderflowException | IllegalArgumentException _unfit) {
            // Below.
        }
        throw new DamagedVaultException("The vault holds a person in another form");
    }
}
