package io.countersign.audit.vault;

/// Where a patient lives, without who it is: what counting a breach by states takes.
///
/// @param patient the same for all tokens of one patient, of whatever year, in one vault: by it
///   tokens are merged
/// @param state a code of [UsState]; empty where it is not known: counted overall, and to be said
public record Residence(long patient, String state) {}
