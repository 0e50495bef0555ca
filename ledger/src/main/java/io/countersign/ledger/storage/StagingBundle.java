package io.countersign.ledger.storage;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.TilePath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// All objects of one seal, stored as one before the lock checkpoint moves, so that a seal that was
/// cut off can be completed.
///
/// ```
/// bundle = "countersign staging 1" LF, count(4), count * object, SHA-256 of all before it (32)
/// object = length of path(2), path, length of content(4), content                     numbers big-endian
/// ```
public record StagingBundle(String name, List<StoredObject> objects) {
    /// A batch is bounded far below it.
    public static final int MAX_OBJECTS = 100_000;

    /// More than a full batch with its hashes and a partial bundle before it.
    public static final int MAX_BYTES = 256 * 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,128}");

    private static final byte[] MAGIC =
            "countersign staging 1\n".getBytes(StandardCharsets.US_ASCII);

    public StagingBundle {
        if (objects.size() > MAX_OBJECTS) {
            throw new IllegalArgumentException(objects.size() + " objects");
        }
        objects = List.copyOf(objects);
    }

    /// The name of the bundle that leads to a tree: `<size>-<root in hexadecimal>`.
    public static String nameOf(TreeSize size, Sha256 root) {
        return size.value() + "-" + root.hex();
    }

    /// Whether a storage takes a bundle under this name.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// The tiles and bundles of which partial ones may be there: a level grows from left to right,
    /// so that all but its first full one began with this bundle.
    public List<TilePath> firstFullOfEachLevel() {
        Map<Integer, TilePath> first = new TreeMap<>();
        for (StoredObject object : objects) {
            TilePath path = object.path();
            if (path.isFull()) {
                first.merge(level(path), path, (one, other) -> one.n() <= other.n() ? one : other);
            }
        }
        return List.copyOf(first.values());
    }

    private static int level(TilePath path) {
        return switch (path) {
            case TilePath.EntryBundle _ -> -1;
            case TilePath.HashTile tile -> tile.level();
        };
    }

    public byte[] encode() {
        int length = MAGIC.length + Integer.BYTES + Sha256.LENGTH;
        for (StoredObject object : objects) {
            length +=
                    Short.BYTES
                            + object.path().path().length()
                            + Integer.BYTES
                            + object.bytes().length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        out.writeBytes(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(objects.size()).array());
        for (StoredObject object : objects) {
            byte[] path = object.path().path().getBytes(StandardCharsets.US_ASCII);
            out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) path.length).array());
            out.writeBytes(path);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(object.bytes().length).array());
            out.writeBytes(object.bytes());
        }
        out.writeBytes(Sha256.of(out.toByteArray()).bytes());
        return out.toByteArray();
    }

    /// Empty where the bytes are no whole, unaltered bundle.
    public static Optional<StagingBundle> decode(String name, byte[] bytes) {
        int end = bytes.length - Sha256.LENGTH;
        if (end < MAGIC.length + Integer.BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || !Sha256.of(Arrays.copyOf(bytes, end)).matches(bytes, end)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, MAGIC.length, end - MAGIC.length);
        int count = in.getInt();
        if (count < 0 || count > MAX_OBJECTS) {
            return Optional.empty();
        }
        List<StoredObject> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<byte[]> path =
                    in.remaining() < Short.BYTES ? Optional.empty() : take(in, in.getShort());
            Optional<byte[]> content =
                    in.remaining() < Integer.BYTES ? Optional.empty() : take(in, in.getInt());
            if (path.isEmpty() || content.isEmpty()) {
                return Optional.empty();
            }
            Optional<TilePath> parsed =
                    TilePath.parse(new String(path.get(), StandardCharsets.US_ASCII));
            if (parsed.isEmpty()) {
                return Optional.empty();
            }
            objects.add(new StoredObject(parsed.get(), content.get()));
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(new StagingBundle(name, objects));
    }

    private static Optional<byte[]> take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            return Optional.empty();
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return Optional.of(taken);
    }
}
