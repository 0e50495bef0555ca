package io.countersign.intake.bridge;

/// How a bridge is, since it started in this process.
///
/// @param working whether both clusters answer
/// @param state in a few words, without anything from a record
/// @param records brought over
/// @param refused foreign values that held no record; each is chained as a rejection
/// @param lost foreign offsets that were deleted before they were read; each range is a gap
/// @param lag foreign records that are not read yet, as far as is known
public record BridgeProgress(
        boolean working, String state, long records, long refused, long lost, long lag) {
    static final BridgeProgress STARTING = new BridgeProgress(false, "starting", 0, 0, 0, 0);

    BridgeProgress in(boolean nowWorking, String nowState) {
        return new BridgeProgress(nowWorking, nowState, records, refused, lost, lag);
    }

    BridgeProgress plus(long moreRecords, long moreRefused, long moreLost, long nowLag) {
        return new BridgeProgress(
                working,
                state,
                records + moreRecords,
                refused + moreRefused,
                lost + moreLost,
                nowLag);
    }
}
