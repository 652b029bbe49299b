package gangway.xen.definition.xl;

import gangway.pci.PciAddress;
import gangway.xen.definition.CNumbers;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DiskSpec;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.OtherDisk;
import gangway.xen.definition.PciOptions;
import gangway.xen.definition.PciSpec;
import gangway.xen.definition.Refusal;
import gangway.xen.definition.Toolstack;
import gangway.xen.definition.xl.XlConfigParser.Statements;
import gangway.xen.protocol.Assignment;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.Readiness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A guest's definition for xl, parsed as xl parses it (tools/libs/util/libxlu_cfg.c and
 * tools/xl/xl_parse.c in Xen's sources, release 4.17). A changed copy keeps all text that need not
 * change.
 */
public final class XlConfig implements Definition {
  private static final String PCI = "pci";

  private final String text;
  private final Statements statements;

  private XlConfig(String text, Statements statements) {
    this.text = text;
    this.statements = statements;
  }

  /**
   * One assignment of the file.
   *
   * @param adds whether it appends to an earlier value ({@code +=})
   * @param start where it starts in the text
   * @param end where it ends
   */
  record Assignment(String key, boolean adds, Value value, int start, int end) {}

  /** An assigned value and its position in the text. */
  sealed interface Value {
    int start();

    int end();

    /** A string or a number, without its quotes. */
    record Atom(String content, int start, int end) implements Value {}

    /** Values in brackets. */
    record Items(List<Value> values, int start, int end) implements Value {
      public Items {
        values = List.copyOf(values);
      }
    }
  }

  /** A range of the text and its replacement. */
  record Edit(int from, int to, String replacement) {}

  /** Parses a definition; empty if xl cannot parse it. */
  public static Optional<XlConfig> parse(String text) {
    try {
      return Optional.of(read(text));
    } catch (NotXl e) {
      return Optional.empty();
    }
  }

  /** Parses a definition, or throws the reason why xl cannot parse it. */
  public static XlConfig read(String text) throws NotXl {
    return new XlConfig(text, new XlConfigParser(text).parse());
  }

  /** A new guest's definition, ready for hot-plug. */
  public static Definition of(NewGuest guest) {
    Definition definition = parse(new XlDraft(guest).text()).orElseThrow().ready();
    for (PciAddress function : guest.functions()) {
      definition = definition.with(function);
    }
    return definition;
  }

  @Override
  public Toolstack toolstack() {
    return Toolstack.XL;
  }

  /** The guest's name; empty if the definition has none, of which xl makes no guest. */
  @Override
  public String guest() {
    return string("name").orElse("");
  }

  @Override
  public boolean describes(NewGuest wanted) {
    return text.equals(of(wanted).text());
  }

  @Override
  public List<Readiness> lacks() {
    return new XlReadiness(this).lacks();
  }

  @Override
  public Definition with(Readiness setting) {
    return new XlReadiness(this).with(setting);
  }

  /** The value of a key as text, if it is a string or a number. */
  public Optional<String> string(String key) {
    List<Assignment> parts = assignments(key);
    if (parts.isEmpty() || parts.getFirst().value() instanceof Value.Items) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (Assignment part : parts) {
      text.append(((Value.Atom) part.value()).content());
    }
    return Optional.of(text.toString());
  }

  /** The value of a key as a number; xl refuses a number with {@code +=}. */
  OptionalLong number(String key) {
    boolean whole = last(key).filter(last -> !last.adds()).isPresent();
    return whole
        ? string(key).map(CNumbers::whole).orElse(OptionalLong.empty())
        : OptionalLong.empty();
  }

  /** The devices in the definition, without entries that xl cannot parse. */
  @Override
  public List<PciSpec> pci() {
    PciOptions unsaid = unsaid();
    return items(PCI).flatMap(item -> PciSpec.parse(item.content(), unsaid).stream()).toList();
  }

  /** The first entry that makes xl refuse the whole definition, if any. */
  @Override
  public Optional<String> refusedEntry() {
    return items(PCI)
        .map(Value.Atom::content)
        .filter(content -> PciSpec.parse(content, PciOptions.NONE).isEmpty())
        .findFirst();
  }

  /** The entries as written. */
  @Override
  public List<String> entries() {
    return items(PCI).map(Value.Atom::content).toList();
  }

  private PciOptions unsaid() {
    return new PciOptions(
        isSet("pci_permissive"),
        isSet("pci_msitranslate"),
        isSet("pci_power_mgmt"),
        isSet("pci_seize"),
        false);
  }

  /** xl keeps only 32 bits of such a number. */
  private boolean isSet(String key) {
    return (int) number(key).orElse(0) != 0;
  }

  @Override
  public GuestType type() {
    return XlSettings.of(this).type();
  }

  @Override
  public Optional<Refusal> refusal() {
    return XlSettings.of(this).refusal();
  }

  /** Whether it has no kernel, bootloader or firmware, although the guest needs one of them. */
  public boolean bootsNothing() {
    return XlSettings.bootsNothing(this, type());
  }

  @Override
  public boolean memoryMapOnlyWithDevices() {
    return !XlSettings.of(this).ownMemoryMap();
  }

  /** Whether the guest starts with less memory than its maximum. */
  @Override
  public boolean growing() {
    OptionalLong first = number("memory");
    OptionalLong most = number("maxmem");
    return first.isPresent() && most.isPresent() && first.getAsLong() < most.getAsLong();
  }

  @Override
  public List<PciAddress> functions() {
    return pci().stream().flatMap(spec -> spec.function().stream()).toList();
  }

  @Override
  public List<Path> disks() {
    return items("disk").flatMap(item -> new DiskSpec(item.content()).path().stream()).toList();
  }

  @Override
  public List<OtherDisk> otherDisks() {
    return items("disk").flatMap(item -> new DiskSpec(item.content()).other().stream()).toList();
  }

  /** The files of dom0 that the guest boots from: kernel, initrd, loader. */
  @Override
  public List<Path> bootFiles() {
    return Stream.of("kernel", "ramdisk", "bootloader", "firmware_override")
        .flatMap(key -> string(key).stream())
        .flatMap(file -> DiskSpec.absolute(file).stream())
        .toList();
  }

  @Override
  public XlConfig with(PciAddress function) {
    if (functions().contains(function)) {
      return this;
    }
    String literal = '"' + function.toString() + '"';
    List<Value.Items> lists = lists(PCI).toList();
    return lists.isEmpty()
        ? withStatement("pci = [ " + literal + " ]")
        : changed(List.of(XlListEdits.insertion(text, lists, literal)));
  }

  /** A copy with one more statement at the end. */
  XlConfig withStatement(String statement) {
    int end = statements.end();
    String lineEnd = end == 0 || text.charAt(end - 1) == '\n' ? "" : "\n";
    return changed(end, end, lineEnd + statement + "\n");
  }

  /**
   * A copy in which a key, which is not a list, has a value; an existing value is replaced in its
   * place.
   *
   * @param literal the value as written in the file: a number, or {@link #quoted}
   */
  XlConfig with(String key, String literal) {
    Optional<Value> value = last(key).filter(last -> !last.adds()).map(Assignment::value);
    return value
        .map(old -> changed(old.start(), old.end(), literal))
        .orElseGet(() -> withStatement(key + " = " + literal));
  }

  /** A string of one line in the form of the file. */
  static String quoted(String content) {
    return '"' + content.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The entries with options or a slot, as written. */
  @Override
  public List<String> settings(PciAddress function) {
    Optional<PciSpec> plain = PciSpec.parse(function.toString(), unsaid());
    return items(PCI)
        .map(Value.Atom::content)
        .filter(content -> XlEntry.names(content, function))
        .filter(content -> !PciSpec.parse(content, unsaid()).equals(plain))
        .toList();
  }

  /** A copy without a function. */
  @Override
  public XlConfig without(PciAddress function) {
    // by identity, because lists can be nested a thousand levels deep
    Set<Value> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    items(PCI).filter(item -> XlEntry.names(item.content(), function)).forEach(gone::add);
    List<Edit> edits = new ArrayList<>();
    for (Assignment assignment : assignments(PCI)) {
      if (assignment.value() instanceof Value.Items list) {
        List<Value> values = list.values();
        if (!values.isEmpty() && gone.containsAll(values)) {
          edits.add(withoutStatement(assignment, list));
        } else if (values.stream().anyMatch(gone::contains)) {
          edits.addAll(XlListEdits.removal(text, values, gone));
        }
      }
    }
    return edits.isEmpty() ? this : changed(edits);
  }

  /**
   * A copy in which functions are replaced by others; each keeps the options of the one that it
   * replaces.
   */
  @Override
  public XlConfig replacing(Map<PciAddress, PciAddress> instead) {
    return changed(
        items(PCI)
            .flatMap(item ->
                XlEntry.replacing(item.content(), instead)
                    .map(content -> new Edit(item.start(), item.end(), quoted(content)))
                    .stream())
            .toList());
  }

  /**
   * Deletes a statement, with its line if nothing else is on the line. If the statement overrides
   * an earlier one, which would otherwise count again, it stays with an empty list.
   */
  private Edit withoutStatement(Assignment assignment, Value.Items list) {
    int start = assignment.start();
    int end = assignment.end();
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = text.indexOf('\n', end);
    boolean first =
        statements.assignments().stream()
            .noneMatch(other -> other.key().equals(PCI) && other.start() < start);
    boolean alone =
        (first || assignment.adds())
            && text.substring(lineStart, start).isBlank()
            && (lineEnd < 0 ? text.substring(end) : text.substring(end, lineEnd)).isBlank();
    return alone
        ? new Edit(lineStart, lineEnd < 0 ? text.length() : lineEnd + 1, "")
        : new Edit(list.start(), list.end(), "[]");
  }

  private XlConfig changed(int from, int to, String replacement) {
    return changed(List.of(new Edit(from, to, replacement)));
  }

  private XlConfig changed(List<Edit> edits) {
    StringBuilder then = new StringBuilder();
    int at = 0;
    for (Edit edit :
        edits.stream().sorted((a, b) -> Integer.compare(a.from(), b.from())).toList()) {
      then.append(text, at, edit.from()).append(edit.replacement());
      at = edit.to();
    }
    then.append(text, at, text.length());
    return parse(then.toString())
        .orElseThrow(() -> new IllegalStateException("an edited definition cannot be parsed"));
  }

  /** The items that xl finds in a list: all before the first nested list. */
  private Stream<Value.Atom> items(String key) {
    return lists(key)
        .flatMap(list -> list.values().stream())
        .takeWhile(Value.Atom.class::isInstance)
        .map(Value.Atom.class::cast);
  }

  private Stream<Value.Items> lists(String key) {
    return assignments(key).stream()
        .map(Assignment::value)
        .filter(Value.Items.class::isInstance)
        .map(Value.Items.class::cast);
  }

  /**
   * The assignments that form a value, all of one kind: the last {@code =} and every {@code +=}
   * after it.
   */
  private List<Assignment> assignments(String key) {
    List<Assignment> effective = new ArrayList<>();
    for (Assignment assignment : statements.assignments()) {
      if (assignment.key().equals(key)) {
        if (!assignment.adds()) {
          effective.clear();
        }
        effective.add(assignment);
      }
    }
    return effective;
  }

  private Optional<Assignment> last(String key) {
    return statements.assignments().stream()
        .filter(assignment -> assignment.key().equals(key))
        .reduce((first, second) -> second);
  }

  @Override
  public String text() {
    return text;
  }

  /** The whole text. */
  @Override
  public String toString() {
    return text;
  }
}
