package io.countersign.app.demo;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/// One raw record of the sample day, ready for Kafka. Its bytes hold (invented) PHI: [#toString()]
/// gives its place and story only.
public final class SampleRecord {
    private final String topic;
    private final String sourceId;
    private final long seq;
    private final String format;
    private final Instant time;
    private final byte[] value;
    private final Story story;

    SampleRecord(
            String topic,
            String sourceId,
            long seq,
            String format,
            Instant time,
            byte[] value,
            Story story) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.sourceId = Objects.requireNonNull(sourceId, "sourceId");
        this.seq = seq;
        this.format = Objects.requireNonNull(format, "format");
        this.time = Objects.requireNonNull(time, "time");
        this.value = value.clone();
        this.story = Objects.requireNonNull(story, "story");
    }

    public String topic() {
        return topic;
    }

    /// One connection; all its records belong into one partition.
    public String sourceId() {
        return sourceId;
    }

    /// Dense within the source id, from 0; a record that is delivered twice has its number twice.
    public long seq() {
        return seq;
    }

    public String format() {
        return format;
    }

    /// What to derive the partition from: the source id, since a source is pinned to one partition.
    public String partitionKey() {
        return sourceId;
    }

    /// When the source wrote the record.
    public Instant time() {
        return time;
    }

    public byte[] value() {
        return value.clone();
    }

    public Story story() {
        return story;
    }

    public String storyLabel() {
        return story.label();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampleRecord that
                && topic.equals(that.topic)
                && sourceId.equals(that.sourceId)
                && seq == that.seq
                && format.equals(that.format)
                && time.equals(that.time)
                && story == that.story
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sourceId, seq, story);
    }

    @Override
    public String toString() {
        return "SampleRecord[" + sourceId + " " + seq + ", " + story + "]";
    }
}
