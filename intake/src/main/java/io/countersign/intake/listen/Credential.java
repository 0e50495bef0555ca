package io.countersign.intake.listen;

/// What a source proves itself by, in a file that may change while the listener runs.
public sealed interface Credential permits TokenFile, ClientCertificates {
    /// Reads the file again where it has changed; one that can't be read proves nobody any more.
    ///
    /// @return true where something else counts now
    boolean refresh();
}
