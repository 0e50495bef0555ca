/// Reports as this program makes them: what the policy in force says of agreements and models, and
/// the files that a report becomes. It knows neither the archive nor the log. Open [ReportFiles]
/// first.
@NullMarked
package io.countersign.app.report;

import org.jspecify.annotations.NullMarked;
