package io.countersign.it.fuzz;

import io.countersign.intake.RawRecords;
import io.countersign.intake.Records;
import io.countersign.intake.body.RequestRecord;
import io.countersign.intake.documents.DocumentReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What intake reads: any file gives its records, numbered from 1, or breaks off with an
/// [IOException]; the body of any request gives a record of bounded length. The first byte chooses
/// a file, or a type and a coding of a body. Documents stay closed: a process of their own opens
/// them.
public final class IntakeTarget {
    private static final int MAX_RECORDS = 10_000;
    private static final List<String> TYPES =
            List.of(
                    "application/json",
                    "multipart/form-data; boundary=b",
                    "application/x-www-form-urlencoded",
                    "text/plain; charset=utf-16",
                    "application/octet-stream",
                    "");
    private static final List<String> CODINGS = List.of("", "gzip", "deflate", "br");
    private static final RequestRecord REQUESTS = new RequestRecord(DocumentReader.closed());

    private IntakeTarget() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = Byte.toUnsignedInt(input[0]);
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        if (choice % 2 == 0) {
            file(bytes);
        } else {
            body(
                    bytes,
                    TYPES.get(choice / 2 % TYPES.size()),
                    CODINGS.get(choice / 2 / TYPES.size() % CODINGS.size()));
        }
    }

    private static void file(byte[] bytes) {
        try (Records records = Records.of(new ByteArrayInputStream(bytes))) {
            long before = 0;
            for (int i = 0; i < MAX_RECORDS; i++) {
                Optional<byte[]> next = records.next();
                if (next.isEmpty()) {
                    return;
                }
                if (records.number() <= before) {
                    throw new AssertionError("two records have one number");
                }
                before = records.number();
            }
        } catch (IOException _damaged) {
            return;
        }
    }

    private static void body(byte[] bytes, String type, String coding) {
        byte[] record;
        try {
            record =
                    REQUESTS.of(
                            new RequestRecord.Request(
                                    Instant.EPOCH,
                                    "192.0.2.1",
                                    Map.of(),
                                    "POST",
                                    "/upload",
                                    Map.of("content-type", type, "content-encoding", coding),
                                    ByteBuffer.wrap(bytes),
                                    bytes.length,
                                    ""));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("nobody stops the fuzzer", stopped);
        }
        if (record.length > RawRecords.MAX_RECORD_BYTES) {
            throw new AssertionError("a record is longer than its topic takes");
        }
    }
}
