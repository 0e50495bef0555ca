package io.countersign.forensics.query;

import java.time.Duration;
import java.util.Objects;

/// What a question may use. Passing a limit ends it with a word that says which.
///
/// @param rows that an answer may have, 1 to 1,000,000; more are cut off, and the answer says so
/// @param time from the question to the last row
/// @param memoryMegabytes of the engine, 64 to 1,048,576; joins that need more are refused by it
/// @param threads 1 to 64
public record Limits(int rows, Duration time, int memoryMegabytes, int threads) {
    public static final int MAX_ROWS = 1_000_000;

    /// 10,000 rows in a minute with 1 GiB and two threads.
    public static final Limits STANDARD = new Limits(10_000, Duration.ofMinutes(1), 1024, 2);

    private static final int MIN_MEGABYTES = 64;
    private static final int MAX_MEGABYTES = 1 << 20;
    private static final int MAX_THREADS = 64;

    public Limits {
        Objects.requireNonNull(time, "time");
        if (rows < 1 || rows > MAX_ROWS) {
            throw new IllegalArgumentException("an answer has 1 to 1,000,000 rows, not " + rows);
        }
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("no time to answer in");
        }
        if (memoryMegabytes < MIN_MEGABYTES || memoryMegabytes > MAX_MEGABYTES) {
            throw new IllegalArgumentException("64 MiB to 1 TiB of memory");
        }
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("1 to 64 threads");
        }
    }

    /// The same with another number of rows.
    public Limits withRows(int rows) {
        return new Limits(rows, time, memoryMegabytes, threads);
    }

    /// The same with another time.
    public Limits withTime(Duration time) {
        return new Limits(rows, time, memoryMegabytes, threads);
    }
}
