package gangway.boot;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The settings of mkinitcpio (mkinitcpio.conf(5)): its images contain the modules of {@code
 * MODULES} and load them before any device is found, and contain the files of {@code FILES} and, by
 * the hook {@code modconf}, all of {@code /etc/modprobe.d}.
 *
 * @param files the texts of the settings, in the order in which mkinitcpio reads them
 * @param target the file in which Gangway writes its settings
 * @param obstacle why Gangway cannot write there, a clause
 */
public record MkinitcpioSettings(
    SequencedMap<Path, String> files, Path target, Optional<String> obstacle)
    implements ImageSettings {
  /** The program, a script of bash. */
  public static final Path PROGRAM = Path.of("/usr/bin/mkinitcpio");

  private static final Path MAIN = Path.of("/etc/mkinitcpio.conf");

  /** Read since version 36, after {@link #MAIN}, in the order of the names. */
  private static final Path FOLDER = Path.of("/etc/mkinitcpio.conf.d");

  /** The last one by its name, so that no other file replaces its settings. */
  private static final Path DROP_IN = FOLDER.resolve("zz-gangway.conf");

  private static final String MODULES = "MODULES";
  private static final String FILES = "FILES";
  private static final AddedLines ADDED =
      new AddedLines(line -> line.startsWith(MODULES + "+=(") || line.startsWith(FILES + "+=("));

  public MkinitcpioSettings {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /** Whether mkinitcpio is installed; another tool can be installed, too. */
  public static boolean areRead(Machine machine) {
    return machine.exists(PROGRAM);
  }

  public static MkinitcpioSettings read(Machine machine, MkinitcpioPresets presets) {
    Set<Optional<Path>> named = presets.settings();
    Optional<Path> only = named.size() == 1 ? named.iterator().next() : Optional.empty();
    boolean dropIns =
        only.isEmpty()
            && machine.read(PROGRAM).filter(script -> script.contains("_d_config")).isPresent();
    Path main = only.orElse(MAIN);
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    machine.exact(main).ifPresent(text -> files.put(main, text));
    if (dropIns) {
      machine.list(FOLDER).stream()
          .filter(name -> name.endsWith(".conf"))
          .sorted()
          .map(FOLDER::resolve)
          .forEach(file -> machine.exact(file).ifPresent(text -> files.put(file, text)));
    }
    Path target = dropIns ? DROP_IN : main;
    return new MkinitcpioSettings(
        files, target, presets.obstacle().or(() -> obstacle(machine, named, target, files)));
  }

  private static Optional<String> obstacle(
      Machine machine, Set<Optional<Path>> named, Path target, SequencedMap<Path, String> files) {
    if (named.size() > 1) {
      return Optional.of("the presets in /etc/mkinitcpio.d use different files with settings");
    }
    if (machine.read(PROGRAM).filter(script -> script.contains("compressout")).isEmpty()) {
      return Optional.of(
          PROGRAM + " writes into the existing images: a power cut would leave a part of one");
    }
    if (machine.exists(target) && !machine.real(target).equals(Optional.of(target))) {
      return Optional.of(target + " is reached by a symbolic link");
    }
    BashArrays arrays = BashArrays.of(files.values());
    for (String name : List.of(MODULES, FILES)) {
      if (arrays.texts().contains(name)) {
        return Optional.of(
            "%s is a text in mkinitcpio's settings, and no array: write %s=(...)"
                .formatted(name, name));
      }
    }
    return files.keySet().stream()
        .filter(file -> files.getOrDefault(file, "").contains("\r"))
        .findFirst()
        .map(file -> file + " has lines that end in CR LF");
  }

  /** What Gangway has written; nothing if it has not. */
  public MkinitcpioSettings ofGangway() {
    SequencedMap<Path, String> own = new LinkedHashMap<>();
    own.put(target, String.join("\n", ADDED.of(files.getOrDefault(target, ""))));
    return new MkinitcpioSettings(own, target, obstacle);
  }

  /**
   * The edit that makes mkinitcpio put pciback and modprobe's files into its images.
   *
   * @param carried modprobe's files that the images must contain; without any, the lines go
   */
  public List<FileEdit> edits(List<Path> carried) {
    List<String> lines = new ArrayList<>();
    if (!carried.isEmpty()) {
      lines.add(MODULES + "+=(xen-pciback)");
      carried.forEach(file -> lines.add("%s+=(%s)".formatted(FILES, file)));
    }
    Optional<String> before = Optional.ofNullable(files.get(target));
    Optional<String> after = ADDED.in(before, lines);
    return before.equals(after) ? List.of() : List.of(new FileEdit(target, before, after));
  }

  /** Whether the images load pciback before any device is found. */
  public boolean loadsPciback() {
    return arrays().of(MODULES).stream().anyMatch(ModuleNames::isPciback);
  }

  /** Whether {@code FILES} names a file. */
  public boolean installs(Path file) {
    return arrays().of(FILES).contains(file.toString());
  }

  private boolean packs(Path file) {
    return installs(file) || arrays().of("HOOKS").contains("modconf");
  }

  @Override
  public Optional<String> gap(List<Path> needed) {
    return loadsPciback()
        ? needed.stream()
            .filter(file -> !packs(file))
            .findFirst()
            .map(file ->
                "the initramfs does not contain %s: mkinitcpio's settings have neither the hook"
                        .formatted(file)
                    + " modconf nor the file in FILES")
        : Optional.of(
            "the initramfs does not load xen-pciback: MODULES of mkinitcpio's settings does not"
                + " name it");
  }

  private BashArrays arrays() {
    return BashArrays.of(files.values());
  }
}
