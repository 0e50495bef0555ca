package io.countersign.ledger.storage.s3;

/// On versitygw.
class VersitygwLogStorageTest extends S3LogStorageContract {
    @Override
    LocalStore.Program program() {
        return LocalStore.Program.VERSITYGW;
    }
}
