/// Who stands behind what a site declares, its policy and its directory of people: the bytes, their
/// SHA-256, and the signatures over it. It knows the signed notes' texts; it knows nothing of what
/// a policy or a directory says, and of where keys are kept. Open
/// [io.countersign.audit.policy.PolicyNote] first.
@org.jspecify.annotations.NullMarked
package io.countersign.audit.policy;
