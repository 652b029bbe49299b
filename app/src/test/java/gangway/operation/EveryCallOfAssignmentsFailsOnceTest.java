package gangway.operation;

import java.util.stream.Stream;

/** assign and unassign: every call to the machine fails once. */
class EveryCallOfAssignmentsFailsOnceTest extends EveryCallFailsOnce {

  static Stream<Story> stories() {
    return AssignedHost.all()
        .filter(assigned -> assigned.request().now() && assigned.request().lasting())
        .map(assigned ->
            Story.of(assigned.name(), by -> Story.told(assigned.perform(by)))
                .with(assigned.made()));
  }
}
