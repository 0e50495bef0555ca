package io.countersign.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Looks for all shapes of all canaries at once, within gzip members too. For one thread.
final class CanarySearch {
    private static final int MAX_GZIP_BYTES = 1 << 20;
    private static final int MAX_GZIP_DEPTH = 2;

    private final Map<Integer, List<Canary.Shape>> shapesByStart = new HashMap<>();
    private final BitSet starts = new BitSet(1 << 16);
    private long bytesSearched;

    CanarySearch(List<Canary> canaries) {
        for (Canary canary : canaries) {
            for (Canary.Shape shape : canary.shapes()) {
                int start = shape.start();
                starts.set(start);
                shapesByStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(shape);
            }
        }
    }

    /// The shapes that occur in these bytes.
    Set<Canary.Shape> in(byte[] bytes) {
        Set<Canary.Shape> found = new HashSet<>();
        search(bytes, 0, found);
        return found;
    }

    long bytesSearched() {
        return bytesSearched;
    }

    private void search(byte[] bytes, int depth, Set<Canary.Shape> found) {
        bytesSearched += bytes.length;
        for (int at = 0; at + 1 < bytes.length; at++) {
            int start = start(bytes, at);
            if (starts.get(start)) {
                for (Canary.Shape shape : shapesByStart.getOrDefault(start, List.of())) {
                    if (shape.isAt(bytes, at)) {
                        found.add(shape);
                    }
                }
            }
            if (start == 0x1f8b && depth < MAX_GZIP_DEPTH) {
                search(unzipped(bytes, at), depth + 1, found);
            }
        }
    }

    /// As much as can be read: what begins like gzip need not be any.
    private static byte[] unzipped(byte[] bytes, int from) {
        byte[] buffer = new byte[MAX_GZIP_BYTES];
        int length = 0;
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
            int read = 0;
            while (read >= 0 && length < buffer.length) {
                read = in.read(buffer, length, buffer.length - length);
                length += Math.max(0, read);
            }
        } catch (IOException _noGzip) {
            // What came before the fault counts.
        }
        return Arrays.copyOf(buffer, length);
    }

    private static int start(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
