package io.countersign.detectors.phi.unwrap;

/// Takes the leaves of a text while it is unwrapped.
public interface LeafSink {
    /// Why something was not looked at.
    enum Limit {
        /// Structures within structures, too many.
        DEPTH,
        /// More leaves than one text may have.
        LEAVES,
        /// A part that is no text: an archive, a document, audio.
        BINARY,
        /// Encoded data that decoded to no text.
        ENCODED,
        /// Compressed data that grew past its bound.
        EXPANSION,
        /// Bytes that are not UTF-8 within a text.
        INVALID_UTF8
    }

    /// One leaf; [Unwrap#path()] says where it stands during the call. The array may be used again
    /// once the call is over, unless the answer is true.
    ///
    /// @param origin how `bytes` came out of the text
    /// @param bare whether it is a JSON number, which stands without quotes
    /// @param key classes of the words of its key, 0 where it has none
    /// @param message which message of a conversation it belongs to, counted over the text from 0;
    ///   -1 outside of conversations
    /// @return whether the array was kept
    boolean leaf(
            byte[] bytes, int from, int to, Origin origin, boolean bare, long key, int message);

    /// A value that was not inspected, being encoded data.
    void encoded(byte[] bytes, int from, int to, Origin origin);

    /// An image by its declared type. That it was not looked into is said by [#limit].
    void image(byte[] bytes, int from, int to, Origin origin, int message);

    /// The messages from one number to another, both included, were sent before.
    void resent(int first, int last);

    /// The classes of the words of a key.
    long keyClasses(byte[] bytes, int from, int to);

    /// Whether the bytes are text, perhaps with some broken characters.
    boolean text(byte[] bytes, int from, int to);

    void limit(Limit why);
}
