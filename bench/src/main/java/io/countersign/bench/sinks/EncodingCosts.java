package io.countersign.bench.sinks;

import io.countersign.bench.GateFailure;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.delivery.Selection;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What one event costs on the task's thread, step by step, in CPU time of one thread, which others
/// on the machine change little.
final class EncodingCosts {
    private static final int ROUNDS = 9;
    private static final int WARM_UPS = 4;

    private final List<byte[]> records;

    EncodingCosts(List<byte[]> records) {
        this.records = List.copyOf(records);
    }

    /// One pass over all records.
    private interface Pass {
        /// Adds up something, so that nothing is left out by the compiler.
        long run();
    }

    void print(Map<String, EventEncoder> encoders) {
        List<Decoded.Known> decoded = decode();
        Selection selection = Selection.of(Selection.Standard.EVERYTHING);
        show(
                "decode and leaf hash",
                () -> {
                    WireDecoder decoder = new WireDecoder(BundledSchemas.get());
                    long sum = 0;
                    for (byte[] record : records) {
                        sum += decoder.decode(record) instanceof Decoded.Entry ? 1 : 0;
                    }
                    return sum;
                });
        show("select", () -> decoded.stream().filter(selection::takes).count());
        encoders.forEach((name, encoder) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
            show(
                    "encode " + name,
                    () -> {
                        long bytes = 0;
                        for (Decoded.Known event : decoded) {
                            out.reset();
                            encoder.encode(event, EventEncoder.Detail.FULL, out);
                            bytes += out.size();
                        }
                        return bytes;
                    });
        });
    }

    private List<Decoded.Known> decode() {
        WireDecoder decoder = new WireDecoder(BundledSchemas.get());
        List<Decoded.Known> decoded = new ArrayList<>();
        for (byte[] record : records) {
            if (decoder.decode(record) instanceof Decoded.Known known) {
                decoded.add(known);
            } else {
                throw new GateFailure("a record of the bench is no entry");
            }
        }
        return decoded;
    }

    private void show(String step, Pass pass) {
        double best = Double.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            sum = pass.run();
            double micros =
                    (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before)
                            / 1e3
                            / records.size();
            if (round >= WARM_UPS) {
                best = Math.min(best, micros);
            }
        }
        System.out.printf(
                "%-24s %7.2f us of CPU an event (%d)%n", step, best, sum / records.size());
    }
}
