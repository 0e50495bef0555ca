package io.countersign.ledger.storage.s3;

import java.io.IOException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A call to the store that came to no good end. The message names the call, the place and the way
/// out, and no key.
public final class StoreFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int TOO_MANY = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER = 500;

    /// What a failure says about the next try.
    enum Kind {
        /// There is no such object.
        ABSENT,
        /// The condition of a write did not hold.
        CONDITION,
        /// Another write of the same object is under way.
        CONFLICT,
        /// The store or the way to it is in trouble; a write may have been done.
        TROUBLE,
        /// The store does not want to, and will not the next time.
        REFUSED
    }

    private StoreFailure(String message) {
        super(message);
    }

    static Kind kind(SdkException e) {
        if (e instanceof S3Exception answer) {
            return switch (answer.statusCode()) {
                // Stores say 404 to other things too, such as to a user whom they do not know.
                case 404 -> "NoSuchKey".equals(code(answer)) ? Kind.ABSENT : Kind.REFUSED;
                case 412 -> Kind.CONDITION;
                case 409 -> Kind.CONFLICT;
                case REQUEST_TIMEOUT, TOO_MANY -> Kind.TROUBLE;
                default -> answer.statusCode() >= SERVER ? Kind.TROUBLE : Kind.REFUSED;
            };
        }
        return Kind.TROUBLE;
    }

    /// @param what the call, such as `PUT log/checkpoint`
    static StoreFailure of(S3Place place, String what, SdkException e) {
        String where = what + " in " + place + ": ";
        return switch (e) {
            case S3Exception answer ->
                    new StoreFailure(
                            where
                                    + "the store answered "
                                    + answer.statusCode()
                                    + " "
                                    + code(answer)
                                    + (kind(answer) == Kind.REFUSED
                                            ? "; check bucket, keys, region and policy of s3 in the configuration"
                                            : ""));
            case ApiCallTimeoutException _ -> new StoreFailure(where + "no answer in time");
            case AbortedException _ -> new StoreFailure(where + "interrupted");
            default ->
                    new StoreFailure(
                            where
                                    + "the store cannot be reached ("
                                    + e.getClass().getSimpleName()
                                    + "); check endpoint, region and keys of s3 in the configuration");
        };
    }

    static StoreFailure unfit(S3Place place, String why) {
        return new StoreFailure(place + " cannot hold a log: " + why);
    }

    /// A bucket whose objects cannot be locked.
    static StoreFailure unlocked(S3Place place) {
        return new StoreFailure(
                "the bucket of "
                        + place
                        + " has no Object Lock, which it gets when it is made: aws s3api create-bucket --object-lock-enabled-for-bucket");
    }

    /// The store's own code: letters only, since the store is another's.
    static String code(S3Exception answer) {
        if (answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null) {
            return "";
        }
        String code = answer.awsErrorDetails().errorCode().replaceAll("[^A-Za-z]", "");
        return code.substring(0, Math.min(code.length(), 60));
    }
}
