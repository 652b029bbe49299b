package gangway.guest;

import gangway.Problem;
import gangway.guest.GuestReport.AtBoot;
import gangway.guest.GuestReport.Method;
import gangway.guest.GuestReport.Presence;
import gangway.guest.GuestReport.SoftIommu;
import gangway.handover.Act;
import gangway.handover.Chore;
import gangway.handover.Plan;
import gangway.handover.State;
import gangway.handover.Step;
import gangway.journal.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What makes a guest ready for hot-plug, and what takes that away: pure decisions on what was seen
 * of its system. The module stays loaded when the rest is taken away: a device may hang on it.
 *
 * <p>See docs/decisions/0020-one-script-prepares-guests.md.
 */
public record Preparation(GuestSystem system, GuestKind kind, GuestReport seen) {

  /**
   * What makes it ready; nothing if it is.
   *
   * @throws Problem of kind REFUSED if it cannot be made so
   */
  public Optional<Chore> prepare() {
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
      does.add("load %s at every boot, by %s".formatted(seen.module(), seen.bootFile()));
      parts.add("boot");
      before.add(GuestReport.line("at-boot", AtBoot.NO));
      after.add(GuestReport.line("at-boot", AtBoot.YES));
    }
    if (seen.softIommu() == SoftIommu.GRUB) {
      does.add("boot with iommu=soft, by /etc/default/grub");
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
                    "have %s %s".formatted(system, String.join("; ", does)),
                    List.of(new Act.Run(system.prepare(kind))),
                    told(after),
                    parts.isEmpty()
                        ? List.of()
                        : List.of(new Act.Run(system.remove(kind, List.copyOf(parts)))),
                    parts.isEmpty() ? new State.Anything() : told(before))));
  }

  /** What takes away all that {@link #prepare} made; nothing if there is none of it. */
  public Optional<Chore> remove() {
    if (seen.mine().isEmpty()) {
      return Optional.empty();
    }
    List<String> there = seen.mine().stream().map(part -> part + "-mine yes").toList();
    List<String> gone = seen.mine().stream().map(part -> part + "-mine no").toList();
    return Optional.of(
        chore(
            List.of("guest-prepare", "--remove"),
            new Step(
                "take away from %s what was prepared: %s".formatted(system, files()),
                List.of(new Act.Run(system.remove(kind, seen.mine()))),
                told(gone),
                List.of(new Act.Run(system.prepare(kind))),
                told(there))));
  }

  /** What is still to be done by somebody else, or not known, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!seen.lacking().isEmpty()) {
      notes.add(
          "these kernels of it have no %s: %s"
              .formatted(seen.module(), String.join(", ", seen.lacking())));
    }
    if (seen.presence() == Presence.UNKNOWN) {
      notes.add(
          "no kernel is there to be seen: the one that dom0 boots it with must have "
              + seen.module());
    }
    switch (seen.softIommu()) {
      case ELSEWHERE ->
          notes.add(
              "its kernel needs iommu=soft on its command line: where dom0 boots it, in 'extra' of"
                  + " its xl.cfg, or in <cmdline> of its XML; where it boots itself, in"
                  + " GRUB_CMDLINE_LINUX of /etc/default/grub, and then update-grub, in the guest");
      case GRUB, NEXT_BOOT -> notes.add("iommu=soft works from its next boot on");
      case SET, NEEDLESS -> {
        // all is said
      }
    }
    return notes;
  }

  /** Refuses what cannot be made so. */
  private void refuse() {
    if (seen.presence() == Presence.MISSING) {
      throw Problem.refused(
          "%s cannot be prepared: its kernel has no %s".formatted(system, seen.module()),
          "install its package of more modules (Ubuntu: linux-modules-extra), or name another kind"
              + " of guest with --kind",
          seen.lacking().isEmpty()
              ? "neither loaded, nor built in, nor among its modules"
              : "looked for it in " + String.join(", ", seen.lacking()));
    }
    if (seen.method() == Method.NONE && seen.presence() != Presence.BUILT_IN) {
      throw Problem.refused(
          "it is not known how %s loads modules at boot".formatted(system),
          "have 'modprobe %s' run at its start, where its system has such things"
              .formatted(seen.module()),
          "it has neither systemd, nor /etc/modules-load.d, /etc/sysconfig/modules or"
              + " /etc/modules");
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

  private State told(List<String> lines) {
    return new State.Tells(system.look(kind), lines);
  }

  private Chore chore(List<String> words, Step step) {
    return new Chore(
        Stream.concat(words.stream(), system.option().stream()).toList(),
        Set.of(new Claim.OfGuestSystem(system.toString())),
        new Plan(List.of(step)));
  }
}
