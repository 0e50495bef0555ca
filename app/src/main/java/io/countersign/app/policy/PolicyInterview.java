package io.countersign.app.policy;

import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.Condition;
import io.countersign.detectors.destination.IdKind;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.Service.Offer;
import io.countersign.detectors.destination.Service.Terms;
import io.countersign.topology.policy.PolicyReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Asks for what a register needs, one question a line, and says what happens without an answer.
/// Which services are asked for, their plans, settings and kinds of ids come from the catalogue.
/// The end of input counts as no answer to all further questions. The text that comes out has
/// passed the strict reader.
public final class PolicyInterview {
    /// An answer that stays wrong is asked for again this often, then counts as none.
    static final int MAX_TRIES = 3;

    private final BufferedReader in;
    private final PrintWriter out;
    private final Catalogue catalogue;
    private final LocalDate today;

    /// @param today the day on which the answers are given; rows carry it as `verified_at`
    public PolicyInterview(BufferedReader in, PrintWriter out, LocalDate today) {
        this.in = in;
        this.out = out;
        this.today = today;
        this.catalogue = PolicyReader.read(PolicyYaml.withoutRegister()).catalogue();
    }

    /// Asks, and gives the text of `baa.yaml`.
    public String run() throws IOException, InvalidPolicyFileException {
        out.println("The register says which AI accounts are yours and which BAAs cover them.");
        out.println("Enter skips a question; what happens then stands beside it.");
        String name = ask("Name of the organisation", "it is called unnamed").orElse("unnamed");
        List<String> domains =
                list("Mail domains, with commas", "work addresses are not recognised as such");
        List<RegisterRow> rows = new ArrayList<>();
        for (Service service : catalogue.services()) {
            if (!offered(service).isEmpty()) {
                row(service).ifPresent(rows::add);
            }
        }
        boolean complete =
                yes(
                        "Are these all AI accounts and BAAs that you have?",
                        "a service without a row is UNKNOWN instead of NOT_COVERED");
        return write(name, domains, complete, rows);
    }

    /// Writes a register from rows that came by flags instead of questions, and checks it.
    ///
    /// @throws InvalidPolicyFileException where the rows do not fit; the message names the row
    public String write(
            String organisation, List<String> domains, boolean complete, List<RegisterRow> rows)
            throws InvalidPolicyFileException {
        String text =
                RegisterWriter.text(
                        "register-" + today, organisation, domains, complete, rows, today);
        PolicyYaml.ofText("baa.yaml", text);
        return text;
    }

    /// The plans for which the vendor's text allows a BAA today.
    private List<Terms> offered(Service service) {
        Instant now = today.atStartOfDay().toInstant(ZoneOffset.UTC);
        return service.terms().stream()
                .filter(terms -> terms.offer() == Offer.POSSIBLE && terms.period().contains(now))
                .toList();
    }

    private Optional<RegisterRow> row(Service service) throws IOException {
        out.println();
        if (!yes(
                service.product() + " (" + service.vendor() + "): do you have a contract?",
                "what goes there is not covered")) {
            return Optional.empty();
        }
        List<Terms> offered = offered(service);
        Terms terms = offered.size() == 1 ? offered.getFirst() : plan(offered);
        Optional<LocalDate> signed =
                day("BAA signed on (year-month-day)", "the accounts are yours, but not covered");
        Set<String> settings = new LinkedHashSet<>();
        Optional<String> retention = Optional.empty();
        for (Condition condition : terms.requires()) {
            switch (condition) {
                case Condition.Setting setting -> {
                    if (yes(
                            "Is " + setting.name() + " switched on?",
                            "the BAA does not reach it")) {
                        settings.add(setting.name());
                    }
                }
                case Condition.Retention mode -> {
                    if (yes(
                            "Is the retention mode " + mode.mode() + "?",
                            "the BAA does not reach it")) {
                        retention = Optional.of(mode.mode());
                    }
                }
                case Condition.SignedFrom from ->
                        out.println(
                                "  (the vendor's BAA reaches it if signed on "
                                        + LocalDate.ofInstant(from.time(), ZoneOffset.UTC)
                                        + " or later)");
            }
        }
        Map<String, List<String>> ids = ids(service);
        if (ids.isEmpty() && !service.accounts().isEmpty()) {
            out.println("  No id, no row: nothing in a log could be recognised as yours.");
            return Optional.empty();
        }
        return Optional.of(
                new RegisterRow(
                        service.id().replace('.', '-'),
                        List.of(service.id()),
                        terms.plan(),
                        signed,
                        signed.orElse(today),
                        Optional.empty(),
                        settings,
                        retention,
                        ids));
    }

    private Terms plan(List<Terms> offered) throws IOException {
        List<String> plans = offered.stream().map(Terms::plan).toList();
        Optional<String> plan =
                ask("Plan, one of " + String.join(", ", plans), "it is " + plans.getFirst());
        return offered.stream()
                .filter(terms -> plan.equals(Optional.of(terms.plan())))
                .findFirst()
                .orElse(offered.getFirst());
    }

    private Map<String, List<String>> ids(Service service) throws IOException {
        Set<IdKind> kinds = new LinkedHashSet<>();
        service.accounts().stream()
                .map(Service.AccountRule::id)
                .filter(IdKind::namesAccount)
                .forEach(kinds::add);
        Map<String, List<String>> ids = new TreeMap<>();
        for (IdKind kind : kinds) {
            String key = RegisterRow.key(kind);
            List<String> values =
                    list(
                            "Your " + key.replace('_', ' ') + " there, with commas",
                            "no log line is recognised by them");
            if (!values.isEmpty()) {
                ids.put(key, values);
            }
        }
        return ids;
    }

    private Optional<String> ask(String question, String without) throws IOException {
        out.print(question + " [without: " + without + "]: ");
        out.flush();
        String line = in.readLine();
        return line == null || line.isBlank() ? Optional.empty() : Optional.of(line.strip());
    }

    private boolean yes(String question, String without) throws IOException {
        return ask(question + " yes/no", without)
                .map(answer -> answer.toLowerCase(Locale.ROOT).startsWith("y"))
                .orElse(false);
    }

    private List<String> list(String question, String without) throws IOException {
        return ask(question, without)
                .map(answer -> List.of(answer.split("\\s*,\\s*")))
                .orElse(List.of());
    }

    private Optional<LocalDate> day(String question, String without) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<String> answer = ask(question, without);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            Optional<LocalDate> day = RegisterRow.day(answer.get());
            if (day.isPresent()) {
                return day;
            }
            out.println("  Not a day, such as 2026-01-15.");
        }
        return Optional.empty();
    }
}
