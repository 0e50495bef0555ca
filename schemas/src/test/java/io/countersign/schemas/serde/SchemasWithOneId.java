package io.countersign.schemas.serde;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// Two schemas whose fingerprints differ and whose ids do not; ids have 31 bits, so some 50,000
/// tries find them. (The names must differ in many bits: a CRC tells schemas that differ in a few
/// from one another.)
final class SchemasWithOneId {
    private static final int MAX_TRIES = 1_000_000;

    private SchemasWithOneId() {}

    static Schema[] find() {
        Random random = new Random(1);
        Map<Integer, Schema> byId = new HashMap<>();
        for (int i = 0; i < MAX_TRIES; i++) {
            String name =
                    "F" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
            Schema schema = Schema.createFixed(name, null, "example", 1);
            int id = BundledSchemas.idOf(SchemaNormalization.parsingFingerprint64(schema));
            Schema other = byId.putIfAbsent(id, schema);
            if (other != null) {
                return new Schema[] {other, schema};
            }
        }
        throw new AssertionError("no two ids met");
    }
}
