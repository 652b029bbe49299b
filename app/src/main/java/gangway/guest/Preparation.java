package gangway.guest;

import gangway.Problem;
import gangway.guest.GuestReport.AtBoot;
import gangway.guest.GuestReport.Method;
import gangway.guest.GuestReport.Presence;
import gangway.guest.GuestReport.SoftIommu;
import gangway.journal.Claim;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.MaintenancePlan;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides how to prepare a guest for hot-plug, and how to remove the preparation: pure functions of
 * the report about the guest's system. Removal does not unload the module, because a device may
 * depend on it.
 *
 * <p>See docs/decisions/0020-one-script-prepares-guests.md.
 */
public record Preparation(GuestSystem system, GuestKind kind, GuestReport seen) {

  /**
   * Plans the preparation; empty if the guest is prepared already.
   *
   * @throws Problem of kind REFUSED if the guest cannot be prepared
   */
  public Optional<MaintenancePlan> prepare() {
    refuse();
    List<String> does = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    if (running() && seen.presence() == Presence.AVAILABLE) {
      does.add("load %s now".formatted(seen.module()));
      after.add(GuestReport.line("present", Presence.LOADED));
    }
    if (seen.atBoot() == AtBoot.NO) {
      does.add("load %s at every boot (%s)".formatted(seen.module(), seen.bootFile()));
      parts.add("boot");
      before.add(GuestReport.line("at-boot", AtBoot.NO));
      after.add(GuestReport.line("at-boot", AtBoot.YES));
    }
    if (seen.softIommu() == SoftIommu.GRUB) {
      does.add("boot with iommu=soft (/etc/default/grub)");
      parts.add("grub");
      before.add(GuestReport.line("iommu-soft", SoftIommu.GRUB));
      after.add(GuestReport.line("iommu-soft", SoftIommu.NEXT_BOOT));
    }
    return does.isEmpty()
        ? Optional.empty()
        : Optional.of(
            chore(
                List.of("guest-prepare"),
                new Step(
                    "in %s: %s".formatted(system, String.join("; ", does)),
                    List.of(new Action.Run(system.prepare(kind))),
                    told(after),
                    parts.isEmpty()
                        ? List.of()
                        : List.of(new Action.Run(system.remove(kind, List.copyOf(parts)))),
                    parts.isEmpty() ? new Condition.NeverUndone() : told(before))));
  }

  /** Plans the removal of the settings that {@link #prepare} added; empty if there are none. */
  public Optional<MaintenancePlan> remove() {
    if (seen.mine().isEmpty()) {
      return Optional.empty();
    }
    List<String> there = seen.mine().stream().map(part -> part + "-mine yes").toList();
    List<String> gone = seen.mine().stream().map(part -> part + "-mine no").toList();
    return Optional.of(
        chore(
            List.of("guest-prepare", "--remove"),
            new Step(
                "in %s: remove Gangway's settings: %s".formatted(system, files()),
                List.of(new Action.Run(system.remove(kind, seen.mine()))),
                told(gone),
                List.of(new Action.Run(system.prepare(kind))),
                told(there))));
  }

  /** What the administrator must still do or check, one sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!seen.lacking().isEmpty()) {
      notes.add(
          "these kernels of the guest have no module %s: %s"
              .formatted(seen.module(), String.join(", ", seen.lacking())));
    }
    if (seen.presence() == Presence.UNKNOWN) {
      notes.add(
          "the guest's disk has no kernel: the kernel that dom0 boots the guest with must have "
              + seen.module());
    }
    switch (seen.softIommu()) {
      case ELSEWHERE ->
          notes.add(
              "the guest's kernel needs iommu=soft on its command line. If dom0 boots the kernel:"
                  + " add it to 'extra' of its xl.cfg, or to <cmdline> of its XML. If the guest"
                  + " boots its own kernel: add it to GRUB_CMDLINE_LINUX in the guest's"
                  + " /etc/default/grub, then run update-grub there");
      case GRUB, NEXT_BOOT -> notes.add("iommu=soft takes effect at the guest's next boot");
      case SET, NEEDLESS -> {
        // nothing to do
      }
    }
    return notes;
  }

  /** Refuses a system that cannot be prepared. */
  private void refuse() {
    if (seen.presence() == Presence.MISSING) {
      throw Problem.refused(
          "%s cannot be prepared: its kernel has no module %s".formatted(system, seen.module()),
          "install the distribution's package of extra kernel modules (Ubuntu:"
              + " linux-modules-extra), or name the right kind of guest with --kind",
          seen.lacking().isEmpty()
              ? "the module is not loaded, not built in, and not in /lib/modules"
              : "kernels searched: " + String.join(", ", seen.lacking()));
    }
    if (seen.method() == Method.NONE && seen.presence() != Presence.BUILT_IN) {
      throw Problem.refused(
          "%s cannot be prepared: Gangway does not know how it loads modules at boot"
              .formatted(system),
          "add 'modprobe %s' to the start scripts of the guest".formatted(seen.module()),
          "it has no systemd, and no /etc/modules-load.d, /etc/sysconfig/modules or /etc/modules");
    }
  }

  private boolean running() {
    return system instanceof GuestSystem.Running;
  }

  private String files() {
    return String.join(
        ", ",
        seen.mine().stream()
            .map(part -> part.equals("boot") ? seen.bootFile() : "its line in /etc/default/grub")
            .toList());
  }

  private Condition told(List<String> lines) {
    return new Condition.CommandPrints(system.look(kind), lines);
  }

  private MaintenancePlan chore(List<String> words, Step step) {
    return new MaintenancePlan(
        Stream.concat(words.stream(), system.option().stream()).toList(),
        claims(),
        new Plan(List.of(step)));
  }

  /**
   * The system by the words that name it, and by the ID that it reports: an alias of ssh, an IP
   * address and a disk can be the same system.
   */
  private Set<Claim> claims() {
    return Stream.concat(
            Stream.of(system.place()),
            seen.machineId().stream().map("the guest's system with the machine ID "::concat))
        .map(Claim.OfGuestSystem::new)
        .collect(Collectors.toUnmodifiableSet());
  }
}
