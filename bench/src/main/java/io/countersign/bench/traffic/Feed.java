package io.countersign.bench.traffic;

/// Which product sees somebody's web traffic, and so how much of it.
enum Feed {
    /// Decrypted, and the feed carries prompts.
    ZSCALER(45),
    /// Decrypted; an access log without bodies and without bytes up.
    SQUID(25),
    /// Decrypted, with bytes, without bodies.
    NETSKOPE(15),
    /// A firewall: the address in one row, the bytes in another.
    FIREWALL(10),
    /// A clinic in town behind Umbrella.
    CLINIC(5);

    private final int percent;

    Feed(int percent) {
        this.percent = percent;
    }

    int percent() {
        return percent;
    }
}
