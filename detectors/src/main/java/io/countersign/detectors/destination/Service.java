package io.countersign.detectors.destination;

import io.countersign.detectors.Likelihood;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// One product of one vendor in the catalogue: by which hosts one knows it, which requests send
/// something, what shows the account, and what the vendor's text says about a BAA. Everything that
/// changes with time carries its period.
///
/// @param id such as `anthropic.claude`; lower case, `vendor.product`
/// @param personalOnly true: nobody but persons can hold an account here
/// @param hosts how its hosts are named
/// @param applications names that CASBs and gateways give it, compared without case
/// @param paths which requests do what; the first rule that matches decides
/// @param accounts what shows the account
/// @param terms what the vendor's text says about a BAA, by plan
/// @param features the same for parts of the product
/// @param models the same for models
public record Service(
        String id,
        String vendor,
        String product,
        boolean personalOnly,
        List<HostRule> hosts,
        List<String> applications,
        List<PathRule> paths,
        List<AccountRule> accounts,
        List<Terms> terms,
        List<FeatureTerms> features,
        List<ModelTerms> models) {
    /// The plan word of terms for all plans that no other terms name.
    public static final String ALL_PLANS = "*";

    /// The plan word for use without an account.
    public static final String SIGNED_OUT = "signed-out";

    /// A service has no more terms: a set of them is one number.
    static final int MAX_TERMS = Long.SIZE;

    public Service {
        if (!id.matches("[a-z0-9-]{1,40}\\.[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("a service id is vendor.product: " + id);
        }
        Objects.requireNonNull(vendor, "vendor");
        Objects.requireNonNull(product, "product");
        hosts = List.copyOf(hosts);
        applications = List.copyOf(applications);
        paths = List.copyOf(paths);
        accounts = List.copyOf(accounts);
        terms = List.copyOf(terms);
        features = List.copyOf(features);
        models = List.copyOf(models);
        if (hosts.isEmpty() && applications.isEmpty()) {
            throw new IllegalArgumentException(id + " has neither host nor application name");
        }
        if (terms.isEmpty() || terms.size() > MAX_TERMS) {
            throw new IllegalArgumentException(
                    id + " has no terms, or more than " + MAX_TERMS + " of them");
        }
    }

    /// The model by the record, or by a path that names it as `{model}`.
    Optional<String> model(Request request) {
        if (request.model().isPresent() || request.path().isEmpty()) {
            return request.model();
        }
        List<String> parts = PathTemplate.split(request.path().get());
        for (PathRule rule : paths) {
            Optional<Map<String, String>> captures = rule.template().match(parts);
            if (captures.isPresent()) {
                return Optional.ofNullable(captures.get().get("model"));
            }
        }
        return Optional.empty();
    }

    /// What a piece of evidence with this code names; empty where no rule of the service gives it.
    public Optional<IdKind> idOf(String evidenceKind) {
        for (AccountRule rule : accounts) {
            if (rule.kind().equals(evidenceKind)) {
                return Optional.of(rule.id());
            }
        }
        return Optional.empty();
    }

    /// The size from which an action of the service is a send; empty where no rule says one.
    public OptionalLong sendFromBytes(Instant time) {
        for (PathRule rule : paths) {
            if (rule.sendFromBytes().isPresent() && rule.period().contains(time)) {
                return rule.sendFromBytes();
            }
        }
        return OptionalLong.empty();
    }

    /// Whether nobody but persons can hold the plan.
    boolean isPersonalPlan(String plan) {
        return terms.stream().anyMatch(each -> each.personal() && each.plan().equals(plan));
    }

    /// Whether a contract may reach every account here: only where no plan is without BAA and
    /// nothing shows the account.
    boolean mayCoverEveryAccount() {
        return accounts.isEmpty()
                && terms.stream().noneMatch(each -> each.personal() || each.offer() == Offer.NEVER);
    }

    boolean hasPlan(String plan) {
        return terms.stream().anyMatch(each -> each.plan().equals(plan));
    }

    /// The terms of a plan at a time: its own, else those of `*`.
    Optional<Terms> termsOf(String plan, Instant time) {
        Optional<Terms> all = Optional.empty();
        for (Terms candidate : terms) {
            if (candidate.period().contains(time)) {
                if (candidate.plan().equals(plan)) {
                    return Optional.of(candidate);
                }
                if (candidate.plan().equals(ALL_PLANS)) {
                    all = Optional.of(candidate);
                }
            }
        }
        return all;
    }

    /// How a host rule reads its name.
    public enum HostMatch {
        /// The host itself.
        EXACT,
        /// The host and all below it.
        SUFFIX,
        /// As many labels as the rule has, each with at most one `*`.
        PATTERN
    }

    /// @param name lower case; with `*` only in a pattern, and never in its last two labels
    /// @param onlyKnownPaths true: the host serves much else, and only what a path rule recognises
    ///   is in scope
    public record HostRule(HostMatch match, String name, HostRole role, boolean onlyKnownPaths) {
        private static final int SHOWN = 80;

        public HostRule {
            Objects.requireNonNull(match, "match");
            Objects.requireNonNull(role, "role");
            if (role == HostRole.WATCHED) {
                throw new IllegalArgumentException("a watched application is no AI service");
            }
            // The length first: a repeated group costs a frame of the stack for each repetition.
            if (name.length() > HostIndex.MAX_HOST_LENGTH
                    || !name.matches("[a-z0-9*-]+(\\.[a-z0-9*-]+)+")) {
                throw new IllegalArgumentException("no host name: " + shortened(name));
            }
            if (name.matches(".*\\*[^.]*\\*.*")) {
                throw new IllegalArgumentException("one * a label: " + name);
            }
            if ((match == HostMatch.PATTERN) != (name.indexOf('*') >= 0)) {
                throw new IllegalArgumentException("a pattern has a *, others have none: " + name);
            }
        }

        private static String shortened(String name) {
            return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        }
    }

    /// @param methods empty: any
    /// @param roles host roles that the rule is for; empty: any
    /// @param feature the part of the product that the path names
    /// @param sendFromBytes for ACTION: a body of this size or more is a send
    public record PathRule(
            PathTemplate template,
            Set<String> methods,
            Set<HostRole> roles,
            Activity activity,
            Optional<String> feature,
            OptionalLong sendFromBytes,
            boolean undocumented,
            Period period) {
        public PathRule {
            Objects.requireNonNull(template, "template");
            methods = Set.copyOf(methods);
            roles = Set.copyOf(roles);
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(feature, "feature");
            Objects.requireNonNull(sendFromBytes, "sendFromBytes");
            Objects.requireNonNull(period, "period");
        }
    }

    /// Where an account rule looks.
    public sealed interface Place {
        /// The capture `account` of a path template.
        record InPath(PathTemplate template) implements Place {
            public InPath {
                if (!template.captures().contains("account")) {
                    throw new IllegalArgumentException("no {account} in " + template);
                }
            }
        }

        /// The path alone says it: the value is fixed.
        record ByPath(PathTemplate template, String value) implements Place {
            public ByPath {
                Objects.requireNonNull(template, "template");
                Objects.requireNonNull(value, "value");
            }
        }

        /// What the first `*` of a host pattern stands for.
        ///
        /// @param pattern the host rule that it is about; empty: all patterns of the service
        record InHost(String pattern) implements Place {
            public InHost {
                Objects.requireNonNull(pattern, "pattern");
            }
        }

        /// A hint of this kind.
        record InHint(String kind) implements Place {
            public InHint {
                Objects.requireNonNull(kind, "kind");
            }
        }

        /// The cloud account that the record names.
        record InAccountId() implements Place {}
    }

    /// @param kind a reason code for the evidence, such as `ORG_IN_PATH`
    public record AccountRule(
            Place place, String kind, IdKind id, Likelihood likelihood, boolean undocumented) {
        public AccountRule {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(likelihood, "likelihood");
        }
    }

    /// What a vendor's text says about a BAA.
    public enum Offer {
        /// None, whatever one signs.
        NEVER,
        /// The text allows it; the site's own contract decides.
        POSSIBLE,
        /// Not established.
        NOT_ESTABLISHED
    }

    /// How sure a fact about a vendor is.
    public enum Mark {
        /// The vendor's own text.
        VENDOR,
        /// Somebody's account of it.
        SECONDARY,
        /// Seen in third-party code or write-ups; the vendor does not document it.
        OBSERVED,
        NOT_ESTABLISHED
    }

    /// Whether a recipient trains models on what it is sent.
    public enum Training {
        NEVER,
        DEFAULT_OFF,
        DEFAULT_ON,
        USER_CHOICE,
        UNKNOWN;

        /// The word for a person.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// What the recipient does with the data: for the breach factors.
    ///
    /// @param retention in words
    /// @param humanReview in words
    public record Recipient(Training trainsOnInput, String retention, String humanReview) {
        public Recipient {
            Objects.requireNonNull(trainsOnInput, "trainsOnInput");
            Objects.requireNonNull(retention, "retention");
            Objects.requireNonNull(humanReview, "humanReview");
        }
    }

    /// @param plan the plan, or `*` for all plans that no other terms name
    /// @param personal true: nobody but persons can hold it
    /// @param requires what the row must show beside the signature
    /// @param howToGet how one gets the BAA, in words
    /// @param source where the text stands
    /// @param mark how sure it is
    public record Terms(
            String plan,
            boolean personal,
            Offer offer,
            List<Condition> requires,
            String howToGet,
            Recipient recipient,
            String source,
            Mark mark,
            Period period) {
        public Terms {
            Objects.requireNonNull(plan, "plan");
            Objects.requireNonNull(offer, "offer");
            requires = List.copyOf(requires);
            Objects.requireNonNull(howToGet, "howToGet");
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(mark, "mark");
            Objects.requireNonNull(period, "period");
        }
    }

    /// @param feature lower case; with `*` at its end, all that begin so
    /// @param plans plans that it is for; empty: all
    public record FeatureTerms(
            String feature,
            Set<String> plans,
            Offer offer,
            List<Condition> requires,
            String source,
            Mark mark,
            Period period) {
        public FeatureTerms {
            Objects.requireNonNull(feature, "feature");
            plans = Set.copyOf(plans);
            Objects.requireNonNull(offer, "offer");
            requires = List.copyOf(requires);
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(mark, "mark");
            Objects.requireNonNull(period, "period");
        }

        /// Whether they are about this part.
        boolean isOf(String part) {
            return feature.endsWith("*")
                    ? part.startsWith(feature.substring(0, feature.length() - 1))
                    : part.equals(feature);
        }
    }

    /// @param name a part of the model's id, lower case
    /// @param plans plans that it is for; empty: all
    public record ModelTerms(
            String name, Set<String> plans, Offer offer, String source, Mark mark, Period period) {
        public ModelTerms {
            if (name.isBlank()) {
                throw new IllegalArgumentException("model terms name a part of a model's id");
            }
            plans = Set.copyOf(plans);
            Objects.requireNonNull(offer, "offer");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(mark, "mark");
            Objects.requireNonNull(period, "period");
        }

        /// Whether they are about this model at this time.
        boolean apply(Optional<String> model, Instant time) {
            return period.contains(time)
                    && model.map(id -> id.toLowerCase(Locale.ROOT).contains(name)).orElse(false);
        }
    }
}
