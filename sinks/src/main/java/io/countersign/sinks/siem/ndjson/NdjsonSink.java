package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/// One OCSF event a line, in files.
final class NdjsonSink implements Sink {
    private final ChannelOpener opener;

    NdjsonSink(ChannelOpener opener) {
        this.opener = opener;
    }

    @Override
    public String name() {
        return "ndjson";
    }

    @Override
    public ConfigDef definition() {
        return NdjsonConfig.DEFINITION;
    }

    @Override
    public void validate(Map<String, String> properties) {
        NdjsonConfig unused = NdjsonConfig.parse(properties, "any");
    }

    @Override
    public Parts open(Map<String, String> properties, Surroundings surroundings) {
        NdjsonConfig config = NdjsonConfig.parse(properties, surroundings.version());
        return new Parts(
                config.delivery(),
                config.selection(),
                new OcsfEncoder(config.ocsf()),
                new NdjsonClient(config.directory(), openFiles(config, surroundings.task())));
    }

    private NdjsonFiles openFiles(NdjsonConfig config, int task) {
        try {
            return NdjsonFiles.open(
                    config.directory(), config.filePrefix(), task, config.maxFileBytes(), opener);
        } catch (IOException e) {
            throw new SinkFailureException(
                    SinkFailure.DIRECTORY_NOT_WRITABLE, config.directory().toString(), e);
        }
    }
}
