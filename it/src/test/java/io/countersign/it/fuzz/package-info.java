/// What may be any bytes takes any bytes: targets for the fuzzer Jazzer over intake, the source
/// formats, scanning, redacting and the readers of the log, and the test that runs each over its
/// seeds. It knows which exceptions a reader declares, and nothing of what the bytes mean. Open
/// [AnyBytesTest] first.
@org.jspecify.annotations.NullMarked
package io.countersign.it.fuzz;
