package io.countersign.app.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/// One text of an input, in UTF-8 where it is text at all. Where reading fails it ends. What is
/// missing of it is known when it was read to its end.
final class InputText extends FilterInputStream {
    private final String name;
    private final Supplier<Shortfall> shortfall;
    private final int pictures;
    private boolean broken;

    /// @param name as the command line or the archive names it: may hold anything
    InputText(String name, InputStream utf8, Supplier<Shortfall> shortfall) {
        this(name, utf8, shortfall, 0);
    }

    /// @param pictures that belong to the text; nobody looks at them
    InputText(String name, InputStream utf8, Supplier<Shortfall> shortfall, int pictures) {
        super(utf8);
        this.name = name;
        this.shortfall = shortfall;
        this.pictures = pictures;
    }

    String name() {
        return name;
    }

    int pictures() {
        return pictures;
    }

    Shortfall shortfall() {
        return broken ? Shortfall.READ_FAILED : shortfall.get();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        if (broken) {
            return -1;
        }
        try {
            return in.read(bytes, from, length);
        } catch (IOException _unreadable) {
            broken = true;
            return -1;
        }
    }

    @Override
    public String toString() {
        return "InputText";
    }
}
