package io.countersign.app.health;

/// Whether a part does its work now.
///
/// @param ready true while it does
/// @param why its state in a few fixed words and numbers, never text of a record
public record Readiness(boolean ready, String why) {}
