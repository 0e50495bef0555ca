/// The only main, and the only reader of configuration, environment and clock. It wires the rooms
/// together and turns what they say into text and exit codes; it decides nothing else. Open
/// [Countersign] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app;
