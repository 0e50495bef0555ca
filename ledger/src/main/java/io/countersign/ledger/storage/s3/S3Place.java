package io.countersign.ledger.storage.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bucket and the beginning of the keys in it, written `s3://bucket/prefix`.
///
/// @param prefix without a slash at its ends; empty where the whole bucket is meant
public record S3Place(String bucket, String prefix) {
    public static final String SCHEME = "s3://";

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /// Characters that S3 calls safe in keys.
    private static final Pattern PREFIX =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(?:/(?!$)|$)){0,20}");

    private static final Pattern ADDRESS = Pattern.compile("s3://([^/]+)(?:/(.*?)/?)?");

    public S3Place {
        if (!BUCKET.matcher(bucket).matches() || !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("not a bucket and a prefix as s3://bucket/prefix");
        }
    }

    /// Empty where the text is no such address.
    public static Optional<S3Place> parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new S3Place(
                            address.group(1), address.group(2) == null ? "" : address.group(2)));
        } catch (IllegalArgumentException _unfit) {
            return Optional.empty();
        }
    }

    /// The key of what lies at a path below the prefix.
    String key(String path) {
        return prefix.isEmpty() ? path : prefix + "/" + path;
    }

    /// A place within this one.
    public S3Place below(String name) {
        return new S3Place(bucket, key(name));
    }

    /// The place that holds this one; it has a prefix.
    S3Place parent() {
        int slash = prefix.lastIndexOf('/');
        return new S3Place(bucket, slash < 0 ? "" : prefix.substring(0, slash));
    }

    /// The last part of the prefix.
    String name() {
        return prefix.substring(prefix.lastIndexOf('/') + 1);
    }

    /// As it is written.
    @Override
    public String toString() {
        return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
