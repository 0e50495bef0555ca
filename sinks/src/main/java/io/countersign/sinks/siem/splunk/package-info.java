/// The sink for Splunk's HTTP Event Collector and what speaks like it (Cribl, Vector, CrowdStrike).
/// It knows HEC's requests, codes and acknowledgements; it does not know what an event means. Open
/// [HecRetryPolicy] first, then [HecClient].
@NullMarked
package io.countersign.sinks.siem.splunk;

import org.jspecify.annotations.NullMarked;
