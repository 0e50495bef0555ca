package io.countersign.intake.documents;

import java.io.IOException;

/// The reader of one format.
interface Format {
    /// Reads as far as it can; what was read counts where it throws.
    ///
    /// @return what of the document no reader of text can show, such as [DocumentGap#IMAGE]
    /// @throws LimitReachedException where it passes a limit
    /// @throws EncryptedException where it wants a password
    /// @throws IOException where it is damaged
    DocumentGap read(byte[] bytes, Budget budget, Budget.Text text) throws IOException;
}
