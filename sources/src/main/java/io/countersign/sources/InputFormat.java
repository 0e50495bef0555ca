package io.countersign.sources;

/// One input format: a total parser from one raw record to an event.
///
/// Implementations are stateless and may be called from any thread. They never throw, whatever the
/// bytes are: what is not an event of this format comes back as [Parsed.Rejected].
public interface InputFormat {
    /// The name that `--format`, the `source-format` header and `docs/coverage.md` use, such as
    /// `squid`.
    String name();

    /// Parses one record: one line without its line end, or one message. The array is not changed;
    /// the event may look at it again later ([Event]), so that nobody else changes it either.
    Parsed parse(byte[] record);
}
