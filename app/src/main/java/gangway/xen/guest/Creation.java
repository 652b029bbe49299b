package gangway.xen.guest;

import gangway.json.JsonLine;
import gangway.machine.Machine;
import gangway.xen.definition.Definition;
import gangway.xen.definition.Passthrough;
import gangway.xen.definition.PciSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a running guest was created. libxl keeps this record until the guest is gone: {@code
 * userdata-d.DOMID.UUID.libxl-json} in {@code /var/lib/xen}. It does not contain the settings that
 * libxl chose itself (tools/libs/light/libxl_create.c, {@code guest_config_saved}).
 *
 * @param passthrough {@code enabled}, {@code disabled} or a synonym; absent if libxl decided by the
 *     guest's functions
 * @param hostMemoryMap whether the guest has the holes of the host's memory map ({@code
 *     e820_host}), in which functions have their memory
 * @param functions the functions that libxl assigns again when the guest reboots
 */
public record Creation(
    Optional<String> passthrough, boolean hostMemoryMap, List<PciSpec> functions) {
  private static final Path FOLDER = Path.of("/var/lib/xen");
  private static final int MAX_CHARACTERS = 1024 * 1024;

  public Creation {
    functions = List.copyOf(functions);
  }

  /** The text of a guest's record, which only root can read; empty if there is no record. */
  static String text(Machine machine, Domain domain) {
    return Optional.of(file(domain))
        .filter(_ -> machine.root())
        .flatMap(machine::read)
        .filter(text -> text.length() <= MAX_CHARACTERS)
        .orElse("");
  }

  /** Path of the record. */
  public static Path file(Domain domain) {
    return file(domain.domid(), domain.uuid());
  }

  /** Path of the record of a domain. */
  public static Path file(int domid, String uuid) {
    return FOLDER.resolve("userdata-d.%s.%s.libxl-json".formatted(domid, uuid));
  }

  /** Parses the text; empty if it is not a JSON object. */
  public static Optional<Creation> parse(String text) {
    return parsed(text, CreationReader::read);
  }

  /** The guest's name in the text; empty if it is not a JSON object, or has no name. */
  static Optional<String> name(String text) {
    return parsed(text, CreationReader::name).flatMap(name -> name);
  }

  /** The guest's UUID in the text; empty if it is not a JSON object, or has no UUID. */
  static Optional<String> uuid(String text) {
    return parsed(text, CreationReader::uuid).flatMap(uuid -> uuid);
  }

  /**
   * Whether libxl has completed the creation or the restore of a domain: libxl writes the record
   * last, before xl or libvirt unpauses the domain (tools/libs/light/libxl_create.c, {@code
   * domcreate_complete}; tools/xl/xl_vmcontrol.c, {@code create_domain}).
   */
  public static boolean completed(Machine machine, Domain domain) {
    return machine.exists(file(domain));
  }

  /**
   * Whether libxl may have completed the creation of a domain: it has, or its records are not known
   * to be at the expected path.
   */
  public static boolean mayBeComplete(Machine machine, Domain domain) {
    return !recorded(machine) || completed(machine, domain);
  }

  /** Whether libxl keeps its records at the expected path, so that a missing record means much. */
  public static boolean recorded(Machine machine) {
    return machine.exists(FOLDER);
  }

  private static <T> Optional<T> parsed(String text, Function<CreationReader, T> reading) {
    try {
      // a NUL byte may follow
      String object = text.substring(0, text.lastIndexOf('}') + 1);
      return Optional.of(reading.apply(new CreationReader(new JsonLine(object))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether functions can be attached to the running guest.
   *
   * <p>Without {@code passthrough}, libxl enables it for a guest that is created with a function.
   * xl also gives such a guest the host's memory map, and that remains visible after the functions
   * are detached. But the memory map is no proof if the definition itself asks for it, or if
   * libvirt created the guest.
   *
   * @param definition the guest's definition, if it has exactly one
   */
  public HotPlugSupport hotPlug(Optional<? extends Definition> definition) {
    if (passthrough.isPresent()) {
      return passthrough.get().equals(Passthrough.DISABLED.toString())
          ? HotPlugSupport.NO
          : HotPlugSupport.YES;
    }
    if (!functions.isEmpty()) {
      return HotPlugSupport.YES;
    }
    if (!hostMemoryMap) {
      return HotPlugSupport.NO;
    }
    return definition.filter(Definition::memoryMapOnlyWithDevices).isPresent()
        ? HotPlugSupport.YES
        : HotPlugSupport.UNKNOWN;
  }
}
