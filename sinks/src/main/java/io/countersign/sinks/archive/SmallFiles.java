package io.countersign.sinks.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;

/// Which files of a partition are merged while the archive is written to. Files are told apart by
/// size, each step eight times the one before, and those of a step are merged once there are eight:
/// each row is written again a few times in all, and a partition has a few dozen small files at
/// most. Files that have become large stay as they are.
final class SmallFiles {
    private static final int GROWTH = 8;
    private static final long FIRST_STEP_BYTES = 64 << 10;

    /// What one merge reads stays below eight times this.
    private static final long LARGE_BYTES = 16 << 20;

    private SmallFiles() {}

    /// Groups that become one file each; a file is in one of them at most.
    static List<List<DataFile>> toMerge(List<DataFile> files) {
        Map<Integer, List<DataFile>> steps = new TreeMap<>();
        for (DataFile file : files) {
            if (file.fileSizeInBytes() < LARGE_BYTES) {
                steps.computeIfAbsent(step(file.fileSizeInBytes()), unused -> new ArrayList<>())
                        .add(file);
            }
        }
        return steps.values().stream().filter(same -> same.size() >= GROWTH).toList();
    }

    private static int step(long bytes) {
        int step = 0;
        for (long limit = FIRST_STEP_BYTES; bytes >= limit; limit *= GROWTH) {
            step++;
        }
        return step;
    }
}
