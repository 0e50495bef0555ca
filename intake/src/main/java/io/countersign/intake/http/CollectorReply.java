package io.countersign.intake.http;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// The answers of Splunk's HTTP Event Collector, with its words and codes.
enum CollectorReply {
    SUCCESS(200, 0, "Success"),
    TOKEN_REQUIRED(401, 2, "Token is required"),
    INVALID_AUTHORIZATION(401, 3, "Invalid authorization"),
    INVALID_TOKEN(403, 4, "Invalid token"),
    NO_DATA(400, 5, "No data"),
    INVALID_DATA_FORMAT(400, 6, "Invalid data format"),
    SERVER_IS_BUSY(503, 9, "Server is busy"),
    CHANNEL_MISSING(400, 10, "Data channel is missing"),
    INVALID_CHANNEL(400, 11, "Invalid data channel"),
    EVENT_REQUIRED(400, 12, "Event field is required"),
    EVENT_BLANK(400, 13, "Event field cannot be blank"),
    ACK_DISABLED(400, 14, "ACK is disabled"),
    INDEXED_FIELDS(400, 15, "Error in handling indexed fields"),
    HEALTHY(200, 17, "HEC is healthy"),
    SHUTTING_DOWN(503, 23, "Server is shutting down");

    private final int status;
    private final int code;
    private final String text;

    CollectorReply(int status, int code, String text) {
        this.status = status;
        this.code = code;
        this.text = text;
    }

    HttpAnswer answer() {
        return answer(OptionalInt.empty(), OptionalLong.empty());
    }

    /// Everything before this event is taken, it and what follows is not.
    HttpAnswer atEvent(int number) {
        return answer(OptionalInt.of(number), OptionalLong.empty());
    }

    HttpAnswer acknowledgedAs(long ackId) {
        return answer(OptionalInt.empty(), OptionalLong.of(ackId));
    }

    private HttpAnswer answer(OptionalInt event, OptionalLong ackId) {
        StringBuilder json = new StringBuilder("{\"text\":\"" + text + "\",\"code\":" + code);
        event.ifPresent(number -> json.append(",\"invalid-event-number\":").append(number));
        ackId.ifPresent(id -> json.append(",\"ackId\":").append(id));
        return HttpAnswer.of(status, json.append('}').toString());
    }
}
