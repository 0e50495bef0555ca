package io.countersign.sinks.archive.live;

import io.countersign.schemas.Hash;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.sinks.archive.ArchivedEntry;
import io.countersign.sinks.archive.EntryRows;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.WireDecoder;
import java.util.HexFormat;
import java.util.Optional;

/// What lies on the entry topic as rows. For one thread.
public final class WireRows {
    private final WireDecoder decoder;

    public WireRows(SchemaResolver schemas) {
        decoder = new WireDecoder(schemas);
    }

    /// Of the value of a record; empty where it is no entry.
    ///
    /// @throws io.countersign.schemas.registry.RegistryException where a registry does not answer
    ///   as it should
    public Optional<EntryRows> of(byte[] value) {
        return decoder.decode(value) instanceof Decoded.Entry entry
                ? Optional.of(of(entry))
                : Optional.empty();
    }

    static EntryRows of(Decoded.Entry entry) {
        Hash leafHash = new Hash(HexFormat.of().parseHex(entry.position().leafHash()));
        return EntryRows.of(new ArchivedEntry(entry.entry(), leafHash));
    }
}
