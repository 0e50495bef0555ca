package io.countersign.ledger;

import java.time.Instant;
import java.util.Optional;

/// How a log stands with its witnesses.
///
/// @param cosigned how many cosigned the last checkpoint that they were asked about
/// @param quorum how many are needed
/// @param size of the last checkpoint that a quorum cosigned; 0 before the first
/// @param unwitnessedSince the last time that a quorum cosigned, or of the first try, where the
///   last try gave none
public record WitnessState(
        int cosigned, int quorum, long size, Optional<Instant> unwitnessedSince) {}
