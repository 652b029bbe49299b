package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.MovedDevices.SECOND;

import gangway.host.GuideHost;
import gangway.journal.Claim;
import gangway.machine.Ssh;
import gangway.migration.ImagePlace;
import gangway.migration.TargetHost;
import gangway.operation.SaveOperation.Manner;
import gangway.pci.PciAddress;
import gangway.plan.MaintenancePlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** save, restore and migrate: every call to the machine fails once. */
class EveryCallOfMigrationsFailsOnceTest extends EveryCallFailsOnce {
  private static final Path IMAGE = Path.of("/srv/pv1.image");
  private static final String FILE = "etc/xen/pv1.cfg";
  private static final String DEFINED =
      "name = \"pv1\"\nkernel = \"/srv/vmlinux\"\npci = [ \"%s\" ]\n".formatted(CARD);

  /** Another function of the same kind takes the place of the card. */
  private static final Map<PciAddress, PciAddress> EXCHANGED =
      Map.of(GuideHost.address(CARD), GuideHost.address(SECOND));

  private static final String DEVICES_THERE =
      """
      {"format": 1, "functions": [{"address": "%s", "id": "8086:10d3", "subsystem": "8086:a01f",
       "owner": {"kind": "pciback"}},
       {"address": "%s", "id": "8086:10d3", "subsystem": "8086:a01f",
       "owner": {"kind": "pciback"}}]}
      """
          .formatted(CARD, SECOND);

  /** The folders for images and for definitions stay. */
  private static final String FOLDERS =
      "(there: )?(mode of )?/(var/lib/gangway/moving|etc/xen/moved)";

  @Override
  Stream<Story> stories() {
    return Stream.of(
        Story.of("save", save(Manner.STATE)).with(host -> running(host)),
        Story.of("save --cold", save(Manner.COLD)).with(host -> running(host)),
        Story.of("save, a guest without devices", save(Manner.STATE))
            .with(host -> withoutDevices(host)),
        Story.of("restore, a guest without devices", restore(Map.of()))
            .with(host -> saved(withoutDevices(host), Manner.STATE)),
        Story.of("restore", restore(Map.of()))
            .with(host -> saved(running(host), Manner.STATE))
            .orOnly(restoreOnly(Map.of())),
        Story.of("restore --map", restore(EXCHANGED))
            .with(host -> saved(running(host), Manner.STATE))
            .orOnly(restoreOnly(EXCHANGED)),
        Story.of("restore, after save --cold", restore(Map.of()))
            .with(host -> saved(running(host), Manner.COLD)),
        Story.of("restore --map, after save --cold", restore(EXCHANGED))
            .with(host -> saved(running(host), Manner.COLD)),
        Story.of("migrate", migrate(MigrateOperation.Manner.LIVE))
            .with(host -> running(host).withShadow())
            .withOther(host -> other(host)),
        Story.of("migrate --suspended", migrate(MigrateOperation.Manner.SUSPENDED))
            .with(host -> running(host))
            .withOther(host -> other(host))
            .without(FOLDERS),
        Story.of("migrate --map", migrate(MigrateOperation.Manner.LIVE, EXCHANGED))
            .with(host -> running(host).withShadow())
            .withOther(host -> other(host)),
        Story.of("migrate --cold", migrate(MigrateOperation.Manner.COLD))
            .with(host -> running(host))
            .withOther(host -> other(host))
            .without(FOLDERS));
  }

  private static GuideHost running(GuideHost host) {
    return host.put("srv/other", "")
        .put(FILE, DEFINED)
        .function(SECOND, "8086:10d3", "20000", "e1000e")
        .hidden(CARD, TWIN, SECOND)
        .given(3, CARD);
  }

  private static GuideHost withoutDevices(GuideHost host) {
    return host.put("srv/other", "").put(FILE, "name = \"pv1\"\nkernel = \"/srv/vmlinux\"\n");
  }

  private static void other(GuideHost host) {
    host.put("srv/vmlinux", "").without(FILE).answer("gangway devices --json", DEVICES_THERE);
    host.store().without("/local/domain/3");
  }

  private static void saved(GuideHost host, Manner manner) {
    save(manner).accept(Scene.former(host.machine().withModuleSaying(3, "1 0")));
  }

  private static Consumer<Submission> save(Manner manner) {
    return by ->
        Story.told(
            new SaveOperation("pv1", new ImagePlace(IMAGE), manner).perform(by, Optional.empty()));
  }

  private static Consumer<Submission> restore(Map<PciAddress, PciAddress> instead) {
    return by -> Story.told(new RestoreOperation(IMAGE, instead).perform(by, Optional.empty()));
  }

  /** Its functions follow in a second operation. */
  private static Consumer<Submission> restoreOnly(Map<PciAddress, PciAddress> instead) {
    return by ->
        by.perform(
            new MaintenancePlan(
                by.words(),
                Set.of(new Claim.OfGuest("pv1")),
                new RestoreOperation(IMAGE, instead).check(by.machine()).plan()));
  }

  private static Consumer<Submission> migrate(MigrateOperation.Manner manner) {
    return migrate(manner, Map.of());
  }

  private static Consumer<Submission> migrate(
      MigrateOperation.Manner manner, Map<PciAddress, PciAddress> instead) {
    TargetHost there = new TargetHost(new Ssh("there"), "1.2.3");
    return by ->
        Story.told(
            new MigrateOperation("pv1", there, instead, manner).perform(by, Optional.empty()));
  }
}
