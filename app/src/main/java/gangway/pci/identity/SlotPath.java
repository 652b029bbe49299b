package gangway.pci.identity;

import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a function is plugged in: the root bus, and the device and function numbers on the way from
 * there to the function. Unlike an address, it has no number of a bus below a bridge, because these
 * numbers change when a card is added or removed.
 *
 * <p>The root bus is named as Linux names it, because a PCI domain can have several root buses with
 * the same device numbers.
 *
 * @param root the folder of the root bus in sysfs, {@code pci0000:00}
 * @param steps the bridges from the root bus down, and the function; at least one
 */
public record SlotPath(String root, List<Step> steps) {
  private static final Pattern ROOT = Pattern.compile("pci[0-9a-f]{4,7}:[0-9a-f]{2}");
  private static final Pattern STEP = Pattern.compile("([01][0-9a-f])\\.([0-7])");

  /**
   * A device and a function number on a bus.
   *
   * @param device 0 to 1f
   * @param function 0 to 7
   */
  public record Step(int device, int function) {
    private static Step of(PciAddress address) {
      return new Step(address.device(), address.function());
    }

    /** {@code 1c.0}. */
    @Override
    public String toString() {
      return "%02x.%x".formatted(device, function);
    }
  }

  public SlotPath {
    steps = List.copyOf(steps);
    if (!ROOT.matcher(root).matches() || steps.isEmpty()) {
      throw new IllegalArgumentException("not a slot path: " + root + " " + steps);
    }
  }

  /**
   * The slot path of a function.
   *
   * @param folder the folder of the function in sysfs, with all links resolved
   * @return empty if the folder is not below a root bus, or is not that of the function
   */
  public static Optional<SlotPath> of(Path folder, PciAddress function) {
    List<PciAddress> functions = PciBus.functionsAbove(folder);
    return functions.isEmpty() || !functions.getLast().equals(function)
        ? Optional.empty()
        : root(folder).map(root -> new SlotPath(root, functions.stream().map(Step::of).toList()));
  }

  private static Optional<String> root(Path folder) {
    for (Path name : folder) {
      if (ROOT.matcher(name.toString()).matches()) {
        return Optional.of(name.toString());
      }
    }
    return Optional.empty();
  }

  /**
   * Reads {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is no slot path
   */
  public static SlotPath parse(String text) {
    List<String> names = List.of(text.split("/", -1));
    List<Step> steps = new ArrayList<>();
    for (String name : names.subList(1, names.size())) {
      var matcher = STEP.matcher(name);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a slot path: " + text);
      }
      steps.add(
          new Step(Integer.parseInt(matcher.group(1), 16), Integer.parseInt(matcher.group(2), 16)));
    }
    return new SlotPath(names.getFirst(), steps);
  }

  /** {@code pci0000:00/1c.0/00.0}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(root);
    steps.forEach(step -> text.append('/').append(step));
    return text.toString();
  }
}
