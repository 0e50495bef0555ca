package io.countersign.app.policy;

import io.countersign.schemas.PolicyAccountId;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyIdKind;
import io.countersign.schemas.PolicyRegister;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tenant-restriction headers that a decrypting proxy has to inject, so that only the accounts
/// of the register work. The proxy must overwrite what clients send: a header that comes twice is
/// answered with 400 at Anthropic.
public final class TenantHeaders {
    /// Anthropic takes at most so many organisations.
    static final int MAX_ANTHROPIC_ORGS = 500;

    /// Anthropic takes a long list in so many headers at most.
    static final int MAX_ANTHROPIC_HEADERS = 10;

    /// So many organisations fit into one header of about 1,900 characters.
    static final int ORGS_A_HEADER = 50;

    /// @param hosts where to inject it
    /// @param note what to know about it; may be empty
    public record Header(List<String> hosts, String name, String value, String note) {
        public Header {
            hosts = List.copyOf(hosts);
        }
    }

    private TenantHeaders() {}

    /// @param time which rows are in force
    /// @throws IllegalArgumentException where a vendor's limit is passed
    public static List<Header> of(PolicyDocument policy, Instant time) {
        Optional<PolicyRegister> register = policy.getRegister();
        if (register.isEmpty()) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>();
        List<String> anthropic =
                ids(register.get(), "anthropic.", PolicyIdKind.ORG, time).stream()
                        .filter(TenantHeaders::isUuid)
                        .toList();
        anthropic(headers, anthropic);
        List<String> workspaces =
                ids(register.get(), "openai.chatgpt", PolicyIdKind.WORKSPACE, time);
        if (!workspaces.isEmpty()) {
            headers.add(
                    new Header(
                            List.of("chatgpt.com"),
                            "ChatGPT-Allowed-Workspace-Id",
                            String.join(",", workspaces),
                            "also block /backend-anon/ and QUIC"));
        }
        List<String> openAi = ids(register.get(), "openai.api", PolicyIdKind.ORG, time);
        if (!openAi.isEmpty()) {
            headers.add(
                    new Header(
                            List.of("api.openai.com"),
                            "OpenAI-Allowed-Organization-Ids",
                            String.join(",", openAi),
                            ""));
        }
        if (!register.get().getDomains().isEmpty()) {
            String domains = String.join(",", register.get().getDomains());
            headers.add(
                    new Header(
                            List.of("*.google.com"),
                            "X-GoogApps-Allowed-Domains",
                            domains,
                            "acts on signing in only"));
            headers.add(
                    new Header(
                            List.of("cloudcode-pa.googleapis.com"),
                            "X-GeminiCodeAssist-Allowed-Domains",
                            domains,
                            ""));
        }
        headers.add(
                new Header(
                        List.of("login.live.com"),
                        "sec-Restrict-Tenant-Access-Policy",
                        "restrict-msa",
                        "acts on signing in only; copilot.microsoft.com works signed out"));
        return List.copyOf(headers);
    }

    private static void anthropic(List<Header> headers, List<String> orgs) {
        if (orgs.isEmpty()) {
            return;
        }
        if (orgs.size() > MAX_ANTHROPIC_ORGS) {
            throw new IllegalArgumentException("Anthropic takes at most 500 organisations");
        }
        List<String> hosts =
                List.of("claude.ai", "api.anthropic.com", "claude.com", "anthropic.com");
        int count = (orgs.size() + ORGS_A_HEADER - 1) / ORGS_A_HEADER;
        for (int i = 0; i < count && i < MAX_ANTHROPIC_HEADERS; i++) {
            String part =
                    String.join(
                            ",",
                            orgs.subList(
                                    i * ORGS_A_HEADER,
                                    Math.min(orgs.size(), (i + 1) * ORGS_A_HEADER)));
            boolean split = i == 0 && count > 1;
            headers.add(
                    new Header(
                            hosts,
                            "anthropic-allowed-org-ids" + (i == 0 ? "" : i),
                            split ? part + ";n=" + count : part,
                            ""));
        }
    }

    /// The ids of all rows in force whose services begin so, in the order of the register.
    private static List<String> ids(
            PolicyRegister register, String service, PolicyIdKind kind, Instant time) {
        Set<String> ids = new LinkedHashSet<>();
        long millis = time.toEpochMilli();
        for (PolicyAgreement row : register.getAgreements()) {
            boolean inForce =
                    row.getInForce().getFromMillis().orElse(Long.MIN_VALUE) <= millis
                            && millis < row.getInForce().getToMillis().orElse(Long.MAX_VALUE);
            if (inForce && row.getServices().stream().anyMatch(id -> id.startsWith(service))) {
                for (PolicyAccountId account : row.getAccounts()) {
                    if (account.getKind() == kind) {
                        ids.add(account.getValue());
                    }
                }
            }
        }
        return List.copyOf(ids);
    }

    private static boolean isUuid(String value) {
        return value.length() == 36 && value.charAt(8) == '-';
    }
}
