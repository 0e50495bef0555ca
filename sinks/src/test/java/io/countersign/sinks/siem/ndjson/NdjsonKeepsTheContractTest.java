package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkContract;
import io.countersign.sinks.siem.delivery.SinkTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Files keep every promise of a sink that has no receiver to talk to; a full disk is one that is
/// away.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class NdjsonKeepsTheContractTest extends SinkContract {
    private FaultyDisk disk;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new NdjsonSinkTask(time, disk);
    }

    @Override
    protected Receiver receiver() {
        disk = new FaultyDisk(directory.resolve("siem"));
        return disk;
    }

    @Override
    protected Map<String, String> properties() {
        // Longer than the hour that the disk is full.
        return Map.of(
                "directory", directory.resolve("siem").toString(), "retry.limit.ms", "7200000");
    }

    @Override
    protected Set<Trait> traits() {
        return EnumSet.of(Trait.ORDERED);
    }
}
