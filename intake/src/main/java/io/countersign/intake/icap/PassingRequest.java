package io.countersign.intake.icap;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;

/// A request that passed, with what was kept of its body. Its bytes are PHI until shown otherwise:
/// [#toString()] gives lengths only.
///
/// @param seen when its first byte came
/// @param proxy who showed it
/// @param icap the ICAP head, with what the proxy says of the person
/// @param http the request itself
/// @param body what was kept
/// @param passed bytes of the body, kept or not
/// @param cut why less was kept
/// @param taken of the common memory, to be given back
record PassingRequest(
        Instant seen,
        InetAddress proxy,
        IcapHead icap,
        HttpHead http,
        ByteBuffer body,
        long passed,
        BodyCut cut,
        long taken) {
    @Override
    public String toString() {
        return "PassingRequest[" + body.remaining() + " of " + passed + " bytes]";
    }
}
