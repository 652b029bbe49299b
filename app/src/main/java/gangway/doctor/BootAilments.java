package gangway.doctor;

import gangway.boot.BootSettings;
import gangway.boot.HideList;
import gangway.boot.HideList.Group;
import gangway.boot.HideSetting;
import gangway.handover.Mending;
import gangway.host.Host;
import gangway.pci.Functions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is the matter with the list of functions that pciback takes at the next boot. */
final class BootAilments {
  private BootAilments() {}

  static List<Ailment> of(Patient patient) {
    Host host = patient.host();
    BootSettings boot = host.inventory().boot();
    Optional<HideSetting> effective = boot.effective();
    if (effective.isEmpty()) {
      return List.of();
    }
    List<Ailment> ailments = new ArrayList<>();
    HideSetting setting = effective.get();
    unreadable(host, setting).ifPresent(ailments::add);
    setting.list().groups().stream()
        .distinct()
        .forEach(group -> absent(host, setting, group).ifPresent(ailments::add));
    twice(host, setting).ifPresent(ailments::add);
    for (HideSetting other : boot.settings()) {
      idle(host, other, setting).ifPresent(ailments::add);
    }
    return ailments;
  }

  /**
   * Today's pciback gives up with EINVAL at the first group it cannot read ({@code pcistub_init});
   * that of 2.6.18 ended its reading at it (drivers/xen/pciback/pci_stub.c).
   */
  private static Optional<Ailment> unreadable(Host host, HideSetting setting) {
    return setting
        .list()
        .unread()
        .map(unread -> {
          List<String> evidence = new ArrayList<>();
          evidence.add(said(setting));
          evidence.add("not understood from here on: " + unread);
          nearest(host.inventory().functions(), unread)
              .ifPresent(function -> evidence.add("the nearest function here is " + function));
          return Ailment.warns(
              "HIDE-LIST-TYPO",
              "the list of what is hidden at boot has a mistake in it",
              evidence,
              "today's kernels refuse the whole list: pciback is not loaded, and nothing is hidden;"
                  + " those of RHEL 5's days take what comes before the mistake (%s) and drop the"
                      .formatted(before(setting.list()))
                  + " rest without a word",
              new Cure.Advice(
                  "mend it in %s: groups (DDDD:BB:SS.F), in parentheses, with nothing between them"
                          .formatted(setting.place())
                      + afterwards(host)));
        });
  }

  private static String before(HideList list) {
    return list.groups().isEmpty()
        ? "nothing"
        : list.groups().stream().map(Group::toString).collect(Collectors.joining());
  }

  /** The function that the first group that cannot be read looks like. */
  private static Optional<String> nearest(Functions functions, String unread) {
    String group = unread.strip().replaceFirst("^\\(", "").replaceFirst("[)(].*", "");
    return group.isEmpty() ? Optional.empty() : functions.nearest(group);
  }

  private static Optional<Ailment> absent(Host host, HideSetting setting, Group group) {
    Functions functions = host.inventory().functions();
    return functions.stream().anyMatch(function -> group.covers(function.address()))
        ? Optional.empty()
        : Optional.of(
            Ailment.warns(
                "HIDE-LIST-ABSENT",
                "%s is to be hidden at boot, and is not here".formatted(group),
                List.of(said(setting), "see 'gangway devices --all' for what there is"),
                "pciback takes it for good without a word: what was meant is not hidden if it has"
                    + " another address now, and what comes to this address later is",
                new Cure.Advice(
                    "mend it in "
                        + setting.place()
                        + ", or take it out there"
                        + afterwards(host))));
  }

  private static Optional<Ailment> twice(Host host, HideSetting setting) {
    if (setting.list().repeated().isEmpty()) {
      return Optional.empty();
    }
    boolean editable =
        setting.kind() == HideSetting.Kind.MODPROBE
            && setting.list().sound()
            && host.initramfs().obstacle().isEmpty();
    return Optional.of(
        Ailment.notes(
            "HIDE-LIST-TWICE",
            "%s stands in the list of what is hidden at boot more than once"
                .formatted(
                    setting.list().repeated().stream()
                        .map(Group::toString)
                        .collect(Collectors.joining(", "))),
            List.of(said(setting)),
            "whoever takes it out once leaves it hidden; the list may have 1024 characters",
            editable
                ? new Cure.Safe(
                    Mending.boot(host, host.inventory().boot().once(), "name each function once"))
                : new Cure.Advice("mend it in " + setting.place() + afterwards(host))));
  }

  /** A list that another one makes void, unless that one hides all of it too. */
  private static Optional<Ailment> idle(Host host, HideSetting other, HideSetting effective) {
    List<String> lost =
        host.inventory().functions().stream()
            .map(function -> function.address())
            .filter(address -> other.list().covers(address) && !effective.list().covers(address))
            .map(Object::toString)
            .toList();
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Ailment.warns(
                "HIDE-LIST-IDLE",
                "%s is not hidden at boot: of several lists only the last one works"
                    .formatted(String.join(", ", lost)),
                List.of(said(other), "the last one: " + said(effective)),
                "a parameter that is given twice keeps its last value",
                new Cure.Advice(
                    "bring both together in %s, and take the other away%s"
                        .formatted(effective.place(), afterwards(host)))));
  }

  private static String said(HideSetting setting) {
    return setting.place() + ": hide=" + setting.list();
  }

  private static String afterwards(Host host) {
    return host.initramfs().byHand().map(words -> "; " + words).orElse("");
  }
}
