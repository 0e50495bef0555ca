/// What a sink of the configuration file is to Connect: its type, the names of its settings, and
/// the connector's configuration. It knows every kind of sink by name and class; it knows no broker
/// and no worker. Open [SinkType] first.
@NullMarked
package io.countersign.app.sink;

import org.jspecify.annotations.NullMarked;
