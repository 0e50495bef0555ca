package io.countersign.sources;

/// What the source's own DLP reported: engine, dictionary or rule by the name that the site gave
/// it, and how many hits.
///
/// @param engine the engine or profile, empty where not given
/// @param dictionary the dictionary or rule, empty where not given
/// @param hits number of hits; 0 where not given
public record SourceFinding(String engine, String dictionary, int hits) {}
