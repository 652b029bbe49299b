package gangway.host;

import gangway.Text;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The handlers of dom0's interrupts.
 *
 * @param handlers the names of the handlers, by the interrupt's number; pciback's handlers are
 *     named {@code xen-pciback[0000:09:00.0]}
 */
public record InterruptLines(Map<Integer, List<String>> handlers) {
  public InterruptLines {
    handlers = Collections.unmodifiableMap(new LinkedHashMap<>(handlers));
  }

  /**
   * Reads {@code /proc/interrupts}: number, a count for each processor, chip and trigger, and after
   * two blanks the handlers' names, separated by commas (kernel/irq/proc.c, {@code
   * show_interrupts}).
   */
  static InterruptLines read(Machine machine) {
    Map<Integer, List<String>> handlers = new HashMap<>();
    for (String line : machine.lines(Path.of("/proc/interrupts"))) {
      int colon = line.indexOf(':');
      String number = colon < 0 ? "" : line.substring(0, colon).strip();
      Text.digits(number, 9)
          .ifPresent(n -> handlers.put(n, names(line.substring(colon + 1).stripTrailing())));
    }
    return new InterruptLines(handlers);
  }

  public List<String> on(int line) {
    return handlers.getOrDefault(line, List.of());
  }

  /** Without a handler, the last column is the trigger, {@code -ioapic-level}. */
  private static List<String> names(String columns) {
    int last = columns.lastIndexOf("  ");
    return Stream.of(columns.substring(last < 0 ? 0 : last + 2).split(", "))
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !name.startsWith("-"))
        .toList();
  }
}
