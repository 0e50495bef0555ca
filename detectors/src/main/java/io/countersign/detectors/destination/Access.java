package io.countersign.detectors.destination;

/// What a proxy should do with a service, by catalogue and register alone: before any request is
/// seen. It is advice for a list; the verdict on a request comes from [Verdict#judge].
public enum Access {
    /// Our register has a row in force for it, or sanctions its use.
    ALLOW,
    /// Whether a BAA covers a use depends on the account, or is not established: warn the person.
    COACH,
    /// No account there can be covered, and the site does not sanction its use.
    BLOCK
}
