/// Buckets of S3 and of stores that speak as it does. It knows addresses, keys and the client; it
/// knows nothing of what objects mean. Open [io.countersign.app.s3.S3Connection] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.s3;
