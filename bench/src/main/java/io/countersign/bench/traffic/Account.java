package io.countersign.bench.traffic;

/// The account in which somebody uses a service.
///
/// @param org the organisation's or tenant's id, empty where the service shows none
record Account(AiService service, Kind kind, String org) {
    enum Kind {
        SANCTIONED,
        PERSONAL,
        SIGNED_OUT
    }

    /// The hospital's organisation at claude.ai, under BAA.
    static final String ENTERPRISE_ORG = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";

    /// The hospital's Microsoft tenant.
    static final String TENANT = "3f6d2c90-7b1e-4e55-8f0a-64c1d9e2b7a3";

    static Account ofHabit(Person person) {
        return person.habit() == Habit.SANCTIONED
                ? sanctioned(person.service())
                : personal(person, person.service());
    }

    static Account sanctioned(AiService service) {
        String org =
                switch (service) {
                    case CLAUDE -> ENTERPRISE_ORG;
                    case M365_COPILOT -> TENANT;
                    case CHATGPT,
                            GEMINI,
                            PERPLEXITY,
                            COPILOT,
                            MAMMOUTH,
                            FELO,
                            LUMO,
                            VENICE,
                            POE,
                            DEEPSEEK ->
                            throw new IllegalArgumentException("the hospital has no account there");
                };
        return new Account(service, Kind.SANCTIONED, org);
    }

    static Account personal(Person person, AiService service) {
        return new Account(
                service, Kind.PERSONAL, service == AiService.CLAUDE ? person.personalOrg() : "");
    }

    static Account signedOut(AiService service) {
        return new Account(service, Kind.SIGNED_OUT, "");
    }
}
