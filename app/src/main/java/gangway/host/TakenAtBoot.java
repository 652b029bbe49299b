package gangway.host;

import gangway.boot.BootSettings;
import gangway.boot.DriverctlHiding;
import gangway.boot.HideSetting;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.request.Request;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The functions that pciback does not hold now and that the settings of the host take from dom0 at
 * the next boot: settings by hand, groups with {@code *}, settings of other programs, and settings
 * that were made for another device, which has another address now.
 */
public record TakenAtBoot(SortedMap<PciAddress, Setting> settings) {
  public TakenAtBoot {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * The setting that takes a function.
   *
   * @param fact what the host has, one line of evidence
   * @param remedy how the administrator takes it back, a clause
   */
  public record Setting(String fact, String remedy) {}

  /** What all settings take. */
  public static TakenAtBoot of(Inventory inventory) {
    BootSettings boot = inventory.boot();
    SortedMap<PciAddress, Setting> settings = new TreeMap<>(byList(inventory).settings());
    inventory.functions().stream()
        .filter(boot.qubes()::hides)
        .map(PciFunction::address)
        .filter(function -> isTaken(inventory, function))
        .forEach(function -> settings.putIfAbsent(function, qubes(function)));
    boot.driverctl()
        .drivers()
        .forEach((function, driver) -> {
          if (isTaken(inventory, function)) {
            settings.putIfAbsent(function, driverctl(function, driver));
          }
        });
    return new TakenAtBoot(settings);
  }

  /** What pciback's list takes. An operation that writes the list makes all of it take effect. */
  public static TakenAtBoot byList(Inventory inventory) {
    BootSettings boot = inventory.boot();
    SortedMap<PciAddress, Setting> settings = new TreeMap<>();
    Optional<HideSetting> list = boot.effective();
    if (list.isPresent()) {
      boot.hidden(inventory.functions())
          .map(PciFunction::address)
          .filter(function -> isTaken(inventory, function))
          .forEach(function -> settings.put(function, listed(function, list.get())));
    }
    return new TakenAtBoot(settings);
  }

  /** The functions of a request, and for one that lasts those that all settings take at boot. */
  static Set<PciAddress> with(Inventory inventory, Request.Hide hide) {
    Set<PciAddress> functions = new LinkedHashSet<>(hide.functions());
    if (hide.lasting()) {
      functions.addAll(of(inventory).functions());
    }
    return functions;
  }

  /** The functions that dom0 has and that stay in the list, if the request changes the list. */
  public static NavigableSet<PciAddress> staying(Inventory inventory, Request.Unhide unhide) {
    NavigableSet<PciAddress> staying = new TreeSet<>();
    boolean changes =
        unhide.lasting()
            && unhide.functions().stream()
                .anyMatch(function -> inventory.boot().naming(function).isPresent());
    if (changes) {
      staying.addAll(byList(inventory).functions());
      unhide.functions().forEach(staying::remove);
    }
    return staying;
  }

  private static boolean isTaken(Inventory inventory, PciAddress function) {
    return inventory.at(function).filter(one -> !one.hiddenNow()).isPresent();
  }

  private static Setting listed(PciAddress function, HideSetting setting) {
    return new Setting(
        "already in the list to hide at boot: %s: hide=%s"
            .formatted(setting.place(), setting.list()),
        "remove it from the list (gangway unhide --boot %s)".formatted(function));
  }

  private static Setting qubes(PciAddress function) {
    return new Setting(
        "Qubes OS hides %s at boot, as all network devices and what rd.qubes.hide_pci= and"
                .formatted(function)
            + " rd.qubes.hide_all_usb name",
        "remove it from rd.qubes.hide_pci=, or leave it to dom0 by rd.qubes.dom0_usb=, on the"
            + " kernel command line");
  }

  private static Setting driverctl(PciAddress function, String driver) {
    return new Setting(
        "driverctl binds it at every boot: %s: %s"
            .formatted(DriverctlHiding.file(function), driver),
        "remove the setting of driverctl (driverctl unset-override %s)".formatted(function));
  }

  /** The functions. */
  public SortedSet<PciAddress> functions() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(settings.keySet()));
  }

  /** The setting that takes a function, if any does. */
  public Optional<Setting> at(PciAddress function) {
    return Optional.ofNullable(settings.get(function));
  }
}
