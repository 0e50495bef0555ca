/// The commands: what a person or a script types, and what comes back. It knows text, options and
/// exit codes; what is found, judged, sealed or proved is known by the rooms that it asks. Open
/// [CommandLineTool] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.cli;
