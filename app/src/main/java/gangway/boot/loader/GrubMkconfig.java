package gangway.boot.loader;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * GRUB with a configuration that grub-mkconfig generates from {@code /etc/default/grub}. Its script
 * {@code /etc/grub.d/20_linux_xen} puts {@code GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT} into all
 * entries that boot Xen, except recovery entries.
 *
 * @param program {@code grub-mkconfig}, or {@code grub2-mkconfig} of Fedora and SUSE
 * @param configuration the generated {@code grub.cfg}
 * @param current its text
 * @param readsDropIns whether the program reads {@code /etc/default/grub.d}, as Debian's does
 */
record GrubMkconfig(Path program, Path configuration, BootEntries current, boolean readsDropIns)
    implements GrubLoader {
  static final Path XEN_SCRIPT = Path.of("/etc/grub.d/20_linux_xen");
  private static final String GENERATED = "### BEGIN " + XEN_SCRIPT + " ###";

  /** The last one by its name, so that no other file replaces its setting. */
  private static final Path DROP_IN = Path.of("/etc/default/grub.d/zz-gangway.cfg");

  /** A program, and the configuration that it generates. */
  private record Installed(Path program, Path configuration) {}

  private static final List<Installed> INSTALLED =
      List.of(
          new Installed(Path.of("/usr/sbin/grub-mkconfig"), Path.of("/boot/grub/grub.cfg")),
          new Installed(Path.of("/usr/bin/grub-mkconfig"), Path.of("/boot/grub/grub.cfg")),
          new Installed(Path.of("/usr/sbin/grub2-mkconfig"), Path.of("/boot/grub2/grub.cfg")),
          new Installed(Path.of("/usr/bin/grub2-mkconfig"), Path.of("/boot/grub2/grub.cfg")));

  static boolean isInstalled(Machine machine) {
    return INSTALLED.stream().anyMatch(one -> machine.exists(one.program()));
  }

  /** The boot loader of a machine, with a reason if it is not as this class needs it. */
  static BootLoader of(Machine machine) {
    Optional<Installed> installed =
        INSTALLED.stream().filter(one -> machine.exists(one.program())).findFirst();
    return installed
        .map(one -> of(machine, one))
        .orElseGet(() -> unsupported("grub-mkconfig is not installed"));
  }

  private static BootLoader of(Machine machine, Installed installed) {
    Path file = installed.configuration();
    Optional<String> text;
    try {
      text = machine.exact(file);
    } catch (Problem unreadable) {
      return unsupported("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
    if (text.isEmpty()) {
      return unsupported(file + " does not exist");
    }
    BootEntries entries = new BootEntries(text.get());
    return obstacle(machine, file, entries)
        .<BootLoader>map(why -> new UnsupportedLoader(why, known(machine, entries)))
        .orElseGet(() ->
            new GrubMkconfig(
                installed.program(),
                file,
                entries,
                machine
                    .read(installed.program())
                    .filter(script -> script.contains("/default/grub.d"))
                    .isPresent()));
  }

  private static UnsupportedLoader unsupported(String why) {
    return new UnsupportedLoader(why, Optional.empty());
  }

  /** The entries, if this boot can have been one of them. */
  private static Optional<BootEntries> known(Machine machine, BootEntries entries) {
    return Optional.of(entries).filter(all -> ofThisBoot(machine, all));
  }

  private static Optional<String> obstacle(Machine machine, Path file, BootEntries entries) {
    if (!machine.real(file).equals(Optional.of(file))) {
      return Optional.of("%s is reached by a symbolic link".formatted(file));
    }
    if (entries.text().contains("\r")) {
      return Optional.of(file + " has lines that end in CR LF");
    }
    if (!entries.text().contains(GENERATED)) {
      return Optional.of(
          "%s was not generated with %s: grub-mkconfig would replace it"
              .formatted(file, XEN_SCRIPT));
    }
    if (machine.read(XEN_SCRIPT).filter(script -> script.contains(GrubLoader.VARIABLE)).isEmpty()) {
      return Optional.of("%s does not use %s".formatted(XEN_SCRIPT, GrubLoader.VARIABLE));
    }
    if (entries.count() == 0) {
      return Optional.of("no entry in %s loads Xen and then dom0's kernel".formatted(file));
    }
    return ofThisBoot(machine, entries)
        ? Optional.empty()
        : Optional.of(
            "no entry in %s has the root= of %s: this boot did not use it"
                .formatted(file, BootLoader.CURRENT));
  }

  private static boolean ofThisBoot(Machine machine, BootEntries entries) {
    List<String> here = List.of(machine.read(BootLoader.CURRENT).orElse("").strip().split("\\s+"));
    return entries.commandLines().stream()
        .flatMap(line -> Stream.of(line.split("\\s+")))
        .anyMatch(word -> word.startsWith("root=") && here.contains(word));
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> dropIn() {
    return readsDropIns ? Optional.of(DROP_IN) : Optional.empty();
  }

  @Override
  public Path generated() {
    return configuration.resolveSibling("gangway-new-" + configuration.getFileName());
  }

  /** The time depends on the number of disks, if os-prober is enabled. */
  @Override
  public Command generate() {
    return Command.of(String.valueOf(program.getFileName()), "-o", generated().toString())
        .unlimited();
  }

  @Override
  public List<Path> leftovers() {
    return List.of(generated(), generated().resolveSibling(generated().getFileName() + ".new"));
  }

  @Override
  public Optional<String> whileGenerating(Path file, String text) {
    return Optional.empty();
  }
}
