/// The files with which a sink meets a receiver over TLS. It knows PEM files and what of them makes
/// a context; it knows no protocol above. Open [TlsFiles] first.
@NullMarked
package io.countersign.sinks.siem.tls;

import org.jspecify.annotations.NullMarked;
