package io.countersign.bench.traffic;

/// Somebody who works there and does not exist.
///
/// @param login as proxies and the directory know the person
/// @param device the workstation; several people may share it
/// @param address of the workstation, in the range for benchmarks (RFC 2544)
/// @param service what the person uses where the habit is not NONE
/// @param personalOrg id of the person's own organisation at claude.ai
public record Person(
        int number,
        String login,
        Role role,
        String department,
        String device,
        String address,
        Feed feed,
        Habit habit,
        AiService service,
        String personalOrg) {
    public String mail() {
        return login + "@hospital.example.org";
    }

    Person with(Feed otherFeed, Habit otherHabit, AiService otherService) {
        return new Person(
                number,
                login,
                role,
                department,
                device,
                address,
                otherFeed,
                otherHabit,
                otherService,
                personalOrg);
    }

    /// At a workstation that is not their own.
    Person at(String otherDevice, String otherAddress) {
        return new Person(
                number,
                login,
                role,
                department,
                otherDevice,
                otherAddress,
                feed,
                habit,
                service,
                personalOrg);
    }
}
