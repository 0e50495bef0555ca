package io.countersign.detectors.destination;

/// Why a destination, a coverage or a verdict is what it is. The names are stable codes: entries,
/// alerts and summaries carry them.
public enum Reason {
    // Destination
    /// The application's name located the service, not a host.
    LOCATED_BY_APPLICATION,
    /// The base URL that a gateway called located the service.
    LOCATED_BY_API_BASE,
    /// The catalogue knows no such host, and the path is one that only model servers have.
    UNLISTED_AI_BY_PATH,
    /// The catalogue knows no such service, and the record carries a prompt.
    UNLISTED_AI_BY_PROMPT,
    /// The catalogue knows no such host, and several weaker signs together say AI.
    UNLISTED_AI_BY_BEHAVIOUR,
    /// The rule that recognised the request is an observation that the vendor does not document.
    UNDOCUMENTED_PATH_RULE,
    /// No rule knows this path, and its body is large: the catalogue may be out of date.
    PATH_DRIFT,
    /// The source showed no path.
    PATH_NOT_IN_RECORD,
    /// The path alone does not tell a send from another action, and the size says send.
    SEND_BY_SIZE,
    /// The path alone does not tell a send from another action, and the body is too small for a
    /// usual send.
    SMALLER_THAN_A_SEND,
    /// The decision needs a byte count that this record does not give.
    BYTES_NOT_IN_RECORD,
    /// The decision needs an account that this record does not name.
    ACCOUNT_NOT_IN_RECORD,
    /// The record names several accounts.
    CONFLICTING_ACCOUNTS,
    /// The account is that of other requests of the same person shortly before or after.
    ACCOUNT_FROM_OTHER_REQUESTS,
    /// Other requests of the same person shortly before or after name several accounts.
    TWO_ORGS_IN_WINDOW,
    /// Other requests name an account, but several people used the device within a shift.
    SHARED_WORKSTATION,
    /// The bytes are those of the connection, from the firewall's traffic line.
    BYTES_FROM_TRAFFIC_LINE,
    /// A firewall's summary of a connection whose requests have entries of their own.
    TRAFFIC_LINE,
    /// The evidence for the account is an observation that the vendor does not document.
    UNDOCUMENTED_ACCOUNT_EVIDENCE,
    /// The account that the record names is none that the register knows.
    FOREIGN_ORG,
    /// The login address is of a domain of this site. That proves no account.
    SITE_LOGIN_DOMAIN,
    /// The login address is of a domain that is not this site's. That proves no account.
    FOREIGN_LOGIN_DOMAIN,
    /// The product or plan is for persons only.
    PERSONAL_PRODUCT,
    /// Nobody was signed in.
    SIGNED_OUT_USE,
    /// The proxy's tenant restriction was in force, and the service answered 403: somebody tried an
    /// account of another organisation.
    TENANT_RESTRICTION_VIOLATION,
    /// The service answered 401 or 403; what was sent may have reached it all the same.
    REFUSED_BY_SERVICE,

    /// A file came down from an application that the policy watches. No AI service had part in it.
    WATCHED_DOWNLOAD,
    /// The watched application is a file storage.
    WATCHED_DRIVE,
    /// The watched application is a record system.
    WATCHED_EHR,

    // Coverage
    /// A row of the register covers it.
    BAA_IN_FORCE,
    /// No policy names a register of BAAs.
    NO_BAA_REGISTER,
    /// The register is complete and has no row for this service, or is incomplete and has none.
    NO_ROW_FOR_SERVICE,
    /// The vendor offers no BAA for the product.
    NEVER_COVERED,
    /// The vendor offers no BAA for the plan.
    PLAN_NOT_COVERED,
    /// The vendor's BAA leaves this part of the product out.
    FEATURE_NOT_COVERED,
    /// Whether the BAA reaches this part of the product is not established.
    FEATURE_NOT_ESTABLISHED,
    /// The vendor's BAA leaves this model out.
    MODEL_NOT_COVERED,
    /// The account that the record names is not in the register.
    ORG_NOT_IN_REGISTER,
    /// The register names this account in another form of id; nobody can compare them.
    ID_NOT_COMPARABLE,
    /// The account is in the register, for other services.
    ROW_DOES_NOT_NAME_SERVICE,
    /// The account is in the register, but no row was in force then.
    NO_ROW_IN_FORCE,
    /// The row registers the account without a signed BAA.
    NO_SIGNED_BAA,
    /// The contract is of a person, not of the site.
    NOT_THE_SITES_CONTRACT,
    /// The row lacks a setting that the vendor's BAA demands.
    CONDITION_NOT_MET,
    /// The BAA was signed before this came into its reach.
    SIGNED_BEFORE_INCLUSION,
    /// Whether the vendor signs a BAA is not established.
    BAA_NOT_ESTABLISHED,
    /// The catalogue knows no such service.
    SERVICE_NOT_IN_CATALOGUE,
    /// The catalogue has no terms for the event's time.
    NO_TERMS_FOR_TIME,

    // Verdict
    /// PHI went to a service that no BAA covered.
    PHI_NOT_COVERED,
    /// PHI went to a service whose coverage is unknown.
    PHI_COVERAGE_UNKNOWN,
    /// PHI went to a covered service.
    PHI_COVERED,
    /// The proxy stopped it.
    BLOCKED,
    /// Nothing found, but not everything was inspected.
    NOT_FULLY_INSPECTED,
    /// Everything was inspected, and whether it is PHI stays open.
    PHI_UNDECIDED,
    /// Everything was inspected, and it is no PHI.
    NO_PHI,
    /// The request is known to send nothing.
    NOT_A_SEND,
    /// PHI went up on a path that is known to send nothing: the path rule is wrong.
    PHI_OUTSIDE_SEND_PATH,
    /// A service was used that no BAA covers and the site does not sanction: a finding of its own.
    UNSANCTIONED_SERVICE
}
