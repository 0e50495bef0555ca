package io.countersign.audit.verify;

import static io.countersign.audit.verify.TamperCase.Power.FILES;
import static io.countersign.audit.verify.TamperCase.Power.KEY;

import java.util.ArrayList;
import java.util.List;

/// The cases about what lies beside a log: kept checkpoints, and what witnesses cosigned.
final class TamperSuiteBeside {
    private TamperSuiteBeside() {}

    static List<TamperCase> cases() {
        List<TamperCase> all = new ArrayList<>();
        kept(all);
        witnessed(all);
        return all;
    }

    private static void kept(List<TamperCase> all) {
        all.add(
                TamperCase.of(
                                "37",
                                "The first checkpoint of an hour, which is kept with its line of ML-DSA-44, is removed",
                                FILES,
                                log -> BesideLog.of(log).withoutKept().request())
                        .refusedBy(CheckCode.CHECKPOINT_KEPT)
                        .running("HourlyCheckpointsBearMlDsaTest#aRemovedOneIsMissed"));
        all.add(
                TamperCase.of(
                                "38",
                                "... or its line of ML-DSA-44",
                                FILES,
                                log -> BesideLog.of(log).withoutMlDsaLine().request())
                        .refusedBy(CheckCode.CHECKPOINT_KEPT)
                        .running(
                                "HourlyCheckpointsBearMlDsaTest#oneWithoutItsMlDsaLineIsRefused",
                                "CosignaturesStayTest#aKeptCheckpoint"));
        all.add(
                TamperCase.of(
                                "39",
                                "... or that line is altered",
                                FILES,
                                log -> BesideLog.of(log).withAlteredMlDsaLine().request())
                        .refusedBy(CheckCode.CHECKPOINT_KEPT)
                        .running(
                                "HourlyCheckpointsBearMlDsaTest#oneWhoseMlDsaLineIsChangedIsRefused"));
        all.add(
                TamperCase.of(
                                "40",
                                "A kept checkpoint is exchanged for one of another past, signed by both keys",
                                KEY,
                                log -> BesideLog.of(log).withKeptOfAnotherPast().request())
                        .refusedBy(CheckCode.CHECKPOINT_KEPT)
                        .running("CosignaturesStayTest#whatContradictsIsNeitherReplacedNorJoined"));
        all.add(
                TamperCase.of(
                                "41",
                                "The log is rolled back, and a checkpoint that was kept later stays",
                                FILES,
                                log -> BesideLog.of(log).keptAtTheEnd().rolledBack().request())
                        .refusedBy(CheckCode.CHECKPOINT_KEPT)
                        .running(
                                "HourlyCheckpointsBearMlDsaTest#aLogThatWasRolledBackContradictsWhatIsKept"));
    }

    private static void witnessed(List<TamperCase> all) {
        all.add(
                TamperCase.of(
                                "42",
                                "The checkpoint that witnesses cosigned is removed",
                                FILES,
                                log -> BesideLog.of(log).withoutWitnessed().request())
                        .refusedBy(CheckCode.CHECKPOINT_WITNESSES)
                        .running("CosignaturesStayTest#theNewestWitnessedCheckpointStays"));
        all.add(
                TamperCase.of(
                                "43",
                                "... or the lines of the witnesses",
                                FILES,
                                log -> BesideLog.of(log).withoutCosignature().request())
                        .refusedBy(CheckCode.CHECKPOINT_WITNESSES)
                        .running("CosignaturesStayTest#theNewestWitnessedCheckpointStays"));
        all.add(
                TamperCase.of(
                                "44",
                                "A witness's line is that of another tree",
                                FILES,
                                log -> BesideLog.of(log).withCosignatureOfAnotherTree().request())
                        .refusedBy(CheckCode.CHECKPOINT_WITNESSES)
                        .running(
                                "LogWithoutWitnessesSaysSoTest#onlyACosignatureThatVerifiesAndIsOfNowCounts"));
        all.add(
                TamperCase.of(
                                "45",
                                "Witnesses were shown another past, signed and cosigned",
                                KEY,
                                log -> BesideLog.of(log).witnessedOfAnotherPast().request())
                        .refusedBy(CheckCode.CHECKPOINT_WITNESSES)
                        .running(
                                "StockWitnessesCosignTest#bothCosignWhatGrowsAndTheExportedPolicyVerifiesIt"));
        all.add(
                TamperCase.of(
                                "46",
                                "The log is rolled back behind what witnesses cosigned",
                                FILES,
                                log -> BesideLog.of(log).withoutKept().rolledBack().request())
                        .refusedBy(CheckCode.CHECKPOINT_KEPT, CheckCode.CHECKPOINT_WITNESSES)
                        .running(
                                "LogWithoutWitnessesSaysSoTest#aWitnessThatHasSeenMoreThanThereIsIsAnIncident"));
    }
}
