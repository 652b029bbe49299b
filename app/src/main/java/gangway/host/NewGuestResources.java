package gangway.host;

import gangway.Text;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.request.Request;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.Toolstack;
import gangway.xen.definition.libvirt.Draft;
import gangway.xen.definition.xl.XlConfig;
import gangway.xen.guest.Guests;
import gangway.xen.guest.XapiGuests;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resources that a new guest needs, as far as this machine has them.
 *
 * @param occupied whether the file for its definition exists already
 * @param files those of its files and devices that exist, each with its path after all links
 * @param bridges those of its bridges that exist
 * @param bootloader whether pygrub is installed, which boots a guest with the kernel on its disk
 * @param freeMemory Xen's free memory in MiB, if known
 * @param draft virt-install's definition of the guest; empty if the toolstack is not libvirt, or if
 *     libvirt already has the guest
 * @param start its first start by xl; empty if it is not started, or by libvirt
 * @param ofXapi whether XAPI manages the guests of this machine
 */
public record NewGuestResources(
    boolean occupied,
    Map<Path, Path> files,
    Set<String> bridges,
    boolean bootloader,
    Optional<Integer> freeMemory,
    Optional<Draft> draft,
    Optional<DomainStart> start,
    boolean ofXapi) {

  /** The folders of pygrub: Debian's, Fedora's, and those of Xen's own Makefile. */
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/libexec/xen/bin"), Path.of("/usr/lib/xen/bin"), Path.of("/usr/bin"));

  private static final Path LIBRARIES = Path.of("/usr/lib");

  public NewGuestResources {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    bridges = Collections.unmodifiableSet(new LinkedHashSet<>(bridges));
  }

  static NewGuestResources read(Machine machine, Guests guests, Request.New request) {
    NewGuest guest = request.guest();
    Map<Path, Path> files = new TreeMap<>();
    guest.files().forEach(file -> machine.real(file).ifPresent(behind -> files.put(file, behind)));
    boolean known =
        guests.named(guest.name()).stream().anyMatch(one -> one.toolstack() == Toolstack.LIBVIRT);
    return new NewGuestResources(
        machine.exists(guest.file()),
        files,
        guest.bridges().stream().filter(b -> bridge(machine, b)).collect(Collectors.toSet()),
        bootloader(machine),
        machine
            .told(Command.of("xl", "info"))
            .flatMap(info -> Xen.property(info, "free_memory"))
            .flatMap(text -> Text.digits(text, 9).stream().boxed().findFirst()),
        guest.toolstack() == Toolstack.LIBVIRT && !known && files.size() == guest.files().count()
            ? Optional.of(Draft.of(machine, guest))
            : Optional.empty(),
        start(machine, request),
        XapiGuests.manages(machine));
  }

  /** The definition of a new guest has no UUID. */
  private static Optional<DomainStart> start(Machine machine, Request.New request) {
    return request.now() && request.guest().toolstack() == Toolstack.XL
        ? Optional.of(DomainStart.here(machine, request.guest().name(), DomainStart.newUuid()))
        : Optional.empty();
  }

  private static boolean bridge(Machine machine, String name) {
    return machine.exists(Path.of("/sys/class/net", name, "bridge"));
  }

  private static boolean bootloader(Machine machine) {
    Stream<Path> versioned =
        machine.list(LIBRARIES).stream()
            .filter(name -> name.startsWith("xen-"))
            .map(name -> LIBRARIES.resolve(name).resolve("bin"));
    return Stream.concat(versioned, PROGRAMS.stream())
        .map(folder -> folder.resolve("pygrub"))
        .anyMatch(machine::exists);
  }

  /** The guest's definition; empty if virt-install wrote no definition. */
  public Optional<DefinitionFile> definition(NewGuest guest) {
    return switch (guest.toolstack()) {
      case XL -> Optional.of(guest.definedBy(XlConfig.of(guest)));
      case LIBVIRT ->
          draft
              .filter(Draft.Written.class::isInstance)
              .map(Draft.Written.class::cast)
              .map(written -> guest.definedBy(written.xml().completed(guest)));
      case XAPI -> throw Toolstack.notOfXapi();
    };
  }
}
