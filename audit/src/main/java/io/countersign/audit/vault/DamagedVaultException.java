package io.countersign.audit.vault;

import java.io.IOException;

/// The vault is not what was written, or was written with other keys. The message holds nothing of
/// it.
public final class DamagedVaultException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedVaultException(String message) {
        super(message);
    }
}
