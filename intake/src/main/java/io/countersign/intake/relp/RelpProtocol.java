package io.countersign.intake.relp;

import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.FramingException;
import io.countersign.intake.listen.Lane;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Protocol;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Taken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// RELP over TCP or TLS, version 0 with the command `syslog`. A transaction is answered `200 OK`
/// once all replicas have its message, in the order of the transactions; where Kafka does not take
/// it the session ends unanswered, so that the client sends it again in the next one. A transaction
/// number that comes twice in a session is answered again and not sent again. Numbers mean nothing
/// from one session to the next: what was on Kafka and not yet answered when a session broke comes
/// twice.
public final class RelpProtocol implements Protocol {
    private static final String FRAMING = "FRAMING";

    /// Numbers this near behind the last one are repetitions.
    private static final int REPEATABLE = 10_000;

    private static final String OFFERS =
            "200 OK\nrelp_version=0\nrelp_software=countersign\ncommands=syslog";
    private static final byte[] SERVER_CLOSE =
            "0 serverclose 0\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void serve(Connection connection) throws IOException, InterruptedException {
        Optional<Principal> who = connection.ofConnection();
        if (who.isEmpty()) {
            connection.end(CloseReason.UNAUTHENTICATED, SERVER_CLOSE);
            return;
        }
        Lane lane = connection.as(who.get());
        String format = who.get().source().format().orElse(Source.AUTO);
        Answers answers = new Answers(connection);
        FutureTask<Boolean> writer = new FutureTask<>(answers::write, true);
        Thread.ofVirtual().name("relp-answers").start(writer);
        try {
            boolean on = true;
            int last = 0;
            while (on && connection.awaitMessage()) {
                RelpFrame frame = read(connection, lane, format);
                connection.messageIsRead();
                on = answer(frame, last, lane, format, answers);
                last = isRepeated(frame.transaction(), last) ? last : frame.transaction();
                connection.messageEnds();
            }
            answers.end();
            finished(writer);
        } finally {
            answers.abandon();
        }
    }

    private static RelpFrame read(Connection connection, Lane lane, String format)
            throws IOException, InterruptedException {
        try {
            return RelpFrame.read(connection.reader());
        } catch (FramingException lost) {
            Future<?> _ = lane.refuse(format, connection.reader().lost(FRAMING));
            throw lost;
        }
    }

    /// @return false where the session ends with this frame
    private static boolean answer(
            RelpFrame frame, int last, Lane lane, String format, Answers answers)
            throws InterruptedException {
        try (Taken data = frame.data()) {
            switch (frame.command()) {
                case "open" -> answers.add(frame.transaction(), OFFERS, Answers.NOTHING);
                case "syslog" ->
                        answers.add(
                                frame.transaction(),
                                "200 OK",
                                isRepeated(frame.transaction(), last)
                                        ? Answers.NOTHING
                                        : sent(data, lane, format));
                case "close" -> {
                    answers.add(frame.transaction(), "", Answers.NOTHING);
                    return false;
                }
                default ->
                        answers.add(frame.transaction(), "500 command not known", Answers.NOTHING);
            }
            return true;
        }
    }

    private static boolean isRepeated(int transaction, int last) {
        return transaction <= last && last - transaction < REPEATABLE;
    }

    /// What is too large is answered as taken: its refusal is chained, and sent again it would be
    /// refused again.
    private static CompletableFuture<?> sent(Taken data, Lane lane, String format) {
        return switch (data) {
            case Taken.Whole(byte[] bytes, MemoryBudget.Share _) when bytes.length == 0 ->
                    Answers.NOTHING;
            case Taken.Whole(byte[] bytes, MemoryBudget.Share _) -> lane.send(format, bytes);
            case Taken.Passed passed -> lane.refuse(format, passed);
        };
    }

    private static void finished(FutureTask<Boolean> writer) throws InterruptedException {
        try {
            writer.get();
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public boolean maySleep() {
        return true;
    }

    @Override
    public byte[] farewell(CloseReason reason) {
        return SERVER_CLOSE.clone();
    }
}
