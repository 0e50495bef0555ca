package io.countersign.app.config;

import io.countersign.ledger.storage.s3.S3Place;
import java.nio.file.Path;

/// Where the locked record lies.
public sealed interface LockPlace {
    /// A bucket with Object Lock, reached as `s3` says.
    record Bucket(S3Place place) implements LockPlace {
        @Override
        public String toString() {
            return place.toString();
        }
    }

    /// A directory, which locks nothing by itself.
    record Directory(Path path) implements LockPlace {
        @Override
        public String toString() {
            return path.toString();
        }
    }
}
