package io.countersign.detectors.destination;

/// How grave a verdict is: OCSF's names.
public enum Severity {
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
