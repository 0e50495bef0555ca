package io.countersign.ledger.locked;

import io.countersign.ledger.storage.s3.LocalStore;

/// On MinIO.
class MinioDisposalTest extends S3DisposalContract {
    @Override
    LocalStore.Program program() {
        return LocalStore.Program.MINIO;
    }
}
