package io.countersign.ledger.locked;

import io.countersign.ledger.storage.s3.LocalStore;

/// On versitygw.
class VersitygwLockedRecordTest extends S3LockedRecordContract {
    @Override
    LocalStore.Program program() {
        return LocalStore.Program.VERSITYGW;
    }
}
