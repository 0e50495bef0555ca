package io.countersign.ledger.locked;

import io.countersign.ledger.storage.s3.LocalStore;

/// On versitygw.
class VersitygwDisposalTest extends S3DisposalContract {
    @Override
    LocalStore.Program program() {
        return LocalStore.Program.VERSITYGW;
    }
}
