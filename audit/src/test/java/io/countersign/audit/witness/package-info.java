@org.jspecify.annotations.NullMarked
package io.countersign.audit.witness;
