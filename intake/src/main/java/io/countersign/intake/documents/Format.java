package io.countersign.intake.documents;

import java.io.IOException;

/// The reader of one format.
interface Format {
    /// Reads as far as it can; what was read counts where it throws.
    ///
    /// @param inside is told what the document holds beside its text
    /// @throws LimitReachedException where it passes a limit
    /// @throws EncryptedException where it wants a password
    /// @throws IOException where it is damaged
    void read(byte[] bytes, Budget budget, Budget.Text text, Inside inside) throws IOException;
}
