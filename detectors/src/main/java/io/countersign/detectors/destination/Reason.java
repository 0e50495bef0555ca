package io.countersign.detectors.destination;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a destination, a coverage or a verdict is what it is. The names are stable codes: entries,
/// alerts and summaries carry them; the sentences are for people and may change.
public enum Reason {
    // Destination
    /// The application's name located the service, not a host.
    LOCATED_BY_APPLICATION("The application's name in the record told which service it was."),
    /// The base URL that a gateway called located the service.
    LOCATED_BY_API_BASE("The base URL that the gateway called told which service it was."),
    /// The catalogue knows no such host, and the path is one that only model servers have.
    UNLISTED_AI_BY_PATH("The catalogue knows no such host, and only model servers have this path."),
    /// The catalogue knows no such service, and the record carries a prompt.
    UNLISTED_AI_BY_PROMPT("The catalogue knows no such service, and the record carries a prompt."),
    /// The catalogue knows no such host, and several weaker signs together say AI.
    UNLISTED_AI_BY_BEHAVIOUR(
            "The catalogue knows no such host, and several weaker signs together say AI."),
    /// The rule that recognised the request is an observation that the vendor does not document.
    UNDOCUMENTED_PATH_RULE(
            "What the request did was read from its path by an observation that the vendor does not document."),
    /// No rule knows this path, and its body is large: the catalogue may be out of date.
    PATH_DRIFT("No rule knows this path, and its body is large: the catalogue may be out of date."),
    /// The source showed no path.
    PATH_NOT_IN_RECORD("The source showed no path, and the answer depends on it."),
    /// The path alone does not tell a send from another action, and the size says send.
    SEND_BY_SIZE("The path does not tell a send from another action; the size says send."),
    /// The path alone does not tell a send from another action, and the body is too small for a
    /// usual send.
    SMALLER_THAN_A_SEND(
            "The path does not tell a send from another action; the body is too small for a usual send."),
    /// The decision needs a byte count that this record does not give.
    BYTES_NOT_IN_RECORD("The record gives no byte count, and the answer depends on it."),
    /// The decision needs an account that this record does not name.
    ACCOUNT_NOT_IN_RECORD("The record does not name the account, and the answer depends on it."),
    /// The record names several accounts.
    CONFLICTING_ACCOUNTS("The record names several accounts."),
    /// The account is that of other requests of the same person shortly before or after.
    ACCOUNT_FROM_OTHER_REQUESTS(
            "The account is that of other requests of the same person shortly before or after."),
    /// Other requests of the same person shortly before or after name several accounts.
    TWO_ORGS_IN_WINDOW(
            "Other requests of the same person shortly before or after name several accounts."),
    /// Other requests name an account, but several people used the device within a shift.
    SHARED_WORKSTATION(
            "Other requests name an account, but several people used the device within a shift."),
    /// The bytes are those of the connection, from the firewall's traffic line.
    BYTES_FROM_TRAFFIC_LINE(
            "The bytes are those of the connection, from the firewall's traffic line."),
    /// A firewall's summary of a connection whose requests have entries of their own.
    TRAFFIC_LINE("A firewall's summary of a connection whose requests have entries of their own."),
    /// What was sent is in another record of the same exchange.
    BODY_FROM_OTHER_RECORD("What was sent is in another record of the same exchange."),
    /// The evidence for the account is an observation that the vendor does not document.
    UNDOCUMENTED_ACCOUNT_EVIDENCE(
            "The account was read from something that the vendor does not document."),
    /// The account that the record names is none that the register knows.
    FOREIGN_ORG("The account that the record names is none that the register knows."),
    /// The login address is of a domain of this site. That proves no account.
    SITE_LOGIN_DOMAIN("The login address is of this site's domain, which proves no account."),
    /// The login address is of a domain that is not this site's. That proves no account.
    FOREIGN_LOGIN_DOMAIN(
            "The login address is of another domain than this site's, which proves no account."),
    /// The product or plan is for persons only.
    PERSONAL_PRODUCT("Only persons can hold this product or plan."),
    /// Nobody was signed in.
    SIGNED_OUT_USE("Nobody was signed in: there is no account that a BAA could reach."),
    /// The proxy's tenant restriction was in force, and the service answered 403: somebody tried an
    /// account of another organisation.
    TENANT_RESTRICTION_VIOLATION(
            "The proxy's tenant restriction was in force and the service answered 403: somebody tried an account of another organisation."),
    /// The service answered 401 or 403; what was sent may have reached it all the same.
    REFUSED_BY_SERVICE(
            "The service answered 401 or 403; what was sent may have reached it all the same."),

    /// A file came down from an application that the policy watches. No AI service had part in it.
    WATCHED_DOWNLOAD(
            "A file came down from an application that the policy watches; no AI service had part in it."),
    /// The watched application is a file storage.
    WATCHED_DRIVE("The watched application is a file storage."),
    /// The watched application is a record system.
    WATCHED_EHR("The watched application is a record system."),

    // Coverage
    /// A row of the register covers it.
    BAA_IN_FORCE("The BAA of row {row} was in force and reaches this account."),
    /// No policy names a register of BAAs.
    NO_BAA_REGISTER("There is no register of BAAs, so nothing can be covered."),
    /// The register is complete and has no row for this service, or is incomplete and has none.
    NO_ROW_FOR_SERVICE("The register has no row for this service."),
    /// The vendor offers no BAA for the product.
    NEVER_COVERED("The vendor signs no BAA for this product."),
    /// The vendor offers no BAA for the plan.
    PLAN_NOT_COVERED("The vendor signs no BAA for this plan: {plan}."),
    /// The vendor's BAA leaves this part of the product out.
    FEATURE_NOT_COVERED("The vendor's BAA leaves this part of the product out: {feature}."),
    /// Whether the BAA reaches this part of the product is not established.
    FEATURE_NOT_ESTABLISHED(
            "Whether the BAA reaches this part of the product is not established: {feature}."),
    /// The vendor's BAA leaves this model out.
    MODEL_NOT_COVERED("The vendor's BAA leaves this model out: {model}."),
    /// The account that the record names is not in the register.
    ORG_NOT_IN_REGISTER("The account that the record names is none of the register's."),
    /// The register names this account in another form of id; nobody can compare them.
    ID_NOT_COMPARABLE("The record names the account in a form that the register does not use."),
    /// The account is in the register, for other services.
    ROW_DOES_NOT_NAME_SERVICE(
            "The account is in the register, and no row of it names this service."),
    /// The account is in the register, but no row was in force then.
    NO_ROW_IN_FORCE("The register has rows for this, and none was in force then."),
    /// The row registers the account without a signed BAA.
    NO_SIGNED_BAA("Row {row} registers the account without a signed BAA."),
    /// The contract is of a person, not of the site.
    NOT_THE_SITES_CONTRACT("The contract of row {row} is a person's, not the site's."),
    /// The row lacks a setting that the vendor's BAA demands.
    CONDITION_NOT_MET("Row {row} lacks what the vendor's BAA demands: {needs}."),
    /// The BAA was signed before this came into its reach.
    SIGNED_BEFORE_INCLUSION(
            "The BAA of row {row} was signed before this came into its reach: {needs}."),
    /// Whether the vendor signs a BAA is not established.
    BAA_NOT_ESTABLISHED("Whether the vendor signs a BAA is not established."),
    /// The catalogue knows no such service.
    SERVICE_NOT_IN_CATALOGUE("The catalogue knows no such service."),
    /// The catalogue has no terms for the event's time.
    NO_TERMS_FOR_TIME("The catalogue says nothing about this service for that time."),

    /// The service runs on a machine of the site's own: nothing was disclosed.
    SELF_HOSTED("The service runs in the site's own house (row {row}): nothing was disclosed."),
    /// Not the service itself decided, but a gateway or processor on the way.
    WEAKEST_LINK("Not the service itself decided, but another on the way: {link}."),
    /// A data set that is de-identified on record goes from this person to this service.
    DEIDENTIFIED_ON_RECORD(
            "Data set {dataset} is on record as de-identified ({method}, {document}) for this person and service."),

    // Verdict
    /// The site's own record says that nothing identifiable goes this way, and PHI was found.
    DEIDENTIFICATION_CONTRADICTED(
            "PHI was found in what is on record as de-identified: the record or the data set is wrong."),
    /// PHI went over a connection that nothing encrypts.
    PHI_OVER_PLAIN_HTTP("PHI went over plain http, readable on the way."),
    /// More, or other, PHI than the site's rules of use allow this person for this service.
    MINIMUM_NECESSARY("More than the rules of use allow for this person and service: {use}."),
    /// PHI went to a service that no BAA covered.
    PHI_NOT_COVERED("PHI went to a service that no BAA covered."),
    /// PHI went to a service whose coverage is unknown.
    PHI_COVERAGE_UNKNOWN("PHI went to a service whose coverage is unknown."),
    /// PHI went to a covered service.
    PHI_COVERED("PHI went to a covered service."),
    /// The source's own DLP found it; nobody here read the text.
    PHI_REPORTED_BY_SOURCE("The source's own DLP reported the PHI; nobody here read the text."),
    /// The proxy stopped it.
    BLOCKED("The proxy stopped it."),
    /// Nothing found, but not everything was inspected.
    NOT_FULLY_INSPECTED("Nothing was found, and not everything was inspected."),
    /// Everything was inspected, and whether it is PHI stays open.
    PHI_UNDECIDED("Everything was inspected, and whether it is PHI stays open."),
    /// Everything was inspected, and it is no PHI.
    NO_PHI("Everything was inspected, and it is no PHI."),
    /// The request is known to send nothing.
    NOT_A_SEND("The request is known to send nothing."),
    /// PHI went up on a path that is known to send nothing: the path rule is wrong.
    PHI_OUTSIDE_SEND_PATH(
            "PHI went up on a path that is known to send nothing: the path rule is wrong."),
    /// A service was used that no BAA covers and the site does not sanction: a finding of its own.
    UNSANCTIONED_SERVICE("No BAA covers this use, and the site does not sanction the service.");

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /// The sentence for a person.
    ///
    /// @param row id of the register row that decided
    /// @param details `key=value`, as in [Coverage#details()]
    public String sentence(Optional<String> row, List<String> details) {
        return PLACE.matcher(text)
                .replaceAll(place ->
                        Matcher.quoteReplacement(
                                place.group(1).equals("row")
                                        ? row.orElse("unknown")
                                        : detail(details, place.group(1)).orElse("unknown")));
    }

    /// The sentence for a code that may be of a later version.
    public static Optional<String> sentence(
            String code, Optional<String> row, List<String> details) {
        for (Reason reason : values()) {
            if (reason.name().equals(code)) {
                return Optional.of(reason.sentence(row, details));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> detail(List<String> details, String key) {
        return details.stream()
                .filter(detail -> detail.startsWith(key + "="))
                .map(detail -> detail.substring(key.length() + 1))
                .findFirst();
    }
}
