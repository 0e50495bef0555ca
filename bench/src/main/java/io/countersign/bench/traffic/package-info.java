/// Invents the traffic of a hospital: people at work, what their browsers and applications do
/// beside it, and incidents of which it is known who caused them and by which records. Knows how
/// sources write, and nothing of how the product reads or judges. Open
/// [io.countersign.bench.traffic.Simulation] first.
@NullMarked
package io.countersign.bench.traffic;

import org.jspecify.annotations.NullMarked;
