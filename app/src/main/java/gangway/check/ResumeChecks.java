package gangway.check;

import gangway.Answer;
import gangway.host.SuspendedGuest;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.protocol.GuestType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks whether a suspended guest can be resumed on this host: a guest that runs twice destroys
 * the data on its disks.
 *
 * <p>See docs/decisions/0027-recover-resumes-suspended-guests.md.
 */
public final class ResumeChecks {
  private ResumeChecks() {}

  /** All findings, worst first. */
  public static List<Finding> of(SuspendedGuest guest) {
    return Stream.of(
            inProgress(guest),
            migrated(guest),
            twice(guest),
            unrecorded(guest),
            elsewhere(guest),
            onRequest(guest),
            unproven(guest))
        .flatMap(List::stream)
        .sorted(Finding::worstFirst)
        .toList();
  }

  /** The finding about a suspended domain that is no known guest. */
  public static Finding unknown(int domid) {
    return Finding.blocks(
        "GUEST-UNKNOWN",
        "domain %d is suspended, or may be, and Gangway cannot identify it".formatted(domid),
        "see 'xl list %1$d' and 'xenstore-ls /local/domain/%1$d': the toolstack that started the domain must resume or destroy it"
            .formatted(domid),
        "XenStore has no name for the domain, or 'xl list %d' does not show one line with its state"
            .formatted(domid));
  }

  private static List<Finding> inProgress(SuspendedGuest guest) {
    if (guest.saving().none()) {
      return List.of();
    }
    return List.of(
        Finding.blocks(
            "SAVE-IN-PROGRESS",
            guest.saving().found().isEmpty()
                ? "it is not known whether a save or migration is in progress"
                : "a save or migration is in progress on this host, perhaps of guest '%s'"
                    .formatted(guest.name()),
            guest.saving().found().isEmpty()
                ? "run 'gangway recover' as root, directly in dom0"
                : "wait until these processes have ended, then run 'gangway recover' again; a process"
                    + " that does not end can be killed, and the guest stays suspended",
            guest.saving().lines()));
  }

  private static List<Finding> migrated(SuspendedGuest guest) {
    if (guest.left()) {
      return List.of(
          Finding.blocks(
              "GUEST-MIGRATED",
              "the other host had permission to run guest '%s', and probably runs it"
                  .formatted(guest.formerName()),
              ("look for guest '%2$s' on the other host; if it runs there: xl destroy %1$d; if it does"
                      + " not exist there: xl rename %1$d %2$s, then run 'gangway recover' again")
                  .formatted(guest.domain().domid(), guest.formerName()),
              "xl renamed domain %d to %s: xl does this just before the other host starts the guest"
                  .formatted(guest.domain().domid(), guest.name())));
    }
    if (guest.arriving()) {
      return List.of(
          Finding.blocks(
              "GUEST-MIGRATED",
              "guest '%s' was arriving from another host, and its memory may be incomplete"
                  .formatted(guest.formerName()),
              "resume the guest on the other host, then remove this copy: xl destroy %d"
                  .formatted(guest.domain().domid()),
              "xl names domain %d %s until its state is complete"
                  .formatted(guest.domain().domid(), guest.name())));
    }
    return List.of();
  }

  private static List<Finding> twice(SuspendedGuest guest) {
    if (guest.twins().isEmpty()) {
      return List.of();
    }
    return List.of(
        Finding.blocks(
            "GUEST-TWICE",
            "guest '%s' exists a second time on this host: it may already be restored"
                .formatted(guest.name()),
            ("decide which one has the right state; to remove the suspended one: xl destroy %d; to"
                    + " resume it, destroy the other one first")
                .formatted(guest.domain().domid()),
            guest.twins().stream().map(ResumeChecks::twin).toList()));
  }

  private static String twin(Domain other) {
    return "%s has the same name or UUID".formatted(other);
  }

  private static List<Finding> unrecorded(SuspendedGuest guest) {
    if (guest.guest().creation().isPresent()) {
      return List.of();
    }
    return List.of(
        Finding.blocks(
            "GUEST-UNKNOWN",
            "libxl has no record of guest '%s': another toolstack started it, or the record is lost"
                .formatted(guest.name()),
            "resume the guest with the toolstack that started it; xl cannot do this without the record",
            "missing, or not readable: " + Creation.file(guest.domain())));
  }

  /** A clone of the disks can share a path, so the operator can know better. */
  private static List<Finding> elsewhere(SuspendedGuest guest) {
    List<String> signs = new ArrayList<>(guest.sharedDisks());
    if (guest.guest().toolstack() == Toolstack.LIBVIRT) {
      signs.add("libvirt started it: a migration by libvirt does not change the guest's name");
    }
    if (guest.pausedToo()) {
      signs.add(
          "xl list: domain %d is paused as well: tools pause it after its state was saved or migrated completely"
              .formatted(guest.domain().domid()));
    }
    if (guest.replicated()) {
      signs.add(
          "XenStore: /libxl/%d/remus exists: another host takes the guest over if this one fails"
              .formatted(guest.domain().domid()));
    }
    guest
        .kept()
        .forEach(operation -> signs.add("closed by 'gangway recover --as-is': " + operation));
    if (signs.isEmpty()) {
      return List.of();
    }
    return List.of(
        Finding.blocks(
                "GUEST-MAY-RUN-ELSEWHERE",
                "guest '%s' may run in another place, and would then use its disks twice"
                    .formatted(guest.name()),
                ("make sure that the guest does not run on another host, and was not restored from a"
                        + " saved image; if it runs in another place: xl destroy %d")
                    .formatted(guest.domain().domid()),
                signs)
            .unlessAccepted());
  }

  private static List<Finding> onRequest(SuspendedGuest guest) {
    if (guest.suspendable() == Answer.NO) {
      return List.of();
    }
    return List.of(
        Finding.blocks(
                "SUSPENDED-ON-REQUEST",
                "guest '%s' may have been suspended on purpose".formatted(guest.name()),
                "ask whether somebody suspended it; that person can resume it with 'xl resume'",
                guest.suspendable() == Answer.YES
                    ? "'xl help' lists the command suspend"
                    : "'xl help' does not show whether xl has the command suspend")
            .unlessAccepted());
  }

  private static List<Finding> unproven(SuspendedGuest guest) {
    List<String> signs = new ArrayList<>();
    if (guest.domain().type() != GuestType.PV) {
      signs.add(
          "XenStore: /libxl/%d/type is %s"
              .formatted(guest.domain().domid(), guest.domain().type()));
    }
    guest.domain().pci().stream()
        .flatMap(pci -> pci.entries().stream())
        .forEach(entry -> signs.add("it has the function " + entry.function()));
    if (signs.isEmpty()) {
      return List.of();
    }
    return List.of(
        Finding.blocks(
                "RESUME-UNPROVEN",
                "guest '%s' may crash when it is resumed".formatted(guest.name()),
                "resuming is proven only for PV guests without functions; without it, the guest can"
                    + " only be destroyed",
                signs)
            .unlessAccepted());
  }
}
