/// Who stands behind a policy: its bytes, their SHA-256, and the signatures over it. It knows the
/// signed note's text for a policy; it knows nothing of what a policy says, and of where keys are
/// kept. Open [io.countersign.audit.policy.PolicyNote] first.
@org.jspecify.annotations.NullMarked
package io.countersign.audit.policy;
