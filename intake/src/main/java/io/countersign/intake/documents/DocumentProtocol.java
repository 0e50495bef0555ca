package io.countersign.intake.documents;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a worker and its parent say to each other over the worker's standard streams.
///
/// ```
/// worker: int READY, once
/// parent: text name, bytes document
/// worker: int count, count times: text name, text kind, text gap, int pictures, bytes text
/// text, bytes = int length, so many bytes (texts in UTF-8)
/// ```
///
/// Neither trusts the other's lengths.
public final class DocumentProtocol {
    /// So that the time of a document is not that of a start. The letters `CSDW`.
    private static final int READY = 0x43534457;

    private static final int MAX_WORD_BYTES = 8 * 1024;
    private static final int MAX_TEXT_BYTES = 4 * DocumentLimits.MAX_TEXT_CHARS;

    private DocumentProtocol() {}

    /// The worker: opens what comes until its input ends.
    public static void serve(InputStream input, OutputStream output) throws IOException {
        DataInputStream in = new DataInputStream(input);
        DataOutputStream out = new DataOutputStream(output);
        DocumentOpener opener = new DocumentOpener();
        out.writeInt(READY);
        out.flush();
        while (true) {
            String name;
            try {
                name = word(in);
            } catch (EOFException _parentIsDone) {
                return;
            }
            List<DocumentText> texts = opener.open(name, bytes(in, DocumentLimits.MAX_INPUT_BYTES));
            out.writeInt(texts.size());
            for (DocumentText text : texts) {
                write(out, text.name());
                write(out, text.kind());
                write(out, text.gap().name());
                out.writeInt(text.pictures());
                write(out, text.text());
            }
            out.flush();
        }
    }

    /// Waits until the worker is up.
    static void awaitReady(DataInputStream in) throws IOException {
        if (in.readInt() != READY) {
            throw new IOException("a worker of another release");
        }
    }

    static void ask(DataOutputStream out, String name, byte[] document) throws IOException {
        write(out, name.substring(0, Math.min(name.length(), DocumentLimits.MAX_NAME_CHARS)));
        out.writeInt(document.length);
        out.write(document);
        out.flush();
    }

    static List<DocumentText> answer(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > 4 * DocumentLimits.MAX_FILES) {
            throw new IOException("a worker that counts wrong");
        }
        List<DocumentText> texts = new ArrayList<>();
        long left = MAX_TEXT_BYTES;
        for (int i = 0; i < count; i++) {
            String name = word(in);
            String kind = word(in);
            String gap = word(in);
            int pictures = in.readInt();
            byte[] text = bytes(in, (int) left);
            left -= text.length;
            try {
                texts.add(
                        new DocumentText(
                                name,
                                kind,
                                new String(text, StandardCharsets.UTF_8),
                                DocumentGap.valueOf(gap),
                                pictures));
            } catch (IllegalArgumentException unknown) {
                throw new IOException("a worker of another release", unknown);
            }
        }
        return texts;
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String word(DataInputStream in) throws IOException {
        return new String(bytes(in, MAX_WORD_BYTES), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("a length that can't be");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }
}
