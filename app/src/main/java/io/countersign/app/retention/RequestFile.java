package io.countersign.app.retention;

import io.countersign.audit.approval.Act;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.approval.ApprovalVerdict;
import io.countersign.audit.approval.Approvals;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.ApprovalPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// A request that waits for two persons' signatures, in a file that goes from one to the other:
/// first the text alone, then a signed note.
public final class RequestFile {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int ID_BYTES = 16;

    private RequestFile() {}

    /// A request that is made now.
    public static ApprovalRequest make(
            String origin,
            Act act,
            String object,
            List<String> facts,
            Instant now,
            Duration validity) {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        Instant made = now.truncatedTo(ChronoUnit.SECONDS);
        return new ApprovalRequest(
                origin,
                act,
                object,
                facts,
                HexFormat.of().formatHex(id),
                made,
                made.plus(validity));
    }

    /// @throws java.nio.file.FileAlreadyExistsException where the file is there
    public static void write(Path file, ApprovalRequest request) throws IOException {
        Files.write(
                file,
                request.text().getBytes(StandardCharsets.UTF_8),
                java.nio.file.StandardOpenOption.CREATE_NEW);
    }

    /// The request of a file, whether or not anybody has signed it.
    public static ApprovalRequest request(Path file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return ApprovalRequest.parse(
                    text.contains("\n\n") ? SignedNote.parse(bytes).text() : text);
        } catch (MalformedNoteException e) {
            throw new RefusedException(file.getFileName() + ": " + e.getMessage());
        }
    }

    /// Adds a signature.
    public static void sign(Path file, NoteSigner signer) throws IOException {
        ApprovalRequest request = request(file);
        SignedNote signed = SignedNote.sign(request.text(), List.of(signer));
        byte[] bytes = bytes(file);
        byte[] both;
        try {
            both =
                    new String(bytes, StandardCharsets.UTF_8).contains("\n\n")
                            ? SignedNote.parse(bytes).with(signed.signatures()).encode()
                            : signed.encode();
        } catch (MalformedNoteException e) {
            throw new RefusedException(file.getFileName() + ": " + e.getMessage());
        }
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.write(draft, both);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What two enrolled persons agreed to.
    ///
    /// @param facts as they are now
    /// @throws RefusedException where they did not, or not to this
    public static ApprovalPart approved(
            Path file,
            String origin,
            Act act,
            String object,
            List<String> facts,
            Collection<VerifierKey> enrolled,
            Instant now)
            throws IOException {
        ApprovalRequest request = request(file);
        SignedNote note;
        try {
            note = SignedNote.parse(bytes(file));
        } catch (MalformedNoteException _unsigned) {
            throw new RefusedException(
                    "Refused: nobody has signed it. Two persons run: countersign retention approve "
                            + file.getFileName()
                            + " --key THEIR-KEY");
        }
        ApprovalRequest wanted =
                new ApprovalRequest(
                        origin,
                        act,
                        object,
                        facts,
                        request.id(),
                        request.made(),
                        request.expires());
        return switch (Approvals.check(note, request, wanted, enrolled, now)) {
            case ApprovalVerdict.Approved(ApprovalPart part) -> part;
            case ApprovalVerdict.Refused(ApprovalVerdict.Reason reason) ->
                    throw new RefusedException("Refused: " + reason.sentence());
        };
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new RefusedException(file.getFileName() + ": this is no approval request");
        }
        return Files.readAllBytes(file);
    }
}
