package gangway.host;

import gangway.boot.BootSettings;
import gangway.boot.HideList;
import gangway.boot.HideSetting;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the next boot differs from now for a function: a pure function of the inventory.
 *
 * @param kind what differs
 * @param message what is so now, what is so after the next boot, and why; one sentence
 * @param remedies commands that make both equal; empty if the settings must be edited by hand
 */
public record BootDifference(Kind kind, String message, List<Remedy> remedies) {
  public BootDifference {
    remedies = List.copyOf(remedies);
  }

  /** What differs. */
  public enum Kind {
    /** The function is hidden now, but not after the next boot. */
    NOT_AFTER_REBOOT,
    /** The function is not hidden now, but after the next boot. */
    ONLY_AFTER_REBOOT,
    /** A list names the function, but hides it neither now nor after the next boot. */
    NAMED_WITHOUT_EFFECT,
    /** It is not known whether the function is hidden after the next boot. */
    UNKNOWN
  }

  /**
   * A command that ends the difference.
   *
   * @param message what the command does
   * @param command the words of the command line, with the name of the program
   */
  public record Remedy(String message, List<String> command) {
    public Remedy {
      command = List.copyOf(command);
    }

    private static Remedy of(String message, String verb, String option, PciAddress function) {
      return new Remedy(message, List.of("gangway", verb, option, function.toString()));
    }
  }

  /** The functions that are hidden now, or that a setting hides at boot. */
  public static Stream<HostFunction> concerned(Inventory inventory) {
    return inventory.stream()
        .filter(function ->
            function.hiddenNow()
                || function.namedIn().isPresent()
                || inventory.boot().qubes().hides(function.function()));
  }

  /** The difference of a function; empty if the next boot changes nothing. */
  public static Optional<BootDifference> of(HostFunction function, BootSettings boot) {
    if (boot.qubes().hides(function.function())) {
      return function.hiddenNow()
          ? Optional.empty()
          : Optional.of(onlyAfterReboot(function, "Qubes OS hides it at boot", List.of()));
    }
    return switch (function.atBoot().hidden()) {
      case YES ->
          function.hiddenNow()
              ? Optional.empty()
              : Optional.of(
                  onlyAfterReboot(
                      function,
                      function
                          .namedIn()
                          .map(set -> set.place() + names(set, function))
                          .orElseThrow(),
                      removal(function)));
      case NO -> notAfterReboot(function);
      case UNKNOWN ->
          Optional.of(
              new BootDifference(
                  Kind.UNKNOWN,
                  "%s is %s now; after the next boot: %s"
                      .formatted(
                          function.address(), now(function), function.atBoot().doubt().orElse("")),
                  List.of()));
    };
  }

  private static Optional<BootDifference> notAfterReboot(HostFunction function) {
    PciAddress address = function.address();
    Optional<String> doubt = function.atBoot().doubt();
    if (!function.hiddenNow()) {
      return doubt.map(why ->
          new BootDifference(
              Kind.NAMED_WITHOUT_EFFECT,
              "a list names %s, but it is hidden neither now nor after the next boot: %s"
                  .formatted(address, why),
              removal(function)));
    }
    List<Remedy> remedies = new ArrayList<>();
    if (doubt.isEmpty()) {
      remedies.add(Remedy.of("hide it also after reboot", "hide", "--boot", address));
    }
    if (function.owner() instanceof Owner.Pciback) {
      remedies.add(Remedy.of("return it to its dom0 driver now", "unhide", "--now", address));
    }
    return Optional.of(
        new BootDifference(
            Kind.NOT_AFTER_REBOOT,
            "%s is hidden now, but not after the next boot: %s"
                .formatted(address, doubt.orElse("no list in effect names it")),
            remedies));
  }

  private static BootDifference onlyAfterReboot(
      HostFunction function, String why, List<Remedy> others) {
    List<Remedy> remedies = new ArrayList<>();
    remedies.add(Remedy.of("hide it now", "hide", "--now", function.address()));
    remedies.addAll(others);
    return new BootDifference(
        Kind.ONLY_AFTER_REBOOT,
        "%s is not hidden now, but after the next boot: %s".formatted(function.address(), why),
        remedies);
  }

  private static String names(HideSetting set, HostFunction function) {
    return set.list().covers(function.address()) ? " names it" : " names its former address";
  }

  /** Gangway removes what has an entry of its own in a file of modprobe. */
  private static List<Remedy> removal(HostFunction function) {
    PciAddress address = function.address();
    return function
        .namedIn()
        .filter(set -> !set.onCommandLine())
        .map(HideSetting::list)
        .filter(HideList::sound)
        .filter(list -> list.names(address))
        .map(_ -> Remedy.of("do not hide it after reboot", "unhide", "--boot", address))
        .stream()
        .toList();
  }

  private static String now(HostFunction function) {
    return function.hiddenNow() ? "hidden" : "not hidden";
  }
}
