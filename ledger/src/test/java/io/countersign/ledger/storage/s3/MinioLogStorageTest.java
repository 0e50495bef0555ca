package io.countersign.ledger.storage.s3;

/// On MinIO.
class MinioLogStorageTest extends S3LogStorageContract {
    @Override
    LocalStore.Program program() {
        return LocalStore.Program.MINIO;
    }
}
