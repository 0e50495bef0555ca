/// Yesterday's log, judged without Kafka: the steps Intake, Locate, Inspect and Judge over the
/// lines of a file, and what the file can't show. It knows the steps and the settings of the
/// sources; it knows nothing of chains, keys or brokers. Open [io.countersign.app.judge.LineJudge]
/// first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.judge;
