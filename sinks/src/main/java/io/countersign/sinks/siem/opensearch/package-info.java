/// Documents to OpenSearch and Elasticsearch by `_bulk`. It knows indices, items and what their
/// statuses mean; it knows no event. Open [OpenSearchClient] first.
@NullMarked
package io.countersign.sinks.siem.opensearch;

import org.jspecify.annotations.NullMarked;
