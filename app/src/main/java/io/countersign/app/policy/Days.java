package io.countersign.app.policy;

import io.countersign.schemas.PolicyPeriod;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/// Days of a policy file as points in time. A day begins at midnight in the file's time zone; the
/// last day of a period belongs to it.
record Days(ZoneId zone) {
    Optional<Long> start(Optional<LocalDate> day) {
        return day.map(each -> each.atStartOfDay(zone).toInstant().toEpochMilli());
    }

    PolicyPeriod period(YamlMap map, String from, String to) throws InvalidPolicyFileException {
        Optional<LocalDate> first = map.optionalDay(from);
        Optional<LocalDate> last = map.optionalDay(to);
        if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
            throw map.fault(to, "before " + from);
        }
        PolicyPeriod.Builder period = PolicyPeriod.newBuilder();
        start(first).ifPresent(period::setFromMillis);
        start(last.map(day -> day.plusDays(1))).ifPresent(period::setToMillis);
        return period.build();
    }
}
