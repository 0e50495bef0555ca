package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Account;
import io.countersign.detectors.phi.types.Biometric;
import io.countersign.detectors.phi.types.Card;
import io.countersign.detectors.phi.types.ClaimNumber;
import io.countersign.detectors.phi.types.Clia;
import io.countersign.detectors.phi.types.Cpt;
import io.countersign.detectors.phi.types.Dea;
import io.countersign.detectors.phi.types.Detail;
import io.countersign.detectors.phi.types.Device;
import io.countersign.detectors.phi.types.DriverLicense;
import io.countersign.detectors.phi.types.GroupNumber;
import io.countersign.detectors.phi.types.Hcpcs;
import io.countersign.detectors.phi.types.Imei;
import io.countersign.detectors.phi.types.Itin;
import io.countersign.detectors.phi.types.License;
import io.countersign.detectors.phi.types.Loinc;
import io.countersign.detectors.phi.types.MemberId;
import io.countersign.detectors.phi.types.Mrn;
import io.countersign.detectors.phi.types.Ndc;
import io.countersign.detectors.phi.types.Npi;
import io.countersign.detectors.phi.types.OtherId;
import io.countersign.detectors.phi.types.Passport;
import io.countersign.detectors.phi.types.Plate;
import io.countersign.detectors.phi.types.PriorAuthorization;
import io.countersign.detectors.phi.types.RoutingNumber;
import io.countersign.detectors.phi.types.SerialNumber;
import io.countersign.detectors.phi.types.Snomed;
import io.countersign.detectors.phi.types.Ssn;
import io.countersign.detectors.phi.types.Udi;
import io.countersign.detectors.phi.types.Vin;
import java.util.List;

/// Numbers that the word beside them names. A table: for each context word's class what a number
/// must look like to be one, and how sure that is. The first row that takes it wins.
final class NamedNumbers {
    private static final int DIGITS_ONLY = 1;

    /// Only right after the word, no other words between.
    private static final int NEAR = 1 << 1;

    /// A failed check acquits, since the shape is everybody's.
    private static final int MUST_PASS = 1 << 2;

    /// A number that reads as a year may be one.
    private static final int YEAR_TOO = 1 << 3;

    /// At least one letter.
    private static final int LETTER = 1 << 4;

    /// Digits, a dash, one digit.
    private static final int CHECK_DIGIT_AFTER_DASH = 1 << 5;

    /// There is nothing to check.
    private static final Check NONE = (_, _) -> true;

    /// Digits that one needs where other words stand between it and its word.
    private static final int MIN_DIGITS_FAR = 5;

    private interface Check {
        boolean passes(byte[] compact, int length);
    }

    private record Row(
            long context,
            int detail,
            InfoType type,
            int min,
            int max,
            int minDigits,
            int flags,
            Check check,
            Likelihood passed,
            Likelihood failed) {
        boolean is(int flag) {
            return (flags & flag) != 0;
        }
    }

    private static Row row(
            long context, int detail, InfoType type, int min, int max, int digits, int flags) {
        return new Row(
                context,
                detail,
                type,
                min,
                max,
                digits,
                flags,
                NONE,
                Likelihood.VERY_LIKELY,
                Likelihood.VERY_LIKELY);
    }

    private static Row likely(
            long context, int detail, InfoType type, int min, int max, int digits, int flags) {
        return new Row(
                context,
                detail,
                type,
                min,
                max,
                digits,
                flags,
                NONE,
                Likelihood.LIKELY,
                Likelihood.LIKELY);
    }

    private static final List<Row> TABLE =
            List.of(
                    code(Detail.CPT, Cpt.TYPE, 5, 5, 4, 0, (d, n) -> Cpt.valid(d, 0, n)),
                    code(Detail.HCPCS, Hcpcs.TYPE, 5, 5, 4, 0, (d, n) -> Hcpcs.valid(d, 0, n)),
                    code(
                            Detail.LOINC,
                            Loinc.TYPE,
                            2,
                            8,
                            2,
                            DIGITS_ONLY | CHECK_DIGIT_AFTER_DASH,
                            (d, n) -> Loinc.valid(d, 0, n)),
                    code(
                            Detail.SNOMED,
                            Snomed.TYPE,
                            6,
                            18,
                            6,
                            DIGITS_ONLY,
                            (d, n) -> Snomed.valid(d, 0, n)),
                    row(WordClass.DIAGNOSIS_KEY, Detail.NDC, Ndc.TYPE, 10, 12, 10, DIGITS_ONLY),
                    row(WordClass.MRN, Detail.NONE, Mrn.TYPE, 3, Chain.MAX_COMPACT, 2, YEAR_TOO),
                    new Row(
                            WordClass.SSN,
                            Detail.NONE,
                            Itin.TYPE,
                            9,
                            9,
                            9,
                            DIGITS_ONLY | MUST_PASS,
                            (d, _) -> Itin.valid(d, 0),
                            Likelihood.VERY_LIKELY,
                            Likelihood.LIKELY),
                    new Row(
                            WordClass.SSN,
                            Detail.NONE,
                            Ssn.TYPE,
                            9,
                            9,
                            9,
                            DIGITS_ONLY,
                            (d, _) -> Ssn.valid(d, 0),
                            Likelihood.VERY_LIKELY,
                            Likelihood.LIKELY),
                    likely(WordClass.SSN, Detail.NONE, Ssn.TYPE, 4, 4, 4, DIGITS_ONLY | NEAR),
                    new Row(
                            WordClass.SSN,
                            Detail.NONE,
                            Ssn.TYPE,
                            8,
                            10,
                            8,
                            DIGITS_ONLY | NEAR,
                            (_, _) -> false,
                            Likelihood.LIKELY,
                            Likelihood.LIKELY),
                    new Row(
                            WordClass.NPI,
                            Detail.NONE,
                            Npi.TYPE,
                            10,
                            10,
                            10,
                            DIGITS_ONLY,
                            (d, n) -> Npi.valid(d, 0, n),
                            Likelihood.CERTAIN,
                            Likelihood.LIKELY),
                    new Row(
                            WordClass.DEA,
                            Detail.NONE,
                            Dea.TYPE,
                            9,
                            9,
                            7,
                            0,
                            (d, n) -> Dea.valid(d, 0, n),
                            Likelihood.CERTAIN,
                            Likelihood.LIKELY),
                    row(WordClass.MEMBER, Detail.GROUP, GroupNumber.TYPE, 4, 17, 2, 0),
                    row(WordClass.MEMBER, Detail.NONE, MemberId.TYPE, 4, Chain.MAX_COMPACT, 2, 0),
                    row(WordClass.CLAIM, Detail.PRIOR_AUTH, PriorAuthorization.TYPE, 5, 23, 3, 0),
                    row(WordClass.CLAIM, Detail.NONE, ClaimNumber.TYPE, 5, Chain.MAX_COMPACT, 2, 0),
                    new Row(
                            WordClass.ROUTING,
                            Detail.NONE,
                            RoutingNumber.TYPE,
                            9,
                            9,
                            9,
                            DIGITS_ONLY,
                            (d, n) -> RoutingNumber.valid(d, 0, n),
                            Likelihood.VERY_LIKELY,
                            Likelihood.LIKELY),
                    new Row(
                            WordClass.CARD,
                            Detail.NONE,
                            Card.TYPE,
                            12,
                            19,
                            12,
                            DIGITS_ONLY,
                            (d, n) -> Card.valid(d, 0, n),
                            Likelihood.CERTAIN,
                            Likelihood.LIKELY),
                    row(WordClass.ACCOUNT, Detail.NONE, Account.TYPE, 4, Chain.MAX_COMPACT, 2, 0),
                    row(WordClass.PASSPORT, Detail.NONE, Passport.TYPE, 7, 10, 6, 0),
                    new Row(
                            WordClass.VEHICLE,
                            Detail.NONE,
                            Vin.TYPE,
                            17,
                            17,
                            2,
                            LETTER,
                            (d, n) -> Vin.valid(d, 0, n),
                            Likelihood.CERTAIN,
                            Likelihood.LIKELY),
                    likely(WordClass.VEHICLE, Detail.NONE, Plate.TYPE, 4, 8, 2, LETTER | NEAR),
                    new Row(
                            WordClass.LICENSE,
                            Detail.NONE,
                            Clia.TYPE,
                            10,
                            10,
                            9,
                            MUST_PASS,
                            (d, n) -> Clia.valid(d, 0, n),
                            Likelihood.VERY_LIKELY,
                            Likelihood.LIKELY),
                    row(WordClass.LICENSE, Detail.LICENSE, License.TYPE, 4, 20, 3, NEAR),
                    row(WordClass.LICENSE, Detail.NONE, DriverLicense.TYPE, 5, 20, 4, NEAR),
                    new Row(
                            WordClass.DEVICE,
                            Detail.IMEI,
                            Imei.TYPE,
                            14,
                            16,
                            14,
                            DIGITS_ONLY,
                            (d, n) -> Imei.valid(d, 0, n),
                            Likelihood.CERTAIN,
                            Likelihood.LIKELY),
                    row(WordClass.DEVICE, Detail.SERIAL, SerialNumber.TYPE, 5, 24, 2, NEAR),
                    row(WordClass.DEVICE, Detail.UDI, Udi.TYPE, 8, Chain.MAX_COMPACT, 4, 0),
                    row(WordClass.DEVICE, Detail.NONE, Device.TYPE, 5, Chain.MAX_COMPACT, 2, NEAR),
                    likely(WordClass.OTHER_ID, Detail.BIOMETRIC, Biometric.TYPE, 5, 24, 3, NEAR),
                    likely(
                            WordClass.OTHER_ID,
                            Detail.NONE,
                            OtherId.TYPE,
                            4,
                            Chain.MAX_COMPACT,
                            3,
                            NEAR));

    private static Row code(
            int detail, InfoType type, int min, int max, int digits, int flags, Check check) {
        return new Row(
                WordClass.DIAGNOSIS_KEY,
                detail,
                type,
                min,
                max,
                digits,
                flags | MUST_PASS | YEAR_TOO,
                check,
                Likelihood.LIKELY,
                Likelihood.LIKELY);
    }

    private NamedNumbers() {}

    /// Whether the chain is what its context says; notes it.
    ///
    /// @param near no other words stand between
    /// @param fromKey the context is the key of the leaf
    static boolean take(
            Tokens t, Chain chain, long context, boolean near, boolean fromKey, Hits hits) {
        if ((context & WordClass.NO_PERSON) != 0 || measured(t, chain)) {
            return false;
        }
        int detail = Context.detail(context);
        for (int i = 0; i < TABLE.size(); i++) {
            Row row = TABLE.get(i);
            if ((row.context & context) == 0
                    || (row.detail != Detail.NONE && row.detail != detail)
                    || !fits(t, chain, row, near)) {
                continue;
            }
            boolean passed = row.check.passes(chain.compact, chain.length);
            if (!passed && row.is(MUST_PASS)) {
                continue;
            }
            Likelihood sure = passed ? row.passed : row.failed;
            long evidence =
                    (fromKey ? Evidence.KEY : near ? Evidence.CONTEXT_WORD : Evidence.WEAK_CONTEXT)
                            .bit();
            if (row.check != NONE) {
                evidence |= Shapes.check(passed);
            } else if (row.type.equals(Ssn.TYPE)) {
                evidence |= Evidence.PARTIAL_VALUE.bit();
            }
            hits.add(row.type, chain.from, chain.to, near ? sure : sure.lower(), evidence);
            return true;
        }
        return false;
    }

    private static boolean fits(Tokens t, Chain chain, Row row, boolean near) {
        return chain.length >= row.min
                && chain.length <= row.max
                && chain.digits >= row.minDigits
                && (near || row.is(MUST_PASS) || (!row.is(NEAR) && chain.digits >= MIN_DIGITS_FAR))
                && (!row.is(DIGITS_ONLY) || chain.number())
                && (!row.is(LETTER) || !chain.number())
                && (!chain.yearLike() || (row.is(YEAR_TOO) && near))
                && (!row.is(CHECK_DIGIT_AFTER_DASH)
                        || (chain.tokens() == 2
                                && t.length(chain.start + 1) == 1
                                && t.gap(chain.start + 1) == Gap.DASH));
    }

    /// A span of years, an amount with its unit.
    private static boolean measured(Tokens t, Chain chain) {
        boolean years =
                chain.tokens() == 2
                        && chain.digits == 8
                        && year(t, chain.start)
                        && year(t, chain.start + 1);
        return years
                || (chain.end < t.count()
                        && t.gap(chain.end) == Gap.SPACE
                        && t.is(chain.end, WordClass.AGE | WordClass.DRUG));
    }

    private static boolean year(Tokens t, int token) {
        int value = t.value(token);
        return t.length(token) == 4 && value >= 1900 && value < 2100;
    }
}
