package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;

import gangway.Problem;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.IssueCase;
import gangway.guest.GuestKind;
import gangway.guest.GuestReport;
import gangway.guest.GuestSystem;
import gangway.guest.Preparation;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.journal.Operation;
import gangway.machine.Ssh;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** recover, doctor --fix, guard and guest-prepare: every call to the machine fails once. */
class EveryCallOfRepairsFailsOnceTest extends EveryCallFailsOnce {
  private static final Path GANGWAY = Path.of("/opt/gangway/bin/gangway");
  private static final String XL = "usr/lib/xen-4.17/bin/xl";
  private static final GuestSystem GUEST = new GuestSystem.Running(new Ssh("there"));

  /** A loaded module, and the quarantine of a function that is bound to pciback. */
  private static final String HARMLESS =
      "/sys/bus/pci/drivers/e1000e/.*|/sys/module/.*|in quarantine: .*";

  /** All that this repair changes is of the past, or harmless. */
  private static final String NOT_COMPARED = "UNKNOWN-TO-XL, hidden at boot";

  static Stream<Story> stories() {
    return Stream.of(
            Stream.of(
                killedAt(12, hide(BOTH, CARD)),
                killedAt(18, hide(BOTH, CARD)),
                killedAt(14, detach(NOW, "pv1", CARD)),
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

  /** The recovery of an operation whose process was killed at one of its changes. */
  private static Story killedAt(int n, Request request) {
    return Story.of("recover %s, killed at %d".formatted(request.verb(), n), by -> recover(by))
        .with(host -> {
          if (request instanceof Request.Detach) {
            host.hidden(CARD).given(3, CARD);
          }
          ActingHost killed = host.machine().killedAt(n);
          try {
            new RequestOperation(_ -> RequestDraft.of(request)).perform(Scene.former(killed));
            throw new IllegalStateException("it was not killed");
          } catch (ActingHost.Killed expected) {
            // recovery follows
          }
        })
        .forward();
  }

  /** As the command: every problem of a recovery leaves the operation open. */
  private static void recover(Submission by) {
    Journal journal = new Journal(by.machine());
    OpenOperations running = journal.running();
    running.unreadable().stream()
        .findFirst()
        .ifPresent(unreadable -> {
          throw unreadable.problem();
        });
    Recovery recovery = new Recovery(by.machine(), by.author(), by.listener());
    for (Operation left : journal.interrupted(running)) {
      try {
        recovery.recover(left);
      } catch (Problem why) {
        throw Problem.inconsistent(why.blocker(), "", why.evidence());
      }
    }
  }

  private static Story repair(IssueCase issue) {
    return Story.of("doctor --fix: " + issue, by -> repaired(by))
        .with(host -> issue.made().accept(host))
        .without(HARMLESS);
  }

  private static void repaired(Submission by) {
    DoctorOperation result =
        DoctorOperation.of(Diagnosis.of(DoctorInput.seen(by.machine())), by, _ -> {});
    result.failed().stream()
        .map(DoctorOperation.Failure::why)
        .max((one, other) -> one.kind().compareTo(other.kind()))
        .ifPresent(why -> {
          throw why;
        });
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
