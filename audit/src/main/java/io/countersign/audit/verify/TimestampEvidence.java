package io.countersign.audit.verify;

import java.security.cert.X509Certificate;
import java.util.List;

/// Time stamps as they lie beside a log, and whom to believe about time.
///
/// @param anchors certificates of authorities; none: a token's own certificate is taken as it is,
///   and the check says that it could not be made
public record TimestampEvidence(TimestampFiles files, List<X509Certificate> anchors) {
    public TimestampEvidence {
        anchors = List.copyOf(anchors);
    }
}
