/// The core that every sink is built on: which entries are sent, in what batches, when again, what
/// becomes of each, and up to where Connect may commit. It knows Kafka Connect; it knows no
/// receiver, no protocol and no event schema. Open [SiemSinkTask] first, then [Sender].
///
/// A sink brings four rooms and no threads of its own: a [Sink] (its configuration), an
/// [io.countersign.sinks.siem.EventEncoder], a request builder with a retry policy that turns what
/// the receiver said into an [Answer] (both pure), and a [Client], which alone does I/O. Its
/// connector and task are two classes of a line each.
@NullMarked
package io.countersign.sinks.siem.delivery;

import org.jspecify.annotations.NullMarked;
