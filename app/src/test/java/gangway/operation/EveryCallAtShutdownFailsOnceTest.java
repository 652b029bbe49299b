package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.GuideHost;
import gangway.journal.Claim;
import gangway.machine.Command;
import gangway.migration.GuestRestore;
import gangway.migration.ImagePlace;
import gangway.operation.StoryEnd.Kind;
import gangway.plan.MaintenancePlan;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** guard shutdown and guard resume: every call to the machine fails once. */
class EveryCallAtShutdownFailsOnceTest extends EveryCallFailsOnce {
  private static final Path SAVED = Path.of("/var/lib/gangway/saved");
  private static final Path IMAGE = SAVED.resolve("pv1.image");
  private static final String POLICIES = "etc/gangway/shutdown-policy";

  @Override
  Stream<Story> stories() {
    return Stream.of(
        Story.called("guard shutdown")
            .with(host -> atRisk(host))
            .orOnly(by -> shutDown(by, 3))
            .orOnly(by -> shutDown(by, 5))
            .ending(Kind.PARTS),
        Story.called("guard shutdown")
            .named("guard shutdown, a guest is saved")
            .with(host -> atRisk(host).put(POLICIES, "save pv1\n"))
            .orOnly(by -> save(by))
            .orOnly(by -> shutDown(by, 3))
            .orOnly(by -> shutDown(by, 5))
            .orInstead(by -> {
              // a guest that cannot be saved is shut down
              shutDown(by, 3);
              shutDown(by, 5);
            })
            .ending(Kind.PARTS),
        Story.called("guard resume")
            .with(host -> atRisk(host))
            .after(scene -> save(Scene.former(scene.machine())))
            .orOnly(by -> restore(by))
            .orOnly(by -> {
              attach(restore(by), by);
            })
            .orOnly(by -> {
              attach(restore(by), by);
              by.machine().delete(IMAGE);
            })
            .ending(Kind.PARTS));
  }

  private static void shutDown(Submission by, int domid) {
    by.machine().run(Command.of("xl", "shutdown", Integer.toString(domid)));
  }

  private static void save(Submission by) {
    by.machine().makeFolder(SAVED, 0700);
    new SaveOperation("pv1", new ImagePlace(IMAGE), SaveOperation.Manner.STATE)
        .perform(by, Optional.empty());
  }

  /** Its functions follow in a second operation. */
  private static GuestRestore restore(Submission by) {
    GuestRestore restoring = new RestoreOperation(IMAGE, Map.of()).check(by.machine());
    by.perform(new MaintenancePlan(by.words(), Set.of(new Claim.OfGuest("pv1")), restoring.plan()));
    return restoring;
  }

  private static void attach(GuestRestore restored, Submission by) {
    new RequestOperation(_ ->
        RequestDraft.of(new Request.Attach("pv1", restored.later(), Set.of(Request.Reach.NOW))))
        .perform(by);
  }

  private static GuideHost atRisk(GuideHost host) {
    host.put("srv/other", "").hidden(CARD, TWIN).given(3, CARD).guest(5, "pv5").given(5, TWIN);
    host.store().with("/local/domain/3/memory/target", "262144");
    return host;
  }
}
