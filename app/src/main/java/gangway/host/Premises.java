package gangway.host;

import gangway.Text;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.Draft;
import gangway.toolstack.Guests;
import gangway.toolstack.NewGuest;
import gangway.toolstack.Toolstack;
import gangway.toolstack.XlConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a guest that is to be made is made of, as far as it is on this machine.
 *
 * @param occupied whether the file is there already that its definition is to come to
 * @param files the files and devices it names that are there, each with its path behind all links
 * @param bridges those it names that are there
 * @param bootloader whether pygrub is here, which starts guests that bring their own kernel
 * @param freeMemory what no domain has, in MiB, if Xen could be asked
 * @param draft what virt-install makes of it; nothing where libvirt has no part in it, or has the
 *     guest already
 */
public record Premises(
    boolean occupied,
    Map<Path, Path> files,
    Set<String> bridges,
    boolean bootloader,
    Optional<Integer> freeMemory,
    Optional<Draft> draft) {

  /** Where Xen's packages put it: Debian's, Fedora's, and those of Xen's own Makefile. */
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/libexec/xen/bin"), Path.of("/usr/lib/xen/bin"), Path.of("/usr/bin"));

  private static final Path LIBRARIES = Path.of("/usr/lib");

  static Premises read(Machine machine, Guests guests, NewGuest guest) {
    Map<Path, Path> files = new TreeMap<>();
    guest.files().forEach(file -> machine.real(file).ifPresent(behind -> files.put(file, behind)));
    boolean known =
        guests.named(guest.name()).stream().anyMatch(one -> one.toolstack() == Toolstack.VIRSH);
    return new Premises(
        machine.exists(guest.file()),
        files,
        guest.bridges().stream().filter(b -> bridge(machine, b)).collect(Collectors.toSet()),
        bootloader(machine),
        machine
            .told(Command.of("xl", "info"))
            .flatMap(info -> Xen.property(info, "free_memory"))
            .flatMap(text -> Text.digits(text, 9).stream().boxed().findFirst()),
        guest.toolstack() == Toolstack.VIRSH && !known && files.size() == guest.files().count()
            ? Optional.of(Draft.of(machine, guest))
            : Optional.empty());
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

  /** The guest's definition; nothing where virt-install wrote none. */
  public Optional<DefinitionFile> definition(NewGuest guest) {
    return switch (guest.toolstack()) {
      case XL -> Optional.of(guest.definedBy(XlConfig.of(guest)));
      case VIRSH ->
          draft
              .filter(Draft.Written.class::isInstance)
              .map(Draft.Written.class::cast)
              .map(written -> guest.definedBy(written.xml().completed(guest)));
    };
  }
}
