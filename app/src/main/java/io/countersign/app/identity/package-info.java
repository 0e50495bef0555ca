/// The directory of people on its way to `identity.v1`: CSV, SCIM exports, leases and rules into
/// signed parts, and the spellings that nobody has. It knows files and topics; it knows nothing of
/// how a spelling resolves. Open [io.countersign.app.identity.IdentityFiles] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.identity;
