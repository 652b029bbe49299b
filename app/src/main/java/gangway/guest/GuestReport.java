package gangway.guest;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the script tells of a guest's system. It comes from the guest, which may say anything: only
 * what is of the right form is taken.
 *
 * @param module the one the guest needs for hot-plug
 * @param lacking the kernels on its disk that do not have it
 * @param bootFile the file by which it is loaded at boot, where Gangway has it so
 * @param mine the parts that are Gangway's own making: {@code boot}, {@code grub}
 * @param devices those that a running guest sees
 */
public record GuestReport(
    Method method,
    String module,
    Presence presence,
    List<String> lacking,
    AtBoot atBoot,
    String bootFile,
    SoftIommu softIommu,
    List<String> mine,
    Map<Address, Device> devices) {

  private static final Pattern MODULE = Pattern.compile("acpiphp|xen-pcifront");
  private static final Pattern FILE = Pattern.compile("/etc/[A-Za-z0-9/._-]{1,100}|-");
  private static final Pattern KERNELS = Pattern.compile("[A-Za-z0-9._+ -]{1,2000}");
  private static final Pattern DRIVER = Pattern.compile("[\\x20-\\x7e]{1,64}");
  private static final Pattern INTERFACE = Pattern.compile("[!-~]{1,15}");

  /** More than a guest's virtual bus has room for. */
  private static final int MOST_DEVICES = 256;

  /** How a system is told to load a module at boot. */
  public enum Method {
    MODULES_LOAD,
    RHEL5,
    MODULES,
    NONE
  }

  /** Where the module is. */
  public enum Presence {
    LOADED,
    BUILT_IN,
    AVAILABLE,
    MISSING,
    UNKNOWN
  }

  /** Whether the module is there after the next boot. */
  public enum AtBoot {
    YES,
    NO,
    BUILT_IN
  }

  /** How it stands with {@code iommu=soft} on the kernel's command line. */
  public enum SoftIommu {
    /** The kernel runs with it. */
    SET,
    /** The kernel does not need it. */
    NEEDLESS,
    /** GRUB's settings have it, and the next boot will. */
    NEXT_BOOT,
    /** It is to go into the guest's own GRUB, by which it was booted. */
    GRUB,
    /** It is to go where the guest is booted from, which is not for the guest to say. */
    ELSEWHERE
  }

  /** A device as the guest has it. */
  public record Device(Optional<String> driver, List<Link> links) {}

  /** A network interface of a device. */
  public record Link(String name, Carrier carrier) {}

  /** Whether something is at the other end. */
  public enum Carrier {
    UP,
    DOWN,
    /** The interface is switched off, so that nobody can tell. */
    OFF
  }

  public GuestReport {
    lacking = List.copyOf(lacking);
    mine = List.copyOf(mine);
    devices = Map.copyOf(devices);
  }

  /**
   * Has a system looked at.
   *
   * @throws Problem of kind REFUSED if that cannot be done
   */
  public static GuestReport of(Machine machine, GuestSystem system, GuestKind kind) {
    Result result =
        machine
            .ask(system.look(kind))
            .orElseThrow(
                () -> Problem.refused("%s cannot be looked at from here".formatted(system), ""));
    if (!result.ok()) {
      throw Problem.refused(
          "%s cannot be looked at".formatted(system),
          system instanceof GuestSystem.Running
              ? "see that root can log in there by ssh without a password; or prepare it by hand:"
                  + " 'gangway guest-prepare --print'"
              : "",
          result.complaint().stream().limit(5).toArray(String[]::new));
    }
    return parse(result.out())
        .orElseThrow(() ->
            Problem.refused(
                "what %s says of itself is not understood".formatted(system),
                "see that the login runs commands and prints nothing of its own"));
  }

  /** Reads what the script tells; nothing if it is not all there. */
  static Optional<GuestReport> parse(String text) {
    Map<String, String> facts = new HashMap<>();
    Map<Address, Device> devices = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 2);
      String rest = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "device" -> device(rest, devices);
        case "link" -> link(rest, devices);
        default -> facts.putIfAbsent(words[0], rest);
      }
    }
    try {
      return Optional.of(
          new GuestReport(
              constant(Method.class, facts, "system"),
              matching(MODULE, facts, "module"),
              constant(Presence.class, facts, "present"),
              facts.containsKey("lacking")
                  ? List.of(matching(KERNELS, facts, "lacking").split(" "))
                  : List.of(),
              constant(AtBoot.class, facts, "at-boot"),
              matching(FILE, facts, "boot-file"),
              constant(SoftIommu.class, facts, "iommu-soft"),
              mine(facts),
              devices));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> mine(Map<String, String> facts) {
    List<String> mine = new ArrayList<>();
    for (String part : List.of("boot", "grub")) {
      if ("yes".equals(facts.get(part + "-mine"))) {
        mine.add(part);
      }
    }
    return mine;
  }

  private static <T extends Enum<T>> T constant(
      Class<T> type, Map<String, String> facts, String name) {
    for (T constant : type.getEnumConstants()) {
      if (word(constant).equals(facts.get(name))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static String matching(Pattern form, Map<String, String> facts, String name) {
    String value = facts.getOrDefault(name, "");
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  private static void device(String text, Map<Address, Device> devices) {
    String[] words = text.split(" ", 2);
    Optional<Address> address = Address.parse(words[0]);
    if (address.isPresent() && devices.size() < MOST_DEVICES) {
      Optional<String> driver =
          Optional.of(words.length > 1 ? words[1] : "-")
              .filter(name -> !name.equals("-") && DRIVER.matcher(name).matches());
      devices.putIfAbsent(address.get(), new Device(driver, List.of()));
    }
  }

  private static void link(String text, Map<Address, Device> devices) {
    Matcher link = Pattern.compile("(\\S+) (\\S+) (up|down|off)").matcher(text);
    if (link.matches() && INTERFACE.matcher(link.group(2)).matches()) {
      Carrier carrier = Carrier.valueOf(link.group(3).toUpperCase(java.util.Locale.ROOT));
      Address.parse(link.group(1))
          .ifPresent(address ->
              devices.computeIfPresent(
                  address, (_, device) -> with(device, new Link(link.group(2), carrier))));
    }
  }

  private static Device with(Device device, Link link) {
    List<Link> links = new ArrayList<>(device.links());
    if (links.size() < MOST_DEVICES) {
      links.add(link);
    }
    return new Device(device.driver(), List.copyOf(links));
  }

  /** The line that tells one of its facts. */
  static String line(String name, Enum<?> value) {
    return name + " " + word(value);
  }

  /** As the script has it: {@code built-in}. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
