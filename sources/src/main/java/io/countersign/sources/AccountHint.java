package io.countersign.sources;

/// Something in the record that tells which account the request ran under, or how. The source
/// asserts it; whether it proves anything is decided elsewhere.
///
/// @param kind where it was found
/// @param value the id, domain or name as written; may be any text
public record AccountHint(Kind kind, String value) {
    /// Where a hint was found.
    public enum Kind {
        /// A CASB's instance id or name. For GenAI apps often only the domain of the login address.
        CASB_INSTANCE,
        /// The CASB says that the instance is sanctioned or not: `true` or `false`.
        CASB_SANCTIONED,
        /// The address that the user signed in with at the service.
        LOGIN_EMAIL,
        /// A cloud account number, such as the AWS account of a Bedrock invocation log.
        CLOUD_ACCOUNT,
        /// The identity that called, such as an ARN.
        CALLER,
        /// A gateway's own name for the credential that it used upstream, such as a LiteLLM key
        /// alias or team.
        GATEWAY_KEY,
        /// The base URL that a gateway called.
        API_BASE,
        /// A vendor's organisation id from a header or a field.
        ORG_ID,
        /// An organisation id from a cookie, which the client sets as it likes.
        ORG_COOKIE,
        /// A vendor's workspace or project id.
        PROJECT_ID,
        /// An organisation or workspace that a header which the proxy put in allows; one hint for
        /// each.
        TENANT_RESTRICTION,
        /// A part of the product that the request used, such as a value of the `anthropic-beta`
        /// header.
        FEATURE,
        /// `http` where the record shows that the connection was not encrypted.
        SCHEME
    }
}
