/// What the demo shows: a day of traffic in an invented hospital, in the real formats of its
/// sources. It knows what the sources write and what each record is meant to show; it does not know
/// what the pipeline makes of it. Open `SampleDay` first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.demo;
