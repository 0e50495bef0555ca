package io.countersign.intake.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Where bodies lie that a log only points to.
public interface StoredObjects {
    /// @param bucket what a source wrote: not to be trusted, as the key
    /// @return the object's bytes, for the caller to close; empty where there is none
    Optional<InputStream> open(String bucket, String key) throws IOException;
}
