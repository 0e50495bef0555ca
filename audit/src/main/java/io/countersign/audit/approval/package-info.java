/// What two persons have to agree to before it happens. It knows the text that they sign and what
/// makes their signatures count; it knows nothing of where people are enrolled or what is done
/// then. Open `ApprovalRequest` first.
@NullMarked
package io.countersign.audit.approval;

import org.jspecify.annotations.NullMarked;
