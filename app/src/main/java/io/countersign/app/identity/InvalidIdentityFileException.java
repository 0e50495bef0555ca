package io.countersign.app.identity;

/// A file about people that can't be taken as it is. The message names the file and the place.
public final class InvalidIdentityFileException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param place the file, and the line where there is one
    public InvalidIdentityFileException(String place, String what) {
        super(place + ": " + what);
    }
}
