package io.countersign.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The records of a file as people hold it: a log of lines, or an export around them. For one
/// thread.
///
/// | What the file is | What a record is |
/// |---|---|
/// | lines | a line ([Lines]) |
/// | gzip, Zstandard, zip | those of the unpacked files |
/// | a JSON array, JSON objects over several lines | an element, an object ([JsonElements]) |
/// | a list of a vendor's API, a search result of Splunk or Elasticsearch | an element of its list |
/// | Splunk's CSV | the column `_raw` ([CsvRows]) |
/// | Sentinel's CommonSecurityLog as CSV or JSON | the row as the CEF that it was ([SentinelRow]) |
///
/// What a shipper put round a record comes off in each of them: Splunk's `_raw`, Elasticsearch's
/// `_source`, the `payload` of `kcat -J`, the `log` or `message` of a container or shipper
/// ([Envelope]). Which of them a file is, its first bytes say and not its name.
public interface Records extends AutoCloseable {
    /// Levels of packing: a gzip in a zip are two.
    int MAX_PACKING = 3;

    /// The next record, empty at the end.
    ///
    /// @throws IOException where the file is damaged or passes a limit; the message quotes nothing
    ///   of it
    Optional<byte[]> next() throws IOException;

    /// The number of the record that came last, from 1.
    long number();

    @Override
    void close() throws IOException;

    /// @param stream is closed with the records
    static Records of(InputStream stream) throws IOException {
        return Shape.open(stream, 0);
    }
}
