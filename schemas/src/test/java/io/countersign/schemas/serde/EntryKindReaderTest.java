package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Topics;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EntryKindReaderTest {
    private final EntryKindReader kinds = new EntryKindReader(BundledSchemas.get());

    @ParameterizedTest
    @EnumSource(EntryKind.class)
    void theKindIsThatOfTheWholeEntry(EntryKind kind) {
        byte[] value =
                Objects.requireNonNull(
                        new AvroSerializer<>(AuditEntry.class, BundledSchemas.get())
                                .serialize(
                                        Topics.AUDIT_ENTRY,
                                        AuditEntry.newBuilder()
                                                .setKind(kind)
                                                .setChain("audit.entry.v1/0@1")
                                                .setSeq(1)
                                                .setPrev(new Hash(new byte[32]))
                                                .setIncarnation(new Incarnation(new byte[16]))
                                                .setTimeMillis(1)
                                                .build()));
        assertThat(kinds.kind(value)).isEqualTo(Optional.of(kind));
        assertThat(
                        new AvroDecoder<>(AuditEntry.class, BundledSchemas.get())
                                .framed(value)
                                .getKind())
                .isEqualTo(kind);
        assertThatThrownBy(() -> kinds.kind(new byte[] {9, 9}))
                .isInstanceOf(UndecodableRecordException.class);
    }
}
