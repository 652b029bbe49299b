package gangway.boot;

import gangway.boot.ShellVariables.Variable;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The settings of mkinitfs (mkinitfs(1)): its images contain the modules and files of the features
 * that {@code features=} names, a feature being two files in {@code features.d}. The feature base
 * has all of {@code /etc/modprobe.d}; no feature of Alpine has pciback.
 *
 * <p>Gangway has a feature of its own. What loads the drivers in the image, nlplug-findfs, uses
 * libkmod and so follows the softdep lines in modprobe's files. BusyBox's modprobe may not know
 * them, so kmod's must be installed, which is in the image then.
 *
 * @param files the texts of the settings, and of Gangway's feature
 * @param features the features in effect
 * @param modules the lines of the features with modules
 * @param kmod whether modprobe is kmod's
 * @param obstacle why Gangway cannot write its settings, a clause
 */
public record MkinitfsSettings(
    SequencedMap<Path, String> files,
    List<String> features,
    List<String> modules,
    boolean kmod,
    Optional<String> obstacle)
    implements ImageSettings {
  private static final Path PROGRAM = Path.of("/sbin/mkinitfs");
  private static final Path MAIN = Path.of("/etc/mkinitfs/mkinitfs.conf");
  private static final Path FOLDER = Path.of("/etc/mkinitfs/features.d");
  private static final String FEATURE = "gangway";

  /** The modules of Gangway's feature. */
  private static final Path MODULES = FOLDER.resolve(FEATURE + ".modules");

  /** The files of Gangway's feature. */
  private static final Path FILES = FOLDER.resolve(FEATURE + ".files");

  /** The line of Gangway's feature for its module. */
  static final String PCIBACK = "kernel/drivers/xen/xen-pciback/xen-pciback.ko*";

  private static final String VARIABLE = "features";

  /** The line at the end of the main file that puts Gangway's feature into effect. */
  static final String ADDITION = VARIABLE + "=\"$" + VARIABLE + " " + FEATURE + "\"";

  private static final AddedLines ADDED = new AddedLines(ADDITION::equals);
  private static final Path ETC = Path.of("/etc/modprobe.d");

  public MkinitfsSettings {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    features = List.copyOf(features);
    modules = List.copyOf(modules);
  }

  /** Whether mkinitfs is installed; another tool can be installed, too. */
  public static boolean areRead(Machine machine) {
    return machine.exists(PROGRAM);
  }

  public static MkinitfsSettings read(Machine machine) {
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    for (Path file : List.of(MAIN, MODULES, FILES)) {
      machine.exact(file).ifPresent(text -> files.put(file, text));
    }
    List<String> features = features(files);
    List<String> modules = new ArrayList<>();
    for (String feature : features) {
      modules.addAll(machine.lines(FOLDER.resolve(feature + ".modules")));
    }
    boolean kmod =
        machine
            .real(Path.of("/sbin/modprobe"))
            .filter(program -> program.endsWith("kmod"))
            .isPresent();
    return new MkinitfsSettings(
        files, features, modules, kmod, obstacle(machine, files, features, kmod));
  }

  private static List<String> features(SequencedMap<Path, String> files) {
    SequencedMap<Path, String> main = new LinkedHashMap<>();
    main.put(MAIN, files.getOrDefault(MAIN, ""));
    Map<String, Variable> variables = ShellVariables.of(main);
    Variable features = variables.get(VARIABLE);
    return features == null ? List.of() : List.of(features.value().strip().split("\\s+"));
  }

  private static Optional<String> obstacle(
      Machine machine, SequencedMap<Path, String> files, List<String> features, boolean kmod) {
    if (!kmod) {
      return Optional.of(
          "modprobe is not kmod's: it may ignore the lines that load pciback first (install the"
              + " package kmod)");
    }
    if (!features.contains("base")) {
      return Optional.of(MAIN + " does not set " + VARIABLE + "= with the feature base");
    }
    if (files.getOrDefault(MAIN, "").contains("\r")) {
      return Optional.of(MAIN + " has lines that end in CR LF");
    }
    return files.keySet().stream()
        .filter(file -> !machine.real(file).equals(Optional.of(file)))
        .findFirst()
        .map(file -> file + " is reached by a symbolic link");
  }

  /**
   * The edits that make mkinitfs put pciback and modprobe's files into its images.
   *
   * @param carried modprobe's files that the images must contain; without any, Gangway's feature
   *     goes
   */
  public List<FileEdit> edits(List<Path> carried) {
    boolean wanted = !carried.isEmpty();
    List<FileEdit> edits = new ArrayList<>();
    add(edits, MODULES, Optional.of(PCIBACK + "\n").filter(_ -> wanted));
    add(
        edits,
        FILES,
        Optional.of(String.join("", carried.stream().map(file -> file + "\n").toList()))
            .filter(_ -> wanted));
    add(
        edits,
        MAIN,
        ADDED.in(Optional.ofNullable(files.get(MAIN)), wanted ? List.of(ADDITION) : List.of()));
    return edits;
  }

  private void add(List<FileEdit> edits, Path file, Optional<String> after) {
    Optional<String> before = Optional.ofNullable(files.get(file));
    if (!before.equals(after)) {
      edits.add(new FileEdit(file, before, after));
    }
  }

  /** Whether Gangway's feature is in effect. */
  public boolean hasFeature() {
    return features.contains(FEATURE);
  }

  /** Whether Gangway's feature names a file. */
  public boolean installs(Path file) {
    return hasFeature() && files.getOrDefault(FILES, "").lines().anyMatch(file.toString()::equals);
  }

  @Override
  public Optional<String> gap(List<Path> needed) {
    if (!kmod) {
      return Optional.of(
          "the initramfs has BusyBox's modprobe, which may ignore the lines that load pciback"
              + " first");
    }
    if (modules.stream().noneMatch(line -> line.contains("xen-pciback"))) {
      return Optional.of(
          "the initramfs does not contain xen-pciback: no feature of mkinitfs has it");
    }
    return needed.stream()
        .filter(file -> !file.startsWith(ETC) && !installs(file))
        .findFirst()
        .map(file ->
            "the initramfs does not contain %s: no feature of mkinitfs has it".formatted(file));
  }
}
