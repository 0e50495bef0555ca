/// Tests of the parsers: a fixture table per format, mutations and random bytes, and the coverage
/// table. It knows what each line of a fixture must give; it knows nothing of what is done with an
/// event. Open `FixtureTablesTest` first.
@org.jspecify.annotations.NullMarked
package io.countersign.sources;
