package io.countersign.detectors.destination;

/// What a piece of account evidence names.
public enum IdKind {
    /// A vendor's organisation.
    ORG(true),
    /// A workspace within or instead of an organisation.
    WORKSPACE(true),
    /// A cloud or API project.
    PROJECT(true),
    /// A named cloud resource, such as the first label of an Azure OpenAI host.
    RESOURCE(true),
    /// A cloud account number.
    CLOUD_ACCOUNT(true),
    /// A directory tenant.
    TENANT(true),
    /// The name by which a gateway knows the credential that it used upstream.
    GATEWAY_KEY(true),
    /// The domain of a login address. It never decides: personal licences run under work addresses.
    LOGIN_DOMAIN(false),
    /// The identity that called, such as an ARN.
    CALLER(false),
    /// A source says that the instance is sanctioned or not. It never decides.
    SANCTION_MARK(false),
    /// A plan that the record shows, such as the first label of a GitHub Copilot host.
    PLAN(false);

    private final boolean account;

    IdKind(boolean account) {
        this.account = account;
    }

    /// Whether an id that the register does not know proves that the account is not the site's. A
    /// gateway's key name says nothing about the account behind it unless the register says what it
    /// stands for.
    boolean provesForeign() {
        return account && this != GATEWAY_KEY;
    }

    /// Whether it names an account that a register row can name too.
    public boolean namesAccount() {
        return account;
    }
}
