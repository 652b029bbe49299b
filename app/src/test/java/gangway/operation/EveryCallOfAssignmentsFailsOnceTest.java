package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.forcedDetach;
import static gangway.host.GuideHost.CARD;

import java.util.stream.Stream;

/** assign and unassign: every call to the machine fails once. */
class EveryCallOfAssignmentsFailsOnceTest extends EveryCallFailsOnce {

  @Override
  Stream<Story> stories() {
    return Stream.concat(
            AssignedHost.all(),
            Stream.of(
                new AssignedHost(
                    "unassign --config", AssignedHost::given, detach(LASTING, "pv1", CARD)),
                new AssignedHost(
                    "unassign --force", AssignedHost::given, forcedDetach(NOW, "pv1", CARD))))
        .map(assigned ->
            Story.of(assigned.name(), by -> Story.told(assigned.perform(by)))
                .with(assigned.made()));
  }
}
