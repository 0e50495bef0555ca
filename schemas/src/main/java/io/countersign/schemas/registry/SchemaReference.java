package io.countersign.schemas.registry;

/// Another subject's version that a schema takes a named type from.
public record SchemaReference(String name, String subject, int version) {}
