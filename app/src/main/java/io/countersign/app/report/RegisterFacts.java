package io.countersign.app.report;

import io.countersign.forensics.periodic.Agreement;
import io.countersign.forensics.periodic.Register;
import io.countersign.forensics.periodic.Retirement;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyMark;
import io.countersign.schemas.PolicyParty;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicyService;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a policy says of agreements, and of the ends of models, for reports.
public final class RegisterFacts {
    private RegisterFacts() {}

    /// @param sha256 of the policy's bytes, in hexadecimal digits
    public static Register of(PolicyDocument policy, String sha256) {
        return new Register(
                policy.getVersion(),
                sha256,
                policy.getCatalogueVersion(),
                policy.getServices().stream()
                        .collect(
                                Collectors.toMap(
                                        PolicyService::getId,
                                        service ->
                                                service.getVendor() + ", " + service.getProduct(),
                                        (first, _) -> first)),
                policy.getRegister().map(PolicyRegister::getAgreements).orElse(List.of()).stream()
                        .map(RegisterFacts::agreement)
                        .toList(),
                policy.getServices().stream()
                        .flatMap(service ->
                                service.getRetirements().stream()
                                        .map(end ->
                                                new Retirement(
                                                        service.getId(),
                                                        end.getModel(),
                                                        Instant.ofEpochMilli(end.getRetiresMillis())
                                                                .atOffset(ZoneOffset.UTC)
                                                                .toLocalDate(),
                                                        end.getSource(),
                                                        end.getMark() == PolicyMark.VENDOR)))
                        .toList());
    }

    private static Agreement agreement(PolicyAgreement row) {
        return new Agreement(
                row.getId(),
                row.getServices(),
                row.getPlan(),
                row.getParty() == PolicyParty.SITE,
                row.getSignedMillis().map(Instant::ofEpochMilli),
                row.getInForce().getFromMillis().map(Instant::ofEpochMilli),
                row.getInForce().getToMillis().map(Instant::ofEpochMilli),
                row.getVerifiedMillis().map(Instant::ofEpochMilli),
                row.getEveryAccount()
                        ? "every account"
                        : row.getAccounts().stream()
                                .map(account ->
                                        account.getKind()
                                                        .name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', ' ')
                                                + " "
                                                + account.getValue())
                                .collect(Collectors.joining(", ")),
                row.getSource());
    }
}
