package gangway.toolstack;

import gangway.pci.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A guest's definition for xl, read as xl reads it (tools/libs/util/libxlu_cfg_l.l and _y.y in
 * Xen's sources). A changed copy differs only in what had to change.
 */
final class XlConfig {
  private static final String PCI = "pci";

  private final String text;
  private final List<Assignment> assignments;

  private XlConfig(String text, List<Assignment> assignments) {
    this.text = text;
    this.assignments = assignments;
  }

  /**
   * One assignment of the file.
   *
   * @param adds whether it adds to an earlier value ({@code +=})
   * @param start where it starts in the text
   * @param end where it ends
   */
  record Assignment(String key, boolean adds, Value value, int start, int end) {}

  /** What is assigned, and where it stands in the text. */
  sealed interface Value {
    int start();

    int end();

    /** A string or a number, without its quotes. */
    record Atom(String content, int start, int end) implements Value {}

    /** Values in brackets. */
    record Items(List<Value> values, int start, int end) implements Value {}
  }

  /** Reads a definition; nothing if xl could not read it either. */
  static Optional<XlConfig> parse(String text) {
    return new XlConfigParser(text).parse().map(assignments -> new XlConfig(text, assignments));
  }

  /** The text of a key's last value, if that is a string or a number. */
  Optional<String> string(String key) {
    return last(key)
        .map(Assignment::value)
        .flatMap(value ->
            value instanceof Value.Atom atom ? Optional.of(atom.content()) : Optional.empty());
  }

  /** The functions the guest is defined to have. */
  List<Address> functions() {
    return items(PCI).flatMap(item -> new PciSpec(item.content()).function().stream()).toList();
  }

  /** The devices and files of dom0 that are the guest's disks. */
  List<Path> disks() {
    return items("disk").flatMap(item -> new DiskSpec(item.content()).path().stream()).toList();
  }

  /** The files of dom0 that the guest boots from: its kernel's, and a loader's. */
  List<Path> bootFiles() {
    return Stream.of("kernel", "ramdisk", "bootloader", "firmware_override")
        .flatMap(key -> string(key).stream())
        .flatMap(file -> DiskSpec.absolute(file).stream())
        .toList();
  }

  /** A copy in which the guest has one more function. */
  XlConfig withFunction(Address function) {
    if (functions().contains(function)) {
      return this;
    }
    String quoted = "\"" + function + "\"";
    Optional<Value.Items> list = lists(PCI).reduce((first, second) -> second);
    if (list.isEmpty()) {
      String lineEnd = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
      return changed(text.length(), text.length(), lineEnd + "pci = [ " + quoted + " ]\n");
    }
    List<Value> values = list.get().values();
    return values.isEmpty()
        ? changed(list.get().start(), list.get().end(), "[ " + quoted + " ]")
        : changed(values.getLast().end(), values.getLast().end(), ", " + quoted);
  }

  /** A copy in which the guest no longer has a function. */
  XlConfig withoutFunction(Address function) {
    for (Assignment assignment : assignments(PCI).toList()) {
      if (assignment.value() instanceof Value.Items list) {
        List<Value> values = list.values();
        for (int i = 0; i < values.size(); i++) {
          if (names(values.get(i), function)) {
            XlConfig without =
                values.size() == 1 ? withoutStatement(assignment) : withoutItem(values, i);
            return without.withoutFunction(function);
          }
        }
      }
    }
    return this;
  }

  private static boolean names(Value value, Address function) {
    return value instanceof Value.Atom atom
        && new PciSpec(atom.content()).function().equals(Optional.of(function));
  }

  /** Takes an item of several away with a comma, and no comment on another one. */
  private XlConfig withoutItem(List<Value> values, int index) {
    Value item = values.get(index);
    if (index + 1 < values.size()) {
      return changed(item.start(), values.get(index + 1).start(), "");
    }
    int before = values.get(index - 1).end();
    return text.substring(before, item.start()).contains("#")
        ? changed(item.start(), behindComma(item.end()), "")
        : changed(before, item.end(), "");
  }

  /** Where a list goes on behind a value and its comma, if it has one. */
  private int behindComma(int end) {
    int at = end;
    while (" \t\n#".indexOf(text.charAt(at)) >= 0) {
      at = text.charAt(at) == '#' ? text.indexOf('\n', at) : at + 1;
    }
    return text.charAt(at) == ',' ? at + 1 : end;
  }

  /**
   * Takes a statement away, with its line if nothing else is on it; where it stands in the place of
   * an earlier one, which would count again without it, it stays and gives nothing.
   */
  private XlConfig withoutStatement(Assignment assignment) {
    int start = assignment.start();
    int end = assignment.end();
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = text.indexOf('\n', end);
    boolean first = assignments.stream().noneMatch(a -> a.key().equals(PCI) && a.start() < start);
    boolean alone =
        (first || assignment.adds())
            && text.substring(lineStart, start).isBlank()
            && (lineEnd < 0 ? text.substring(end) : text.substring(end, lineEnd)).isBlank();
    return alone
        ? changed(lineStart, lineEnd < 0 ? text.length() : lineEnd + 1, "")
        : changed(start, end, assignment.adds() ? "pci += []" : "pci = []");
  }

  private XlConfig changed(int from, int to, String replacement) {
    String then = text.substring(0, from) + replacement + text.substring(to);
    return parse(then)
        .orElseThrow(() -> new IllegalStateException("an edited definition cannot be read"));
  }

  private Stream<Value.Atom> items(String key) {
    return lists(key)
        .flatMap(list -> list.values().stream())
        .filter(Value.Atom.class::isInstance)
        .map(Value.Atom.class::cast);
  }

  private Stream<Value.Items> lists(String key) {
    return assignments(key)
        .map(Assignment::value)
        .filter(Value.Items.class::isInstance)
        .map(Value.Items.class::cast);
  }

  /** The assignments that make up the list: the last {@code =} and the {@code +=} after it. */
  private Stream<Assignment> assignments(String key) {
    List<Assignment> effective = new ArrayList<>();
    for (Assignment assignment : assignments) {
      if (assignment.key().equals(key)) {
        if (!assignment.adds()) {
          effective.clear();
        }
        effective.add(assignment);
      }
    }
    return effective.stream();
  }

  private Optional<Assignment> last(String key) {
    return assignments.stream()
        .filter(assignment -> assignment.key().equals(key))
        .reduce((first, second) -> second);
  }

  /** The whole text. */
  @Override
  public String toString() {
    return text;
  }
}
