/// Reads topics that others write, on any cluster, and produces what is in them to ours, exactly
/// once. It knows how a payload is wrapped and how far each foreign partition is read; it knows
/// nothing of what a payload means. Open `Bridge` first.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.bridge;
