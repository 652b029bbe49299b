package gangway.operation;

import gangway.doctor.IssueCase;
import gangway.guest.GuestKind;
import gangway.guest.GuestReport;
import gangway.guest.GuestSystem;
import gangway.guest.Preparation;
import gangway.host.GuideHost;
import gangway.machine.Ssh;
import gangway.operation.Story.Ending;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** doctor --fix, guard and guest-prepare: every call to the machine fails once. */
class EveryCallOfRepairsFailsOnceTest extends EveryCallFailsOnce {
  private static final Path GANGWAY = Path.of("/opt/gangway/bin/gangway");
  private static final String XL = "usr/lib/xen-4.17/bin/xl";
  private static final GuestSystem GUEST = new GuestSystem.Running(new Ssh("there"));

  /** A loaded module, and the quarantine of a function that is bound to pciback. */
  private static final String HARMLESS =
      "/sys/bus/pci/drivers/e1000e/.*|/sys/module/.*|in quarantine: .*";

  /** All that this repair changes is of the past, or harmless. */
  private static final String NOT_COMPARED = "UNKNOWN-TO-XL, hidden at boot";

  @Override
  Stream<Story> stories() {
    return Stream.of(
            Stream.of(
                Story.of("guard install", EveryCallOfRepairsFailsOnceTest::guard)
                    .with(host -> tools(host)),
                Story.of("guard remove", EveryCallOfRepairsFailsOnceTest::noGuard)
                    .with(host -> guarded(host)),
                Story.of("guest-prepare", by -> prepare(by, false)).withOther(_ -> {}),
                Story.of("guest-prepare --remove", by -> prepare(by, true))
                    .withOther(guest ->
                        guest.put(
                            "etc/modules-load.d/gangway-xen-pcifront.conf", "xen-pcifront\n"))),
            IssueCase.cases()
                .filter(IssueCase::safe)
                .filter(issue -> !issue.toString().equals(NOT_COMPARED))
                .map(EveryCallOfRepairsFailsOnceTest::repair))
        .flatMap(stories -> stories);
  }

  /** The only issue of a host. */
  private static Story repair(IssueCase issue) {
    return Story.called("doctor --fix")
        .named("doctor --fix: " + issue)
        .with(host -> issue.made().accept(host))
        .without(HARMLESS)
        .ending(Ending.PARTS);
  }

  private static void tools(GuideHost host) {
    host.put("usr/bin/dpkg-divert", "")
        .put(GANGWAY.toString().substring(1), "")
        .put(XL, "\177ELF")
        .mode(XL, "rwxr-xr-x")
        .put("var/lib/dpkg/diversions", "")
        .put("etc/libvirt/libvirtd.conf", "access_drivers = [ \"polkit\" ]\n")
        .put("etc/polkit-1/rules.d/50-default.rules", "");
  }

  private static void guarded(GuideHost host) {
    tools(host);
    guard(Scene.former(host.machine()));
  }

  private static void guard(Submission by) {
    new SettingOperation(new GuardChange.Install(GANGWAY), Optional.empty()).perform(by);
  }

  private static void noGuard(Submission by) {
    new SettingOperation(new GuardChange.Remove(GANGWAY), Optional.empty()).perform(by);
  }

  private static void prepare(Submission by, boolean remove) {
    Preparation preparation =
        new Preparation(GUEST, GuestKind.AUTO, GuestReport.of(by.machine(), GUEST, GuestKind.AUTO));
    (remove ? preparation.remove() : preparation.prepare()).ifPresent(by::perform);
  }
}
