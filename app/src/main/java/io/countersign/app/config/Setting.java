package io.countersign.app.config;

/// One setting as it is in force.
///
/// @param path such as `audit.commit-interval`
/// @param value as text, secrets replaced
/// @param stated false where the file says nothing and the default stands
public record Setting(String path, String value, boolean stated) {}
