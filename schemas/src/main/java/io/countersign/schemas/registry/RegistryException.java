package io.countersign.schemas.registry;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The registry did not do what it was asked. Only UNAVAILABLE is worth a later try; it says
/// nothing about the record at hand, which must wait and not be rejected. Messages name the
/// request's path and the registry's own error code; they hold no secret and nothing of a record.
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The names are stable and may be counted and logged.
    public enum Code {
        /// No address answered, or all with a status that a later try may mend, through all
        /// retries.
        UNAVAILABLE,
        /// 401 or 403.
        UNAUTHORISED,
        /// 409: the subject's compatibility level forbids the schema.
        INCOMPATIBLE,
        /// 422, or another 4xx.
        REFUSED,
        /// The schema is not registered under the subject, and registering is off.
        NOT_REGISTERED,
        /// The latest version is another schema than the one we write.
        LATEST_DIFFERS,
        /// An answer that no registry gives: a wrong address, a proxy's page.
        UNEXPECTED_ANSWER
    }

    private final Code code;
    private final int status;
    private final int errorCode;

    RegistryException(
            Code code, String message, int status, int errorCode, @Nullable Throwable cause) {
        super(code.name() + ": " + message, cause);
        this.code = code;
        this.status = status;
        this.errorCode = errorCode;
    }

    RegistryException(Code code, String message) {
        this(code, message, 0, 0, null);
    }

    public Code code() {
        return code;
    }

    public boolean retriable() {
        return code == Code.UNAVAILABLE;
    }

    /// The HTTP status, where there was an answer.
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /// The registry's own code such as 42201, where it gave one.
    public OptionalInt errorCode() {
        return errorCode == 0 ? OptionalInt.empty() : OptionalInt.of(errorCode);
    }
}
