package gangway.operation;

import gangway.doctor.IssueCase;
import gangway.guest.GuestKind;
import gangway.guest.GuestReport;
import gangway.guest.GuestSystem;
import gangway.guest.Preparation;
import gangway.host.GuideHost;
import gangway.machine.Ssh;
import gangway.operation.StoryEnd.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** doctor --fix, guard and guest-prepare: every call to the machine fails once. */
class EveryCallOfRepairsFailsOnceTest extends EveryCallFailsOnce {
  private static final Path GANGWAY = Path.of("/opt/gangway/bin/gangway");
  private static final String XL = "usr/lib/xen-4.17/bin/xl";
  private static final String LOADED = "etc/modules-load.d/gangway-xen-pcifront.conf";
  private static final GuestSystem RUNNING = new GuestSystem.Running(new Ssh("there"));
  private static final GuestSystem FILES = new GuestSystem.Files(Path.of("/mnt/pv2"));
  private static final GuestSystem DISK =
      new GuestSystem.OnDisk(Path.of("/srv/pv2.img"), 1048576, 0);

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
                prepared("guest-prepare --ssh", RUNNING).withOther(_ -> {}),
                unprepared("guest-prepare --ssh --remove", RUNNING)
                    .withOther(guest -> guest.put(LOADED, "xen-pcifront\n")),
                prepared("guest-prepare --root", FILES),
                unprepared("guest-prepare --root --remove", FILES)
                    .with(host -> host.put("mnt/pv2/" + LOADED, "xen-pcifront\n")),
                prepared("guest-prepare --image", DISK)),
            IssueCase.cases()
                .filter(IssueCase::safe)
                .filter(issue -> !issue.toString().equals(NOT_COMPARED))
                .map(EveryCallOfRepairsFailsOnceTest::repair))
        .flatMap(stories -> stories);
  }

  /** The host did not answer as the doctor looked for what it can repair. */
  @Test
  void aRepairThatIsLeftIsNotDone() {
    Story twice =
        stories()
            .filter(story -> story.name().equals("doctor --fix: HIDE-LIST-TWICE, in a file"))
            .findFirst()
            .orElseThrow();
    mustBeAllOrNothing(twice, Pattern.compile("readBytes /proc/net/tcp6?"));
  }

  /** The only issue of a host. */
  private static Story repair(IssueCase issue) {
    return Story.called("doctor --fix")
        .named("doctor --fix: " + issue)
        .with(host -> issue.made().accept(host))
        .without(HARMLESS)
        .ending(Kind.PARTS);
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

  private static Story prepared(String name, GuestSystem system) {
    return Story.of(
        name, by -> preparation(by, system).prepare().ifPresent(plan -> by.perform(plan)));
  }

  private static Story unprepared(String name, GuestSystem system) {
    return Story.of(
        name, by -> preparation(by, system).remove().ifPresent(plan -> by.perform(plan)));
  }

  private static Preparation preparation(Submission by, GuestSystem system) {
    return new Preparation(
        system, GuestKind.AUTO, GuestReport.of(by.machine(), system, GuestKind.AUTO));
  }
}
