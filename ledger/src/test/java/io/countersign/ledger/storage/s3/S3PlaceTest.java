package io.countersign.ledger.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3PlaceTest {
    @ParameterizedTest
    @CsvSource({
        "s3://audit-log, audit-log, '', s3://audit-log",
        "s3://audit-log/, audit-log, '', s3://audit-log",
        "s3://audit-log/hospital, audit-log, hospital, s3://audit-log/hospital",
        "s3://audit-log/hospital/, audit-log, hospital, s3://audit-log/hospital",
        "s3://a.b-1/x/y_2.z, a.b-1, x/y_2.z, s3://a.b-1/x/y_2.z",
    })
    void isReadAndWrittenAgain(String text, String bucket, String prefix, String written) {
        assertThat(S3Place.parse(text)).contains(new S3Place(bucket, prefix));
        assertThat(S3Place.parse(text).orElseThrow()).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3://",
                "s3:///x",
                "s3://a",
                "s3://UPPER/x",
                "s3://bucket//x",
                "s3://bucket/../x",
                "s3://bucket/a/./b",
                "s3://bucket/a//b",
                "s3://bucket/a?b",
                "s3://user@bucket/x",
                "https://bucket/x",
                "/mnt/log",
                "s3://bucket/a b",
                "s3://bucket/a//"
            })
    void whatIsNoPlaceIsRefused(String text) {
        assertThat(S3Place.parse(text)).isEmpty();
    }
}
