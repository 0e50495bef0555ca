package io.countersign.audit.note;

import java.util.Base64;

/// RFC 4648 §4 with padding, and one spelling per value (§3.5): the JDK's decoder also takes
/// missing padding and stray bits, which would give one signature many spellings.
final class StrictBase64 {
    private StrictBase64() {}

    static byte[] decode(String text, String expectation) throws MalformedNoteException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // The decoder's message quotes the input, so it goes no further.
            throw new MalformedNoteException(expectation);
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new MalformedNoteException(expectation);
        }
        return bytes;
    }
}
