package gangway.guest;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report of the script about a guest's system. The guest is not trusted: every value is checked
 * against a strict form.
 *
 * @param module the module that the guest needs for hot-plug
 * @param lacking the kernels on its disk that do not have the module
 * @param bootFile the file that loads the module at boot if Gangway prepares the guest
 * @param mine the settings that Gangway made: {@code boot}, {@code grub}
 * @param machineId the ID of the system (machine-id(5)), if it has one: the same in the running
 *     guest and on its disk
 * @param devices the devices that a running guest sees
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
    Optional<String> machineId,
    Map<PciAddress, Device> devices) {

  private static final Pattern MODULE = Pattern.compile("acpiphp|xen-pcifront");
  private static final Pattern FILE = Pattern.compile("/etc/[A-Za-z0-9/._-]{1,100}|-");
  private static final Pattern KERNELS = Pattern.compile("[A-Za-z0-9._+ -]{1,2000}");
  private static final Pattern MACHINE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern DRIVER = Pattern.compile("[\\x20-\\x7e]{1,64}");
  private static final Pattern INTERFACE = Pattern.compile("[!-~]{1,15}");

  /** More devices than fit on a guest's virtual bus. */
  private static final int MAX_DEVICES = 256;

  /** How a system loads modules at boot. */
  public enum Method {
    MODULES_LOAD,
    RHEL5,
    MODULES,
    NONE
  }

  /** Whether and how the module is available. */
  public enum Presence {
    LOADED,
    BUILT_IN,
    AVAILABLE,
    MISSING,
    UNKNOWN
  }

  /** Whether the module is loaded after the next boot. */
  public enum AtBoot {
    YES,
    NO,
    BUILT_IN
  }

  /** State of {@code iommu=soft} on the kernel's command line. */
  public enum SoftIommu {
    /** The running kernel has it. */
    SET,
    /** The kernel does not need it. */
    NEEDLESS,
    /** The configuration of GRUB has it, so it is set from the next boot on. */
    NEXT_BOOT,
    /** It must be added to the guest's own GRUB, which booted the guest. */
    GRUB,
    /** It must be added where the guest is booted from, which is outside the guest. */
    ELSEWHERE
  }

  /** A device as the guest sees it. */
  public record Device(Optional<String> driver, List<Link> links) {
    public Device {
      links = List.copyOf(links);
    }
  }

  /** A network interface of a device. */
  public record Link(String name, Carrier carrier) {}

  /** State of the link. */
  public enum Carrier {
    UP,
    DOWN,
    /** The interface is down, so the state of its link is unknown. */
    OFF
  }

  public GuestReport {
    lacking = List.copyOf(lacking);
    mine = List.copyOf(mine);
    devices = Map.copyOf(devices);
  }

  /**
   * Inspects a system.
   *
   * @throws Problem of kind REFUSED if that is not possible
   */
  public static GuestReport of(Machine machine, GuestSystem system, GuestKind kind) {
    Result result =
        machine
            .ask(system.look(kind))
            .orElseThrow(() ->
                Problem.refused(
                    "%s cannot be inspected: '%s' did not run"
                        .formatted(system, system.look(kind).words().getFirst()),
                    "run gangway on the host itself (not on a capture), and install that program"));
    if (!result.ok()) {
      throw Problem.refused(
          "%s cannot be inspected".formatted(system),
          system instanceof GuestSystem.Running
              ? "enable ssh login as root without a password; or prepare the guest by hand:"
                  + " 'gangway guest-prepare --print'"
              : "",
          result.complaint().stream().limit(5).toArray(String[]::new));
    }
    return parse(result.out())
        .orElseThrow(() ->
            Problem.refused(
                "the report of %s cannot be parsed".formatted(system),
                "check that the login shell runs the command and that the output is not"
                    + " truncated"));
  }

  /** Parses the script's output; empty if it is not complete. */
  static Optional<GuestReport> parse(String text) {
    Map<String, String> facts = new HashMap<>();
    Map<PciAddress, Device> devices = new LinkedHashMap<>();
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
              Optional.ofNullable(facts.get("machine-id"))
                  .filter(id -> MACHINE_ID.matcher(id).matches()),
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

  private static void device(String text, Map<PciAddress, Device> devices) {
    String[] words = text.split(" ", 2);
    Optional<PciAddress> address = PciAddress.parse(words[0]);
    if (address.isPresent() && devices.size() < MAX_DEVICES) {
      Optional<String> driver =
          Optional.of(words.length > 1 ? words[1] : "-")
              .filter(name -> !name.equals("-") && DRIVER.matcher(name).matches());
      devices.putIfAbsent(address.get(), new Device(driver, List.of()));
    }
  }

  private static void link(String text, Map<PciAddress, Device> devices) {
    Matcher link = Pattern.compile("(\\S+) (\\S+) (up|down|off)").matcher(text);
    if (link.matches() && INTERFACE.matcher(link.group(2)).matches()) {
      Carrier carrier = Carrier.valueOf(link.group(3).toUpperCase(java.util.Locale.ROOT));
      PciAddress.parse(link.group(1))
          .ifPresent(address ->
              devices.computeIfPresent(
                  address, (_, device) -> with(device, new Link(link.group(2), carrier))));
    }
  }

  private static Device with(Device device, Link link) {
    List<Link> links = new ArrayList<>(device.links());
    if (links.size() < MAX_DEVICES) {
      links.add(link);
    }
    return new Device(device.driver(), List.copyOf(links));
  }

  /** The line of the script's output for a fact. */
  static String line(String name, Enum<?> value) {
    return name + " " + word(value);
  }

  /** The word in the script's output: {@code built-in}. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
