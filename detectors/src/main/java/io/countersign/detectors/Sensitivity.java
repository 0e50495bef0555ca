package io.countersign.detectors;

/// Health information that more than HIPAA's general rules protect. A finding says so by a code of
/// this name among its evidence.
public enum Sensitivity {
    /// Treatment of substance use disorders: 42 CFR Part 2.
    SUBSTANCE_USE,
    /// Psychotherapy notes: 45 CFR 164.501, 164.508(a)(2).
    PSYCHOTHERAPY,
    /// HIV and AIDS, which most states protect by laws of their own.
    HIV,
    /// Pregnancy and its end, contraception, fertility.
    REPRODUCTIVE,
    /// Care of children and adolescents.
    MINOR
}
