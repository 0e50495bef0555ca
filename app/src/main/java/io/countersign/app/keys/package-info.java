/// The secrets of an installation as files. It knows which there are, where they lie and who may
/// read them; what they are used for is known by `audit` and `ledger`. Open [KeyRing] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.keys;
