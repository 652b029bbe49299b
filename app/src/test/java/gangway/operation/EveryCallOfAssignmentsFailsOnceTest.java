package gangway.operation;

import java.util.stream.Stream;

/** assign and unassign: every call to the machine fails once. */
class EveryCallOfAssignmentsFailsOnceTest extends EveryCallFailsOnce {

  @Override
  Stream<Story> stories() {
    return AssignedHost.all()
        .map(assigned ->
            Story.of(assigned.name(), by -> Story.told(assigned.perform(by)))
                .with(assigned.made()));
  }
}
