package gangway.doctor;

import gangway.boot.BootSettings;
import gangway.boot.Dialect;
import gangway.boot.HideList;
import gangway.boot.HideList.Group;
import gangway.boot.HideSetting;
import gangway.boot.ListedDevices;
import gangway.boot.UnreadList;
import gangway.boot.initramfs.Initramfs;
import gangway.boot.loader.BootLoader;
import gangway.check.Checks;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunctions;
import gangway.pci.PossibleVirtualFunctions.Possible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Issues of the list of functions that pciback takes at boot. */
final class BootIssues {
  private static final String RECORDED =
      "the lines 'gangway-device' in %s record slots and ids of the devices"
          .formatted(Dialect.MODPROBE_D.file());

  private BootIssues() {}

  static List<Issue> of(DoctorInput input) {
    HostSnapshot host = input.host();
    BootSettings boot = host.inventory().boot();
    List<Issue> issues = new ArrayList<>();
    boot.unread().forEach(list -> issues.add(unread(host, list)));
    Optional<HideSetting> effective = boot.effective();
    if (effective.isEmpty()) {
      return issues;
    }
    HideSetting setting = effective.get();
    unreadable(host, setting).ifPresent(issues::add);
    cutOff(host, setting).ifPresent(issues::add);
    for (PciAddress address : setting.list().single()) {
      moved(host, setting, address).ifPresent(issues::add);
    }
    for (Group group : setting.list().absent(host.inventory().functions())) {
      if (group instanceof Group.One(PciAddress address)
          && boot.devices().place(address) instanceof ListedDevices.Place.Moved) {
        continue;
      }
      issues.add(
          input
              .virtualFunctions()
              .first(group::covers)
              .map(virtual -> virtual(host, setting, group, virtual))
              .orElseGet(() -> absent(input, setting, group)));
    }
    twice(host, setting).ifPresent(issues::add);
    for (HideSetting other : boot.settings()) {
      idle(host, other, setting).ifPresent(issues::add);
    }
    issues.addAll(LateIssues.of(input));
    return issues;
  }

  private static Issue unread(HostSnapshot host, UnreadList list) {
    return Issue.warns(
        "HIDE-LIST-UNREAD",
        "the list of functions to hide at boot in %s has no effect"
            .formatted(list.setting().place()),
        List.of(said(list.setting()), list.why()),
        "the functions in this list are not hidden by it at boot",
        new IssueRemedy.Advice(list.remedy() + afterwards(host, list.setting())));
  }

  /** The kernel takes the words behind the blank for other parameters, and ignores them. */
  private static Optional<Issue> cutOff(HostSnapshot host, HideSetting setting) {
    return setting.cutOff().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Issue.warns(
                "HIDE-LIST-TYPO",
                "a blank ends the list of functions to hide at boot before %s"
                    .formatted(String.join(" ", setting.cutOff())),
                List.of(said(setting), "after a blank: " + String.join(" ", setting.cutOff())),
                "the kernel ignores what is behind the blank: \"unknown parameter ... ignored\"",
                new IssueRemedy.Advice(
                    "remove the blank in %s, or put the whole list in double quotes"
                            .formatted(where(setting))
                        + afterwards(host, setting))));
  }

  /**
   * Current pciback fails with EINVAL at the first group it cannot parse ({@code pcistub_init});
   * pciback of Linux 2.6.18 stopped reading there (drivers/xen/pciback/pci_stub.c).
   */
  private static Optional<Issue> unreadable(HostSnapshot host, HideSetting setting) {
    return setting
        .list()
        .unread()
        .map(unread -> {
          List<String> evidence = new ArrayList<>();
          evidence.add(said(setting));
          evidence.add("cannot be parsed from here: " + unread);
          nearest(host.inventory().functions(), unread)
              .ifPresent(
                  function -> evidence.add("the most similar address of this host is " + function));
          return Issue.warns(
              "HIDE-LIST-TYPO",
              "the list of functions to hide at boot has a syntax error",
              evidence,
              "current kernels reject the whole list: pciback is not loaded, and no function is"
                  + " hidden; kernels of RHEL 5 hide what comes before the error (%s) and ignore the"
                      .formatted(before(setting.list()))
                  + " rest without a message",
              new IssueRemedy.Advice(
                  "correct it in %s: addresses in parentheses, (DDDD:BB:SS.F), with nothing between"
                          .formatted(where(setting))
                      + afterwards(host, setting)));
        });
  }

  private static String before(HideList list) {
    return list.groups().isEmpty()
        ? "nothing"
        : list.groups().stream().map(Group::toString).collect(Collectors.joining());
  }

  /** The function whose address is most similar to the first group that cannot be parsed. */
  private static Optional<String> nearest(PciFunctions functions, String unread) {
    String group = unread.strip().replaceFirst("^\\(", "").replaceFirst("[)(].*", "");
    return group.isEmpty() ? Optional.empty() : functions.nearest(group);
  }

  /** A device that is no longer at its address in the list, if the initramfs looks for it. */
  private static Optional<Issue> moved(HostSnapshot host, HideSetting setting, PciAddress address) {
    return switch (host.inventory().boot().devices().place(address)) {
      case ListedDevices.Place.Moved(PciAddress to) ->
          Optional.of(
              Issue.warns(
                  "HIDE-LIST-MOVED",
                  "the list to hide at boot names %s, but the device that it means is now %s"
                      .formatted(address, to),
                  List.of(said(setting), RECORDED),
                  "at each boot, the initramfs hides %s instead, and leaves to dom0 what is at %s now"
                      .formatted(to, address),
                  new IssueRemedy.Advice("name the new address in all settings: gangway remap")));
      case ListedDevices.Place.Displaced _ ->
          Optional.of(
              Issue.warns(
                  "HIDE-LIST-DISPLACED",
                  "the list to hide at boot names %s, but another device has this address now, and"
                          .formatted(address)
                      + " the device that the list means is not in its slot",
                  List.of(said(setting), RECORDED),
                  "the initramfs hides nothing for this entry: dom0 has the device at %s"
                      .formatted(address),
                  new IssueRemedy.Advice(
                      "if the device is in another slot: gangway remap; if it is gone: gangway"
                          + " unhide --boot "
                          + address)));
      case ListedDevices.Place.InPlace _, ListedDevices.Place.Absent _ -> Optional.empty();
    };
  }

  private static Issue absent(DoctorInput input, HideSetting setting, Group group) {
    return Issue.warns(
        "HIDE-LIST-ABSENT",
        "%s is in the list to hide at boot, but this host has no such function".formatted(group),
        List.of(said(setting), "see 'gangway devices --all' for the functions of this host"),
        group instanceof Group.One(PciAddress address)
                && input.host().inventory().boot().devices().place(address)
                    instanceof ListedDevices.Place.Absent
            ? "the initramfs hides nothing for this entry: if the device moved to another slot, it is"
                + " not hidden"
            : "pciback accepts the address without a message: if the device moved to another"
                + " address, it is not hidden, and a device that gets this address later is",
        new IssueRemedy.Advice(
            HardwareIssues.search(input, group::covers)
                + "correct or remove the address in "
                + where(setting)
                + afterwards(input.host(), setting)
                + removal(setting, group)));
  }

  /**
   * pciback keeps the addresses of its list, and the kernel offers each new function to the drivers
   * in the order in which they were loaded (drivers/xen/xen-pciback/pci_stub.c, {@code
   * pcistub_match}).
   */
  private static Issue virtual(
      HostSnapshot host, HideSetting setting, Group group, Possible virtual) {
    PciAddress physical = virtual.physical();
    return Issue.notes(
        "HIDE-LIST-VIRTUAL",
        ("%s is in the list to hide at boot and can be a virtual function of %s, but this virtual"
                + " function does not exist now")
            .formatted(group, physical),
        List.of(
            said(setting),
            "%s can have %d virtual functions and has %d now"
                .formatted(physical, virtual.total(), virtual.enabled())),
        ("pciback takes the virtual function when the driver of %s creates it, if pciback is loaded"
                + " with this list before the driver of the virtual function")
            .formatted(physical),
        new IssueRemedy.Advice(
            ("to create virtual functions: echo NUMBER > %s/sriov_numvfs; if you do not need them,"
                    + " remove the address in %s%s%s")
                .formatted(
                    PciBus.folder(physical),
                    where(setting),
                    afterwards(host, setting),
                    removal(setting, group))));
  }

  /** A function that is gone can be taken out of modprobe's files. */
  private static String removal(HideSetting setting, Group group) {
    return setting.kind() == HideSetting.Kind.MODPROBE
            && group instanceof Group.One(PciAddress function)
        ? "; to remove it: gangway unhide --boot " + function
        : "";
  }

  private static Optional<Issue> twice(HostSnapshot host, HideSetting setting) {
    if (setting.list().repeated().isEmpty()) {
      return Optional.empty();
    }
    boolean editable =
        setting.kind() == HideSetting.Kind.MODPROBE
            && setting.list().sound()
            && host.rebuilding().flatMap(Initramfs::obstacle).isEmpty()
            && Checks.bootList(host).isEmpty();
    return Optional.of(
        Issue.notes(
            "HIDE-LIST-TWICE",
            "%s is in the list to hide at boot more than once"
                .formatted(
                    setting.list().repeated().stream()
                        .map(Group::toString)
                        .collect(Collectors.joining(", "))),
            List.of(said(setting)),
            "removing one entry leaves it hidden by the other; the list can have 1024 characters",
            editable
                ? new IssueRemedy.Safe(
                    Repairs.boot(host, host.inventory().boot().once(), "name each function once"))
                : new IssueRemedy.Advice(
                    "remove the duplicates in " + where(setting) + afterwards(host, setting))));
  }

  /** A list that a later list replaces, unless the later list hides the same functions. */
  private static Optional<Issue> idle(HostSnapshot host, HideSetting other, HideSetting effective) {
    List<String> lost =
        host.inventory().functions().stream()
            .map(function -> function.address())
            .filter(address -> other.list().covers(address) && !effective.list().covers(address))
            .map(Object::toString)
            .toList();
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Issue.warns(
                "HIDE-LIST-IDLE",
                "%s is not hidden at boot: of several lists only the last one counts"
                    .formatted(String.join(", ", lost)),
                List.of(said(other), "the last list: " + said(effective)),
                "the kernel uses the last value of a parameter that is given twice",
                new IssueRemedy.Advice(
                    "move all addresses to %s and remove the other list%s"
                        .formatted(where(effective), afterwards(host, effective)))));
  }

  static String said(HideSetting setting) {
    return setting.place() + ": hide=" + setting.list();
  }

  /** Where the administrator edits a list: the current kernel command line cannot be edited. */
  private static String where(HideSetting setting) {
    return isOfBootLoader(setting)
        ? "the boot loader's settings (with GRUB: edit /etc/default/grub, then run update-grub; on"
            + " XCP-ng: /opt/xensource/libexec/xen-cmdline)"
        : setting.place();
  }

  /** Nobody edits the current command line, or the configuration that a tool writes. */
  private static boolean isOfBootLoader(HideSetting setting) {
    return setting.file().equals(BootLoader.CURRENT) || setting.file().endsWith("grub.cfg");
  }

  /** The initramfs has copies of modprobe's files; it has no kernel command line. */
  private static String afterwards(HostSnapshot host, HideSetting setting) {
    if (setting.onCommandLine()) {
      return isOfBootLoader(setting) ? "" : "; then: update-grub";
    }
    return host.rebuilding().flatMap(Initramfs::byHand).map(words -> "; " + words).orElse("");
  }
}
