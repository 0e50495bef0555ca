package io.countersign.bench.alerting;

import io.countersign.bench.traffic.GroundTruth.Place;
import java.time.Instant;
import java.util.List;

/// An alert as the sinks get it, with its causes found again among the simulated records.
///
/// @param group what one closes; the alerts of a group are one matter
/// @param opening true for the first alert of its group
/// @param exposure a day's roll-up of reviews, and no alert that notifies
/// @param aboutKind such as PERSON
/// @param rules what fired, the strongest first
record AlertSeen(
        String group,
        boolean opening,
        boolean exposure,
        String aboutKind,
        String about,
        String severity,
        List<String> rules,
        List<Place> causes,
        Instant raised,
        String sentence) {}
