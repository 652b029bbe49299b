package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keyboards among the input devices of dom0.
 *
 * <p>{@code /proc/bus/input/devices} has a paragraph for each device: {@code N: Name="…"}, {@code
 * S: Sysfs=…}, {@code H: Handlers=…} and bitmaps such as {@code B: KEY=…}, words in hexadecimal,
 * the lowest last (drivers/input/input.c).
 */
final class Keyboards {
  /** Escape, the digits and the upper row of letters: a power button does not have these keys. */
  private static final long LETTERS = 0xfffffffeL;

  /**
   * The USB ids, as in the line {@code I: Bus=0003 Vendor=1050 Product=0407 Version=0110}, of
   * security keys that show all keys of a keyboard: those of Yubico, and the OnlyKey.
   */
  private static final List<String> SECURITY_KEYS =
      List.of("Vendor=1050 ", "Vendor=1d50 Product=60fc ");

  private Keyboards() {}

  static List<Consoles.Device> read(Machine machine) {
    String devices = machine.read(Path.of("/proc/bus/input/devices")).orElse("");
    List<Consoles.Device> keyboards = new ArrayList<>();
    for (String paragraph : devices.split("\n\n")) {
      keyboard(facts(paragraph)).ifPresent(keyboards::add);
    }
    return List.copyOf(keyboards);
  }

  private static Map<String, String> facts(String paragraph) {
    Map<String, String> facts = new TreeMap<>();
    for (String line : paragraph.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 3 && line.startsWith(": ", 1)) {
        facts.put(line.substring(3, equals), line.substring(equals + 1).strip());
      }
    }
    return facts;
  }

  /**
   * A keyboard whose keys reach the kernel's console; virtual keyboards of programs are left out,
   * and security keys, on which nobody can type a command.
   */
  private static Optional<Consoles.Device> keyboard(Map<String, String> facts) {
    String folder = facts.getOrDefault("Sysfs", "");
    boolean typed =
        List.of(facts.getOrDefault("Handlers", "").split(" ")).contains("kbd")
            && letters(facts.getOrDefault("KEY", ""))
            && !folder.startsWith("/devices/virtual/")
            && SECURITY_KEYS.stream().noneMatch(facts.getOrDefault("Bus", "")::contains);
    return typed
        ? Optional.of(
            new Consoles.Device(
                facts.getOrDefault("Name", "?").replace("\"", ""),
                PciBus.functionsAbove(Path.of("/sys" + folder))))
        : Optional.empty();
  }

  private static boolean letters(String bitmap) {
    try {
      String lowest = bitmap.substring(bitmap.lastIndexOf(' ') + 1);
      return (Long.parseUnsignedLong(lowest, 16) & LETTERS) == LETTERS;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
