package io.countersign.intake.icap;

import io.countersign.intake.listen.Principal;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;

/// A request that passed, with what was kept of its body. Its bytes are PHI until shown otherwise:
/// [#toString()] gives lengths only.
///
/// @param seen when its first byte came
/// @param proxy the address of who showed it
/// @param from the source that it proved to be
/// @param icap the ICAP head, with what the proxy says of the person
/// @param http the request itself
/// @param body what was kept
/// @param passed bytes of the body, kept or not
/// @param cut why less was kept
/// @param taken of the common memory, to be given back
record PassingRequest(
        Instant seen,
        InetAddress proxy,
        Principal from,
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
