package gangway.boot.loader;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * GRUB of XenServer and XCP-ng. Their own tool changes its configuration, and XAPI does so by that
 * tool (xen-api, ocaml/xapi/pciops.ml): {@code xe pci-disable-dom0-access}.
 *
 * @param configuration the {@code grub.cfg} that the tool changes
 */
record XenServerGrub(Path configuration, XenServerEntries entriesOfTool) implements ToolLoader {
  private static final Path TOOL = Path.of("/opt/xensource/libexec/xen-cmdline");

  /** In the order in which the tool searches them: UEFI, BIOS (xcp/bootloader.py). */
  private static final List<Path> CONFIGURATIONS =
      List.of(
          Path.of("/boot/efi/EFI/xenserver/grub.cfg"),
          Path.of("/boot/grub/grub.cfg"),
          Path.of("/boot/grub2/grub.cfg"));

  static boolean isInstalled(Machine machine) {
    return machine.exists(TOOL);
  }

  /** The boot loader of a machine, with a reason if it is not as this class needs it. */
  static BootLoader of(Machine machine) {
    return CONFIGURATIONS.stream()
        .filter(machine::exists)
        .findFirst()
        .map(file -> of(machine, file))
        .orElseGet(() -> unsupported("none of the configurations exists that the tool changes"));
  }

  private static BootLoader of(Machine machine, Path file) {
    Optional<String> text;
    Optional<String> chosen;
    try {
      text = machine.exact(file);
      chosen = machine.exact(file.resolveSibling("grubenv")).flatMap(XenServerEntries::chosen);
    } catch (Problem unreadable) {
      // root must not be told that nothing is hidden; others see what this boot hides
      if (machine.root()) {
        throw unreadable;
      }
      return unsupported("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
    XenServerEntries entries = new XenServerEntries(text.orElse(""), chosen);
    return obstacle(machine, file, entries)
        .<BootLoader>map(XenServerGrub::unsupported)
        .orElseGet(() -> new XenServerGrub(file, entries));
  }

  private static UnsupportedLoader unsupported(String why) {
    return new UnsupportedLoader("%s is installed, but %s".formatted(TOOL, why), Optional.empty());
  }

  private static Optional<String> obstacle(Machine machine, Path file, XenServerEntries entries) {
    if (!machine.real(file).equals(Optional.of(file))) {
      return Optional.of("%s is reached by a symbolic link".formatted(file));
    }
    if (entries.text().contains("\r")) {
      return Optional.of(file + " has lines that end in CR LF");
    }
    if (entries.next().isEmpty()) {
      return Optional.of("it is not known which entry of %s is the next boot".formatted(file));
    }
    List<String> here = List.of(machine.read(CURRENT).orElse("").strip().split("\\s+"));
    return entries
            .all()
            .flatMap(kernel -> List.of(kernel.arguments().split("\\s+")).stream())
            .anyMatch(word -> word.startsWith("root=") && here.contains(word))
        ? Optional.empty()
        : Optional.of(
            "no entry in %s has the root= of %s: this boot did not use it"
                .formatted(file, CURRENT));
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  /** Nothing generates it. */
  @Override
  public Optional<List<String>> commandLines() {
    return Optional.empty();
  }

  @Override
  public String tool() {
    return TOOL.toString();
  }

  @Override
  public KernelLine next() {
    return entriesOfTool.next().orElseThrow();
  }

  @Override
  public String text() {
    return entriesOfTool.text();
  }

  @Override
  public String with(Optional<String> value) {
    return entriesOfTool.with(PARAMETER, value);
  }

  @Override
  public Command store(Optional<String> wanted) {
    return wanted
        .map(value -> Command.of(tool(), "--set-dom0", PARAMETER + "=" + value))
        .orElseGet(() -> Command.of(tool(), "--delete-dom0", PARAMETER));
  }

  /** The tool prints {@code xen-pciback.hide=...}, or an empty line. */
  @Override
  public boolean agrees(Machine machine, Optional<String> wanted) {
    Optional<String> told =
        machine
            .ask(Command.of(tool(), "--get-dom0", PARAMETER))
            .filter(Result::ok)
            .map(result -> result.out().strip());
    return entriesOfTool.values(PARAMETER).equals(wanted.stream().toList())
        && told.equals(Optional.of(wanted.map(value -> PARAMETER + "=" + value).orElse("")));
  }

  @Override
  public Optional<String> value(String text) {
    return new XenServerEntries(text, entriesOfTool.chosen())
        .values(PARAMETER).stream().reduce((_, last) -> last);
  }
}
