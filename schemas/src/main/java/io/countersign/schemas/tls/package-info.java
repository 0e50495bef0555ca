/// Keys and certificates as text, for whoever opens or answers a TLS connection. It knows RFC 7468
/// and PKCS #8; it knows nothing of sockets or of whom to trust. Open
/// [io.countersign.schemas.tls.Pem] first.
@org.jspecify.annotations.NullMarked
package io.countersign.schemas.tls;
