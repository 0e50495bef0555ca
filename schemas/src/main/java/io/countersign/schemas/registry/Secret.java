package io.countersign.schemas.registry;

/// A password or token. It shows itself only to who calls [#reveal()]; searching for that name
/// finds every use.
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
