package io.countersign.app.policy;

import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyAccountId;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyIdKind;
import io.countersign.schemas.PolicyParty;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicyUse;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a site's register, `baa.yaml`. `docs/guides/policy.md` shows the format.
final class RegisterYaml {
    /// A register, the policy version that its file names, and the SHA-256 of the only patient
    /// index that may be asked under it.
    record Versioned(String version, PolicyRegister register, Optional<Hash> patientIndex) {}

    /// Key of a row, what it names, and how the ids look. Bounded shapes: these match in linear
    /// time.
    private record IdKey(String key, PolicyIdKind kind, Pattern shape, String inWords) {}

    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private static final List<IdKey> ID_KEYS =
            List.of(
                    new IdKey(
                            "orgs",
                            PolicyIdKind.ORG,
                            Pattern.compile(UUID + "|org[_-][A-Za-z0-9]{4,64}|[A-Za-z0-9]{6,64}"),
                            "an organisation id (a UUID, org_..., org-...)"),
                    new IdKey(
                            "workspaces",
                            PolicyIdKind.WORKSPACE,
                            Pattern.compile(UUID + "|[A-Za-z0-9_-]{4,64}"),
                            "a UUID or a workspace id"),
                    new IdKey(
                            "projects",
                            PolicyIdKind.PROJECT,
                            Pattern.compile("[A-Za-z0-9][A-Za-z0-9_:.-]{3,63}"),
                            "a project id"),
                    new IdKey(
                            "resources",
                            PolicyIdKind.RESOURCE,
                            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"),
                            "the first label of the resource's host, lower case"),
                    new IdKey(
                            "cloud_accounts",
                            PolicyIdKind.CLOUD_ACCOUNT,
                            Pattern.compile("[0-9]{12}"),
                            "12 digits, in quotes"),
                    new IdKey("tenants", PolicyIdKind.TENANT, Pattern.compile(UUID), "a UUID"),
                    new IdKey(
                            "gateway_keys",
                            PolicyIdKind.GATEWAY_KEY,
                            Pattern.compile("[A-Za-z0-9._:@/+=-]{1,128}"),
                            "a key's name"));

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._:@/+=-]{1,128}");
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){1,8}");

    private static final String PATIENT_INDEX = "patient_index";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private RegisterYaml() {}

    /// @param use the rules of use, which lie in a file of their own
    static Versioned read(String file, String text, List<PolicyUse> use)
            throws InvalidPolicyFileException {
        YamlMap root = YamlMap.parse(file, text);
        String version = root.text("policy");
        requireShape(root, "policy", VERSION, version);
        Days days = new Days(zone(root));
        YamlMap organisation =
                root.optionalMap("organisation")
                        .orElseThrow(() -> root.fault("organisation", "missing"));
        List<String> domains = organisation.texts("domains");
        for (String domain : domains) {
            requireShape(organisation, "domains", DOMAIN, domain);
        }
        List<PolicyAgreement> agreements = new ArrayList<>();
        for (YamlMap map : root.maps("agreements")) {
            agreements.add(agreement(map, days));
        }
        SiteYaml site = new SiteYaml(days);
        PolicyRegister register =
                PolicyRegister.newBuilder()
                        .setUse(use)
                        .setSelfHosted(site.selfHosted(root))
                        .setDeidentified(site.deidentified(root))
                        .setRoutes(site.routes(root))
                        .setComplete(root.flag("complete"))
                        .setOrganisation(organisation.text("name"))
                        .setDomains(domains)
                        .setSanctioned(root.texts("sanctioned_without_baa"))
                        .setAgreements(agreements)
                        .build();
        organisation.done();
        Optional<Hash> patientIndex = patientIndex(root);
        root.done();
        return new Versioned(version, register, patientIndex);
    }

    private static Optional<Hash> patientIndex(YamlMap root) throws InvalidPolicyFileException {
        Optional<String> hex = root.optionalText(PATIENT_INDEX);
        if (hex.isPresent() && !SHA256.matcher(hex.get()).matches()) {
            throw root.fault(
                    PATIENT_INDEX,
                    "no SHA-256 of 64 hexadecimal digits, as countersign patients show prints it");
        }
        return hex.map(digits -> new Hash(HexFormat.of().parseHex(digits)));
    }

    private static ZoneId zone(YamlMap root) throws InvalidPolicyFileException {
        try {
            return ZoneId.of(root.optionalText("time_zone").orElse("UTC"));
        } catch (DateTimeException e) {
            throw root.fault("time_zone", "no time zone (such as America/Chicago)");
        }
    }

    private static void requireShape(YamlMap map, String key, Pattern shape, String value)
            throws InvalidPolicyFileException {
        if (!shape.matcher(value).matches()) {
            throw map.fault(key, "does not match " + shape);
        }
    }

    private static PolicyAgreement agreement(YamlMap map, Days days)
            throws InvalidPolicyFileException {
        String id = map.text("id");
        requireShape(map, "id", ID, id);
        List<String> services = map.texts("services");
        if (services.isEmpty()) {
            throw map.fault("services", "missing");
        }
        if (!map.has("valid_from")) {
            throw map.fault("valid_from", "missing");
        }
        boolean everyAccount = map.flag("every_account", false);
        List<PolicyAccountId> accounts = accounts(map);
        if (everyAccount == !accounts.isEmpty()) {
            throw map.fault(
                    "every_account",
                    everyAccount
                            ? "true, and yet accounts are named"
                            : "name at least one account, or set every_account: true");
        }
        Optional<LocalDate> signed = Optional.empty();
        Optional<String> retention = Optional.empty();
        List<String> settings = List.of();
        if (map.isTexts("baa")) {
            if (!map.text("baa").equals("none")) {
                throw map.fault("baa", "none, or a mapping with signed");
            }
        } else {
            YamlMap baa = map.optionalMap("baa").orElseThrow(() -> map.fault("baa", "missing"));
            signed = baa.optionalDay("signed");
            if (signed.isEmpty()) {
                throw baa.fault("signed", "missing");
            }
            retention = baa.optionalText("retention");
            settings = baa.texts("settings");
            baa.done();
        }
        PolicyAgreement.Builder agreement =
                PolicyAgreement.newBuilder()
                        .setId(id)
                        .setServices(services)
                        .setPlan(map.text("plan"))
                        .setParty(map.word("party", PolicyParty.class))
                        .setInForce(days.period(map, "valid_from", "valid_to"))
                        .setAccounts(accounts)
                        .setEveryAccount(everyAccount)
                        .setSettings(settings)
                        .setSource(map.optionalText("source").orElse(""));
        days.start(signed).ifPresent(agreement::setSignedMillis);
        days.start(map.optionalDay("verified_at")).ifPresent(agreement::setVerifiedMillis);
        retention.ifPresent(agreement::setRetention);
        map.done();
        return agreement.build();
    }

    private static List<PolicyAccountId> accounts(YamlMap map) throws InvalidPolicyFileException {
        List<PolicyAccountId> accounts = new ArrayList<>();
        for (IdKey key : ID_KEYS) {
            for (String value : map.texts(key.key())) {
                if (!key.shape().matcher(value).matches()) {
                    throw map.fault(key.key(), "not " + key.inWords());
                }
                accounts.add(new PolicyAccountId(key.kind(), value));
            }
        }
        return accounts;
    }
}
