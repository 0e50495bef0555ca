package io.countersign.app.cli;

import io.countersign.app.purge.SealedLog;
import io.countersign.app.review.ReviewedLog;
import io.countersign.app.vault.VaultResidents;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.periodic.CaseSummary;
import io.countersign.forensics.periodic.InventoryReport;
import io.countersign.forensics.periodic.MonthlyReport;
import io.countersign.forensics.periodic.Period;
import io.countersign.forensics.periodic.PeriodicReview;
import io.countersign.forensics.periodic.YearlyReport;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// `countersign report`.
@CommandLine.Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Reports of a month, of a year, and of what AI is in use, as HTML, PDF and CSV.",
            "Their numbers come from the archive, and each says up to which entry of the log they hold."
        })
final class ReportCommand {
    private ReportCommand() {}

    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new ReportCommand())
                .addSubcommand(new Monthly(terminal))
                .addSubcommand(new Inventory(terminal))
                .addSubcommand(new Yearly(terminal));
    }

    /// `countersign report monthly`.
    @CommandLine.Command(
            name = "monthly",
            mixinStandardHelpOptions = true,
            description = {
                "The privacy report of a month: coverage of sources, disclosures by service and department,",
                "alerts, review queue, silent sources, chain and seal health, what was not inspected and why,",
                "and advice for each workload with the covered route.",
                "An access entry is chained before a file is written."
            },
            footer = {
                "",
                "Examples:",
                "  countersign report monthly --month 2026-10",
                "  countersign report monthly --month 2026-10 -o october --zone America/Chicago"
            })
    static final class Monthly implements Command {
        @CommandLine.Option(
                names = "--month",
                paramLabel = "MONTH",
                required = true,
                description = "such as 2026-10")
        private String month = "";

        @CommandLine.Mixin private DayZone zone = new DayZone();
        @CommandLine.Mixin private ReportSite site = new ReportSite();

        private final Terminal terminal;

        Monthly(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, InterruptedException {
            YearMonth asked;
            try {
                asked = YearMonth.parse(month);
            } catch (DateTimeException _unfit) {
                throw new CommandFailure(ExitCode.USAGE, "--month is a month such as 2026-10");
            }
            return site.make(
                    "report-" + asked,
                    "MONTHLY_REPORT",
                    Period.of(asked, zone.zone()),
                    MonthlyReport.questions(),
                    (basis, answers, _asking) -> new MonthlyReport(basis, answers).report(),
                    terminal);
        }
    }

    /// `countersign report inventory`.
    @CommandLine.Command(
            name = "inventory",
            mixinStandardHelpOptions = true,
            description = {
                "The AI that is in use: service, department, BAA row, models, and those that retire within",
                "90 days; with the register.",
                "An access entry is chained before a file is written."
            },
            footer = {
                "",
                "Examples:",
                "  countersign report inventory",
                "  countersign report inventory --days 90 -o inventory"
            })
    static final class Inventory implements Command {
        /// Six years, which the log is kept for, and one.
        private static final int MAX_DAYS = 7 * 366;

        @CommandLine.Option(
                names = "--days",
                paramLabel = "N",
                description = "looks at so many days, today with them (365)")
        private int days = 365;

        @CommandLine.Mixin private DayZone zone = new DayZone();
        @CommandLine.Mixin private ReportSite site = new ReportSite();

        private final Terminal terminal;

        Inventory(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, InterruptedException {
            if (days < 1 || days > MAX_DAYS) {
                throw new CommandFailure(ExitCode.USAGE, "--days is 1 to " + MAX_DAYS);
            }
            LocalDate today = LocalDate.ofInstant(terminal.clock().instant(), zone.zone());
            return site.make(
                    "inventory-" + today,
                    "AI_INVENTORY",
                    new Period(today.minusDays(days - 1L), today, zone.zone()),
                    InventoryReport.questions(),
                    (basis, answers, _asking) -> new InventoryReport(basis, answers).report(),
                    terminal);
        }
    }

    /// `countersign report yearly`.
    @CommandLine.Command(
            name = "yearly",
            mixinStandardHelpOptions = true,
            description = {
                "The pack of a year: breaches of fewer than 500 individuals for the log that HHS gets, other",
                "cases, reviews, drills, access to the record, and the register with what ends.",
                "An access entry is chained before a file is written, and one for each case that is read."
            },
            footer = {
                "",
                "Examples:",
                "  countersign report yearly --year 2026",
                "  countersign report yearly --year 2026 --zone America/Chicago -o pack-2026"
            })
    static final class Yearly implements Command {
        @CommandLine.Option(
                names = "--year",
                paramLabel = "YEAR",
                required = true,
                description = "such as 2026")
        private int year;

        @CommandLine.Mixin private CaseDays days = new CaseDays();
        @CommandLine.Mixin private ReviewInterval interval = new ReviewInterval();
        @CommandLine.Mixin private ReportSite site = new ReportSite();

        private final Terminal terminal;

        Yearly(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, InterruptedException {
            if (year < 2000 || year > 9998) {
                throw new CommandFailure(ExitCode.USAGE, "--year is a year such as 2026");
            }
            Period period = Period.of(Year.of(year), days.zone());
            Duration every = interval.value(site.configuration());
            return site.make(
                    "report-" + year,
                    "YEARLY_REPORT",
                    period,
                    YearlyReport.questions(),
                    (basis, answers, asking) ->
                            new YearlyReport(
                                            basis,
                                            answers,
                                            cases(asking),
                                            reviews(asking, period, every))
                                    .report(),
                    terminal);
        }

        /// The regular reviews of the log that were due in the year.
        private List<PeriodicReview> reviews(
                ReportSite.Asking asking, Period period, Duration every) throws IOException {
            terminal.progress("reading reviews of the log");
            try (SealedLog log = new SealedLog(asking.site().deployment().configuration())) {
                return new ReviewedLog(log.logs())
                        .due(terminal.clock().instant(), every).stream()
                                .filter(one -> period.contains(one.due()))
                                .map(one -> one.periodic(period.zone()))
                                .toList();
            }
        }

        private List<CaseSummary> cases(ReportSite.Asking asking)
                throws IOException, InterruptedException {
            List<CaseSummary> cases = new ArrayList<>();
            try (VaultResidents vault =
                    VaultResidents.of(asking.site().deployment().configuration())) {
                for (String id : CaseSite.cases(asking.site().deployment().configuration())) {
                    terminal.progress("reading case " + id);
                    CaseSite.Open open =
                            new CaseSite.Open(
                                    asking.site(), id, asking.asker(), asking.archive(), terminal);
                    CaseView view = open.view("REPORT");
                    if (!view.missing().isEmpty()) {
                        throw new CommandFailure(
                                ExitCode.FAILED,
                                id
                                        + ": "
                                        + view.missing().size()
                                        + " events of the case are not in the archive as the case names them: countersign archive rebuild and verify come first");
                    }
                    Individuals individuals = view.individuals(vault.residents());
                    cases.add(
                            CaseSummary.of(
                                    view,
                                    individuals,
                                    view.clocks(
                                            individuals, days.zone(), open.clocks(days.clocks()))));
                }
            }
            return cases;
        }
    }
}
