package io.countersign.topology;

import io.countersign.schemas.WatchedEvent;

/// An event on its way to the task that remembers what it is about.
record Routed(int partition, WatchedEvent event) {}
