/// The bytes of an entry and its place: codec, leaf hash, chain id and the grammar of each field.
/// It knows `AuditEntry` and nothing of trees, signatures or Kafka. Open `EntryCodec` first.
@NullMarked
package io.countersign.audit.chain;

import org.jspecify.annotations.NullMarked;
