/// The sink for Microsoft Sentinel's Logs Ingestion API. It knows the token, the data collection
/// rule and the limits of one call; it does not know what an event means. Open
/// [SentinelRetryPolicy] first, then [SentinelClient].
@NullMarked
package io.countersign.sinks.siem.sentinel;

import org.jspecify.annotations.NullMarked;
