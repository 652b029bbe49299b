package gangway.xen.definition;

import gangway.Problem;
import gangway.pci.PciAddress;
import gangway.xen.protocol.Readiness;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PV guest that is to be created. Its name and paths contain only characters that need no quoting
 * in any toolstack's definition.
 *
 * @param memory in MiB
 * @param kernel the kernel to boot; empty to boot the kernel on the first disk
 * @param disks raw files and devices of dom0; the guest sees them as {@code xvda}, {@code xvdb}, …
 *     …
 * @param bridges bridges of dom0; the guest gets a network interface in each
 * @param functions the functions that it has from its start
 */
public record NewGuest(
    String name,
    Toolstack toolstack,
    int memory,
    int vcpus,
    Optional<Kernel> kernel,
    List<Path> disks,
    List<String> bridges,
    List<PciAddress> functions) {
  /** Valid for xl, libvirt and file names; a name of digits only would be a domain ID. */
  private static final Pattern NAME = Pattern.compile("(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** At most IFNAMSIZ of Linux, without the special characters of the toolstacks. */
  private static final Pattern BRIDGE = Pattern.compile("[A-Za-z0-9._-]{1,15}");

  /** One letter after {@code xvd}. */
  private static final int MAX_DISKS = 26;

  private static final int MAX_MEMORY = 16 * 1024 * 1024;
  private static final int MAX_VCPUS = 512;

  /**
   * A kernel file of dom0 that boots the guest.
   *
   * @param arguments its command line
   */
  public record Kernel(Path image, Optional<Path> initrd, String arguments) {
    /** MAX_GUEST_CMDLINE in xen/include/public/xen.h, without the final NUL. */
    private static final int MAX_ARGUMENTS = 1023;

    private static final String CONSOLE = "console=hvc0";

    public Kernel {
      writable(image);
      initrd.ifPresent(NewGuest::writable);
      arguments = Readiness.bouncing(arguments);
      if (arguments.length() > MAX_ARGUMENTS
          || !arguments.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw Problem.usage(
            "the kernel arguments are too long or contain characters other than printable ASCII",
            "use at most %d printable ASCII characters".formatted(MAX_ARGUMENTS));
      }
    }

    /** A kernel whose only arguments are the console and the required ones. */
    public static Kernel untold(Path image, Optional<Path> initrd) {
      return new Kernel(image, initrd, CONSOLE);
    }
  }

  public NewGuest {
    disks = List.copyOf(disks);
    bridges = List.copyOf(bridges);
    functions = functions.stream().distinct().toList();
    disks.forEach(NewGuest::writable);
    if (!NAME.matcher(name).matches() || !DefinitionFile.namedForXl(name + ".cfg")) {
      throw Problem.usage(
          "'%s' is not a valid guest name".formatted(name),
          "use at most 64 letters, digits and ._- ; begin with a letter or digit, not only digits,"
              + " and not 'xlexample.' or 'xmexample'");
    }
    if (memory < 1 || memory > MAX_MEMORY || vcpus < 1 || vcpus > MAX_VCPUS) {
      throw Problem.usage(
          "%d MiB of memory or %d vCPUs are out of range".formatted(memory, vcpus),
          "use 1 to %d MiB and 1 to %d vCPUs".formatted(MAX_MEMORY, MAX_VCPUS));
    }
    if (kernel.isEmpty() && disks.isEmpty()) {
      throw Problem.usage(
          "guest '%s' has no kernel and no disk to boot from".formatted(name),
          "add --kernel or --disk");
    }
    if (disks.size() > MAX_DISKS || new HashSet<>(disks).size() < disks.size()) {
      throw Problem.usage(
          "a disk is given twice, or there are too many disks",
          "give each disk once, at most %d disks".formatted(MAX_DISKS));
    }
    for (String bridge : bridges) {
      if (!BRIDGE.matcher(bridge).matches()) {
        throw Problem.usage(
            "'%s' is not a valid bridge name".formatted(bridge),
            "list the bridges: 'ip link show type bridge'");
      }
    }
  }

  /** Refuses paths with quotes, commas and other characters that are special in a definition. */
  private static void writable(Path path) {
    boolean plain =
        path.isAbsolute()
            && path.toString()
                .chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || "/._+-@:~=".indexOf(c) >= 0);
    if (!plain) {
      throw Problem.usage(
          "the path '%s' contains characters that a definition cannot hold".formatted(path),
          "use an absolute path of letters, digits and /._+-@:~= , or a symbolic link with such a"
              + " path");
    }
  }

  /** Path of its future definition. */
  public Path file() {
    return switch (toolstack) {
      case XL -> DefinitionFile.XL.resolve(name + ".cfg");
      case LIBVIRT -> DefinitionFile.LIBVIRT.resolve(name + ".xml");
      case XAPI -> throw Toolstack.notOfXapi();
    };
  }

  /** The files and devices of dom0 that it uses. */
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
