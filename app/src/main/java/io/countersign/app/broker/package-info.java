/// A single-node Kafka broker that lives beside the application, and the topics that any broker
/// needs for us. It knows Kafka's server internals and topic settings; it does not know what the
/// records mean. Open [BrokerProcess] first: everything that wants a broker starts it there.
@org.jspecify.annotations.NullMarked
package io.countersign.app.broker;
