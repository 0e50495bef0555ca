package io.countersign.it;

import java.time.Duration;

/// What a network does to a connection under load, for a while.
enum NetworkFault {
    /// Each connection is reset soon after it carries something.
    RESET(Duration.ofSeconds(2), true) {
        @Override
        void begin(Toxiproxy network, Toxiproxy.Way way) throws Exception {
            way.poison("reset_peer", "\"timeout\":100");
        }
    },
    /// What is sent is taken and thrown away, and nobody says so: no end, no reset.
    BLACKHOLE(Duration.ofSeconds(3), true) {
        @Override
        void begin(Toxiproxy network, Toxiproxy.Way way) throws Exception {
            way.poison("timeout", "\"timeout\":0");
        }
    },
    /// Little passes, late and in small pieces.
    SLOW(Duration.ofSeconds(3), false) {
        @Override
        void begin(Toxiproxy network, Toxiproxy.Way way) throws Exception {
            way.poison("latency", "\"latency\":150,\"jitter\":100");
            way.poison("bandwidth", "\"rate\":400");
            way.poison("slicer", "\"average_size\":700,\"size_variation\":600,\"delay\":10");
        }
    },
    /// Connections end and new ones are refused.
    CUT(Duration.ofSeconds(2), true) {
        @Override
        void begin(Toxiproxy network, Toxiproxy.Way way) throws Exception {
            way.cut();
        }
    },
    /// Nothing passes, buffers fill up, and afterwards it arrives after all.
    FROZEN(Duration.ofSeconds(3), false) {
        @Override
        void begin(Toxiproxy network, Toxiproxy.Way way) throws Exception {
            network.freeze();
        }

        @Override
        void end(Toxiproxy network, Toxiproxy.Way way) throws Exception {
            network.thaw();
        }
    };

    /// How long it lasts: where nothing is said, longer than the sinks' timeout in these tests.
    final Duration lasts;

    /// Whether connections end with it, so that something has to come again.
    final boolean breaks;

    NetworkFault(Duration lasts, boolean breaks) {
        this.lasts = lasts;
        this.breaks = breaks;
    }

    abstract void begin(Toxiproxy network, Toxiproxy.Way way) throws Exception;

    void end(Toxiproxy network, Toxiproxy.Way way) throws Exception {
        way.heal();
    }
}
