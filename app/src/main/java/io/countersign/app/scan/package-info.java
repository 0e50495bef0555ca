/// Scans files, directories and streams for PHI: reads windows, inspects them on all processors,
/// and reports in the order of the input. It knows nothing of options and of what a finding means.
/// Open [io.countersign.app.scan.Scan] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.scan;
