package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.Action;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Origin;
import io.countersign.schemas.PersonPart;
import io.countersign.sinks.siem.AddressText;
import io.countersign.sinks.siem.Headline;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The attributes of OCSF's own that describe a judged event: who, from where, to what, what was
/// found, what the proxy did. Text, paths, prompts and matched values are not in an entry, so they
/// cannot be here.
final class EventAttributes {
    private static final String UNKNOWN = "Unknown";
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}");
    private static final int PERSONAL_DATA = 1;
    private static final int DATA_IN_TRANSIT = 2;
    private static final int DLP_GATEWAY = 2;
    private static final int SECURE_WEB_GATEWAY = 5;
    private static final int ROLE_TARGET = 1;

    private final EventJson json;
    private final EventEntry event;

    EventAttributes(EventJson json, EventEntry event) {
        this.json = json;
        this.event = event;
    }

    /// What the class of this activity takes beyond the attributes of every class.
    void write(Activity activity) {
        control();
        switch (activity.type()) {
            case DATA_SECURITY_FINDING -> {
                peopleAndPlaces();
                resources();
                dataSecurity();
                confidence();
            }
            case DETECTION_FINDING -> {
                actor();
                device();
                resources();
                json.objects(
                        "evidences",
                        List.of(event),
                        same -> {
                            actor();
                            srcEndpoint();
                            dstEndpoint();
                        });
            }
            case HTTP_ACTIVITY -> {
                peopleAndPlaces();
                http();
                traffic();
            }
            case API_ACTIVITY -> {
                requiredActor();
                device();
                requiredSrcEndpoint();
                dstEndpoint();
                api();
                aiOperation();
                resources();
            }
            case BASE_EVENT,
                    COMPLIANCE_FINDING,
                    INCIDENT_FINDING,
                    ENTITY_MANAGEMENT,
                    APPLICATION_LIFECYCLE,
                    DATASTORE_ACTIVITY,
                    APPLICATION_ERROR ->
                    throw new IllegalArgumentException("no event is a " + activity.type());
        }
    }

    /// The profiles that [#write(Activity)] uses.
    static List<String> profiles(Activity activity) {
        return switch (activity.type()) {
            case DATA_SECURITY_FINDING -> List.of("security_control");
            case DETECTION_FINDING, HTTP_ACTIVITY -> List.of("security_control", "host");
            case API_ACTIVITY -> List.of("security_control", "host", "ai_operation");
            case BASE_EVENT,
                    COMPLIANCE_FINDING,
                    INCIDENT_FINDING,
                    ENTITY_MANAGEMENT,
                    APPLICATION_LIFECYCLE,
                    DATASTORE_ACTIVITY,
                    APPLICATION_ERROR ->
                    List.of();
        };
    }

    /// Profile security_control: what the proxy or gateway did.
    private void control() {
        json.number("action_id", actionId(event.getAction()));
        json.text("action", event.getAction().name());
        json.number("disposition_id", dispositionId(event.getAction()));
        json.object(
                "policy",
                () -> {
                    json.text("name", "countersign");
                    json.hex("uid", event.getPolicy().bytes());
                });
    }

    private void peopleAndPlaces() {
        actor();
        device();
        srcEndpoint();
        dstEndpoint();
    }

    private void actor() {
        event.getUser()
                .or(this::person)
                .ifPresent(user ->
                        json.object(
                                "actor",
                                () -> {
                                    user(user);
                                    json.text("app_name", event.getApplication());
                                }));
    }

    private void requiredActor() {
        json.object(
                "actor",
                () -> {
                    event.getUser().or(this::person).ifPresent(this::user);
                    json.text("app_name", event.getApplication().orElse(UNKNOWN));
                });
    }

    /// The id by which the directory of people knows whoever it was.
    private Optional<String> person() {
        return event.getPerson().flatMap(PersonPart::getId);
    }

    private void user(String user) {
        json.object(
                "user",
                () -> {
                    json.text("name", user);
                    person().ifPresent(id -> json.text("uid", id));
                    if (user.indexOf('@') > 0 && EMAIL.matcher(user).matches()) {
                        json.text("email_addr", user);
                    }
                });
    }

    private void device() {
        event.getDevice()
                .ifPresent(device ->
                        json.object(
                                "device",
                                () -> {
                                    json.number("type_id", 0);
                                    json.text("hostname", device);
                                }));
    }

    private void srcEndpoint() {
        if (event.getSourceIp().isPresent() || event.getDevice().isPresent()) {
            json.object("src_endpoint", this::srcEndpointFields);
        }
    }

    private void requiredSrcEndpoint() {
        json.object(
                "src_endpoint",
                () -> {
                    if (event.getSourceIp().isPresent() || event.getDevice().isPresent()) {
                        srcEndpointFields();
                    } else {
                        json.text("name", UNKNOWN);
                    }
                });
    }

    private void srcEndpointFields() {
        event.getSourceIp()
                .ifPresent(ip -> json.text(AddressText.isAddress(ip) ? "ip" : "name", ip));
        json.text("hostname", event.getDevice());
    }

    private void dstEndpoint() {
        DestinationPart destination = event.getDestination();
        if (event.getHost().isPresent() || !destination.getProduct().isEmpty()) {
            json.object(
                    "dst_endpoint",
                    () -> {
                        json.text("hostname", event.getHost());
                        json.textUnlessEmpty("svc_name", destination.getProduct());
                    });
        }
    }

    private void resources() {
        DestinationPart destination = event.getDestination();
        if (destination.getProduct().isEmpty()) {
            return;
        }
        json.objects(
                "resources",
                List.of(destination),
                target -> {
                    json.text("name", target.getProduct());
                    json.text("type", "AI service");
                    json.number("role_id", ROLE_TARGET);
                    event.getHost().ifPresent(host -> json.text("hostname", host));
                    if (!target.getVendor().isEmpty()) {
                        json.texts("labels", List.of("vendor:" + target.getVendor()));
                    }
                });
    }

    private void dataSecurity() {
        ContentPart content = event.getContent();
        json.object(
                "data_security",
                () -> {
                    json.number("category_id", Headline.holdsPhi(event) ? PERSONAL_DATA : 0);
                    json.number("data_lifecycle_state_id", DATA_IN_TRANSIT);
                    json.number(
                            "detection_system_id",
                            onlyFromSource(content) ? SECURE_WEB_GATEWAY : DLP_GATEWAY);
                    json.number("status_id", inspectionStatus(content.getInspected()));
                    json.textUnlessEmpty("status", content.getInspected().name());
                    json.number("size", content.getBytesInspected());
                    json.number(
                            "total",
                            content.getFindings().stream().mapToLong(FindingCount::getCount).sum());
                    json.objects(
                            "discovery_details",
                            content.getFindings(),
                            finding -> {
                                json.text("type", finding.getType());
                                json.number("count", finding.getCount());
                            });
                    json.object(
                            "policy",
                            () -> {
                                json.text("name", "countersign");
                                json.hex("uid", event.getPolicy().bytes());
                            });
                });
    }

    private void confidence() {
        int highest = 0;
        for (FindingCount finding : event.getContent().getFindings()) {
            highest = Math.max(highest, confidenceId(finding.getLikelihood()));
        }
        json.number("confidence_id", highest);
    }

    private void http() {
        event.getMethod()
                .ifPresent(method ->
                        json.object(
                                "http_request",
                                () -> {
                                    int id = Classify.httpActivityId(method);
                                    if (id != 0 && id != Activity.OTHER) {
                                        json.text("http_method", method);
                                    }
                                }));
        event.getStatus()
                .ifPresent(status -> {
                    json.object("http_response", () -> json.number("code", status));
                    json.number("status_id", status < 400 ? 1 : 2);
                    json.text("status_code", Integer.toString(status));
                });
    }

    private void traffic() {
        if (event.getBytesUp().isPresent() || event.getBytesDown().isPresent()) {
            json.object(
                    "traffic",
                    () -> {
                        event.getBytesUp().ifPresent(bytes -> json.number("bytes_out", bytes));
                        event.getBytesDown().ifPresent(bytes -> json.number("bytes_in", bytes));
                    });
        }
    }

    private void api() {
        DestinationPart destination = event.getDestination();
        json.object(
                "api",
                () -> {
                    String operation = destination.getActivity();
                    json.text("operation", operation.isEmpty() ? UNKNOWN : operation);
                    if (!destination.getProduct().isEmpty()) {
                        json.object("service", () -> json.text("name", destination.getProduct()));
                    }
                    event.getStatus()
                            .ifPresent(status ->
                                    json.object("response", () -> json.number("code", status)));
                });
        event.getStatus()
                .ifPresent(status -> {
                    json.number("status_id", status < 400 ? 1 : 2);
                    json.text("status_code", Integer.toString(status));
                });
    }

    /// Profile ai_operation, whose prompt and response texts stay empty.
    private void aiOperation() {
        DestinationPart destination = event.getDestination();
        event.getModel()
                .ifPresent(model ->
                        json.object(
                                "ai_model",
                                () -> {
                                    json.text("name", model);
                                    json.text(
                                            "ai_provider",
                                            destination.getVendor().isEmpty()
                                                    ? UNKNOWN
                                                    : destination.getVendor());
                                }));
        Optional<Long> input = event.getInputTokens();
        Optional<Long> output = event.getOutputTokens();
        if (input.isPresent() || output.isPresent()) {
            json.object(
                    "message_context",
                    () -> {
                        json.object(
                                "application",
                                () -> json.text("name", event.getApplication().orElse(UNKNOWN)));
                        input.ifPresent(tokens -> json.number("prompt_tokens", tokens));
                        output.ifPresent(tokens -> json.number("completion_tokens", tokens));
                        json.number("total_tokens", input.orElse(0L) + output.orElse(0L));
                    });
        }
    }

    private static int actionId(Action action) {
        return switch (action) {
            case UNRECOGNISED -> 0;
            case ALLOWED -> 1;
            case BLOCKED -> 2;
            case OTHER -> 99;
        };
    }

    private static int dispositionId(Action action) {
        return switch (action) {
            case UNRECOGNISED -> 0;
            case ALLOWED -> 1;
            case BLOCKED -> 2;
            case OTHER -> 17;
        };
    }

    private static int inspectionStatus(Inspected inspected) {
        return switch (inspected) {
            case UNRECOGNISED -> 0;
            case FULL -> 1;
            case PARTIAL -> 2;
            case NOT_INSPECTED -> 3;
            case BY_SOURCE -> 99;
        };
    }

    private static int confidenceId(Likelihood likelihood) {
        return switch (likelihood) {
            case UNRECOGNISED -> 0;
            case POSSIBLE -> 1;
            case LIKELY -> 2;
            case VERY_LIKELY, CERTAIN -> 3;
        };
    }

    private static boolean onlyFromSource(ContentPart content) {
        return !content.getFindings().isEmpty()
                && content.getFindings().stream()
                        .allMatch(finding -> finding.getOrigin() == Origin.SOURCE);
    }
}
