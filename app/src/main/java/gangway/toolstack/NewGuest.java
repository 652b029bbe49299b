package gangway.toolstack;

import gangway.Problem;
import gangway.pci.Address;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PV guest that is to be made. What it is called and made of can be written into a definition as
 * it stands, whatever reads that.
 *
 * @param memory in MiB
 * @param kernel what starts it; without one, its first disk brings its own
 * @param disks files and devices of dom0, raw; the guest has them as {@code xvda}, {@code xvdb}, …
 * @param bridges of dom0: the guest has a network interface in each
 * @param functions what it has from its start
 */
public record NewGuest(
    String name,
    Toolstack toolstack,
    int memory,
    int vcpus,
    Optional<Kernel> kernel,
    List<Path> disks,
    List<String> bridges,
    List<Address> functions) {
  /** What xl, libvirt and files can all be given; digits alone would be a domain's number. */
  private static final Pattern NAME = Pattern.compile("(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** IFNAMSIZ in Linux, without what means something to a toolstack. */
  private static final Pattern BRIDGE = Pattern.compile("[A-Za-z0-9._-]{1,15}");

  /** So many letters {@code xvd} goes on with. */
  private static final int MOST_DISKS = 26;

  private static final int MOST_MEMORY = 16 * 1024 * 1024;
  private static final int MOST_VCPUS = 512;

  /**
   * A kernel of dom0's that starts the guest.
   *
   * @param arguments its command line
   */
  public record Kernel(Path image, Optional<Path> initrd, String arguments) {
    /** Xen hands on no longer ones (MAX_GUEST_CMDLINE in xen/include/public/xen.h). */
    private static final int MOST_ARGUMENTS = 1023;

    private static final String CONSOLE = "console=hvc0";

    public Kernel {
      writable(image);
      initrd.ifPresent(NewGuest::writable);
      arguments = Readiness.bouncing(arguments);
      if (arguments.length() > MOST_ARGUMENTS
          || !arguments.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw Problem.usage(
            "the kernel's arguments are too long, or have characters that are none of ASCII's",
            "give it at most %d plain letters".formatted(MOST_ARGUMENTS));
      }
    }

    /** One that is told of its console alone. */
    public static Kernel untold(Path image, Optional<Path> initrd) {
      return new Kernel(image, initrd, CONSOLE);
    }
  }

  public NewGuest {
    disks = List.copyOf(disks);
    bridges = List.copyOf(bridges);
    functions = functions.stream().distinct().toList();
    disks.forEach(NewGuest::writable);
    if (!NAME.matcher(name).matches() || name.startsWith(DefinitionFile.EXAMPLE)) {
      throw Problem.usage(
          "'%s' can be no guest's name".formatted(name),
          "use letters, digits and ._- , at most 64, the first a letter or a digit");
    }
    if (memory < 1 || memory > MOST_MEMORY || vcpus < 1 || vcpus > MOST_VCPUS) {
      throw Problem.usage(
          "a guest cannot have %d MiB and %d processors".formatted(memory, vcpus),
          "give it at most %d MiB and %d processors".formatted(MOST_MEMORY, MOST_VCPUS));
    }
    if (kernel.isEmpty() && disks.isEmpty()) {
      throw Problem.usage(
          "guest '%s' has nothing to start from".formatted(name), "add --kernel, or --disk");
    }
    if (disks.size() > MOST_DISKS || new HashSet<>(disks).size() < disks.size()) {
      throw Problem.usage(
          "a disk is named twice, or there are too many",
          "name each once, and at most %d".formatted(MOST_DISKS));
    }
    for (String bridge : bridges) {
      if (!BRIDGE.matcher(bridge).matches()) {
        throw Problem.usage(
            "'%s' is no bridge".formatted(bridge), "see 'ip link show type bridge'");
      }
    }
  }

  /** Quotes, commas and the like mean something to one toolstack or the other. */
  private static void writable(Path path) {
    boolean plain =
        path.isAbsolute()
            && path.toString()
                .chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || "/._+-@:~=".indexOf(c) >= 0);
    if (!plain) {
      throw Problem.usage(
          "'%s' cannot be named in every definition".formatted(path),
          "use a path of letters, digits and /._+-@:~= , or a link with such a name");
    }
  }

  /** The file its definition comes to stand in. */
  public Path file() {
    return switch (toolstack) {
      case XL -> DefinitionFile.XL.resolve(name + ".cfg");
      case VIRSH -> DefinitionFile.LIBVIRT.resolve(name + ".xml");
    };
  }

  /** The files and devices of dom0 that it is made of. */
  public Stream<Path> files() {
    return Stream.concat(
        kernel.stream().flatMap(k -> Stream.concat(Stream.of(k.image()), k.initrd().stream())),
        disks.stream());
  }

  /** Its definition, in that file. */
  public DefinitionFile definedBy(Definition content) {
    return new DefinitionFile(file(), Optional.empty(), content);
  }
}
