package io.countersign.sinks.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.StructType;
import org.jspecify.annotations.Nullable;

/// A keyed digest of a row's values, all of them. The key is drawn for one comparison and
/// forgotten, so that nobody can make another row, or several, that add up to the same. For one
/// thread.
final class RowDigest {
    /// Of the bytes of a row; an entry has 65,535 at most, and names of enum values are longer than
    /// their numbers.
    private static final int MAX_BYTES = 1 << 20;

    private static final String ALGORITHM = "HmacSHA256";

    private final StructType type;
    private final Mac mac;
    private final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);

    RowDigest(StructType type, byte[] key) {
        this.type = type;
        try {
            this.mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("each Java has HmacSHA256", e);
        }
    }

    /// Eight bytes of the digest.
    long of(StructLike row) {
        bytes.clear();
        put(type, row);
        bytes.flip();
        mac.update(bytes);
        return ByteBuffer.wrap(mac.doFinal()).getLong();
    }

    /// Each value behind its presence, each text and list behind its length: no two rows have the
    /// same bytes.
    private void put(Type of, @Nullable Object value) {
        bytes.put((byte) (value == null ? 0 : 1));
        switch (value) {
            case null -> {}
            case StructLike struct -> {
                StructType fields = of.asStructType();
                for (int i = 0; i < fields.fields().size(); i++) {
                    put(fields.fields().get(i).type(), struct.get(i, Object.class));
                }
            }
            case List<?> list -> {
                bytes.putInt(list.size());
                for (Object element : list) {
                    put(of.asListType().elementType(), element);
                }
            }
            case CharSequence text -> put(text.toString().getBytes(StandardCharsets.UTF_8));
            case ByteBuffer raw -> {
                bytes.putInt(raw.remaining());
                bytes.put(raw.duplicate());
            }
            case byte[] raw -> put(raw);
            case Boolean flag -> bytes.put((byte) (flag ? 1 : 0));
            case Number number -> bytes.putLong(number.longValue());
            default -> throw new IllegalStateException("no column holds a " + value.getClass());
        }
    }

    private void put(byte[] raw) {
        bytes.putInt(raw.length);
        bytes.put(raw);
    }
}
