package io.countersign.schemas.registry;

/// How a serializer gets the id of the schema that it writes.
///
/// @param autoRegister register the schema where it is not: `auto.register.schemas`
/// @param useLatest take the subject's latest version: `use.latest.version`
/// @param normalize let the registry compare and store a normal form: `normalize.schemas`
/// @param latestStrict refuse to write where the latest version is another schema than ours:
///   `latest.compatibility.strict`; otherwise our own version's id is used, if it is registered
public record WriteOptions(
        boolean autoRegister, boolean useLatest, boolean normalize, boolean latestStrict) {
    public static final WriteOptions DEFAULT = new WriteOptions(false, false, false, true);

    public WriteOptions {
        if (autoRegister && useLatest) {
            throw new IllegalArgumentException(
                    "auto.register.schemas and use.latest.version exclude one another");
        }
    }
}
