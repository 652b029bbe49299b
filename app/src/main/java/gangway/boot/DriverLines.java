package gangway.boot;

import gangway.Problem;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of modprobe's files that make pciback load before drivers.
 *
 * @param files modprobe's files as they are
 */
record DriverLines(
    Dialect dialect, List<ModprobeFile> files, LoadOrder order, KernelModules modules) {
  DriverLines {
    files = List.copyOf(files);
  }

  /**
   * Adds the lines that are missing.
   *
   * @param functions the functions, each with the modules that can take it at boot
   * @throws Problem of kind REFUSED if a line of somebody else is in the way
   */
  void add(Map<PciAddress, Set<String>> functions, FileEdits edits) {
    List<String> added = new ArrayList<>();
    SequencedSet<String> drivers = new LinkedHashSet<>();
    functions.values().forEach(drivers::addAll);
    // the lines must be right also when the kernel no longer refuses a module
    LoadOrder unrefused = order.withoutRefusals();
    for (String driver : drivers) {
      if (!unrefused.loadsFirst(driver)) {
        refuseSecondLine(driver);
        added.add(line(driver));
      }
    }
    edits.change(dialect.file(), file -> file.withLines(added));
  }

  /**
   * Adds what loads pciback for functions whose driver is no module.
   *
   * @param present the text of the file that loads modules, if it is there
   */
  void load(Map<PciAddress, Set<String>> functions, Optional<String> present, FileEdits edits) {
    boolean nothingLoads =
        functions.values().stream().anyMatch(names -> names.stream().allMatch(order::neverLoads));
    if (nothingLoads && present.isEmpty() && dialect == Dialect.MODPROBE_D) {
      edits.add(
          new FileEdit(
              BootSettings.MODULES_LOAD,
              Optional.empty(),
              Optional.of(BootSettings.HEADER + "\n" + dialect.module() + "\n")));
    }
  }

  /** Whether Gangway writes exactly this line. */
  boolean has(String line) {
    String[] words = line.split(" ");
    return words.length > 2
        && (line.equals(dialect.loadFirst(words[1])) || line.equals(line(words[1])));
  }

  /**
   * The line for a driver. It replaces the softdep line of the module itself, if there is one, and
   * so has what is in that line.
   */
  String line(String driver) {
    String line = dialect.loadFirst(driver);
    Optional<Statement> own =
        modules.softDependencies().stream()
            .flatMap(file -> file.statements().stream())
            .filter(statement -> statement.dependsSoftly(driver))
            .findFirst();
    if (own.isEmpty() || dialect != Dialect.MODPROBE_D) {
      return line;
    }
    List<String> pre = own.get().softDependencies("pre:");
    List<String> post = own.get().softDependencies("post:");
    return line
        + pre.stream().map(module -> " " + module).collect(Collectors.joining())
        + (post.isEmpty() ? "" : " post: " + String.join(" ", post));
  }

  /**
   * Refuses a driver about which modprobe's files already have a line: modprobe uses only the first
   * of several softdep lines, and with any softdep line it ignores the install line.
   */
  private void refuseSecondLine(String driver) {
    Optional<LoadOrder.Found> found =
        order.deciding(driver).filter(deciding -> files.contains(deciding.file()));
    if (found.isPresent()) {
      throw Problem.refused(
          found.get().statement().installs(driver)
              ? "modprobe's configuration already has an install line for %s, without pciback"
                  .formatted(driver)
              : ("modprobe's configuration already has a softdep line for %s, without pciback, and"
                      + " modprobe uses only one")
                  .formatted(driver),
          found.get().statement().ignoresFirstWord()
              ? "write one blank behind the module in that line, because with two blanks modprobe"
                  + " ignores the word behind them; then run the command again"
              : "change that line so that it loads %s first, then run the command again"
                  .formatted(dialect.module()),
          found.get().text());
    }
  }

  /** Removes the lines of all other drivers. */
  void keepOnly(Collection<String> drivers, FileEdits edits) {
    List<String> wanted =
        drivers.stream()
            .flatMap(driver -> Stream.of(dialect.loadFirst(driver), line(driver)))
            .toList();
    edits.change(
        dialect.file(),
        file ->
            file.withoutLines(
                file.statements().stream()
                    .map(Statement::text)
                    .filter(line -> has(line) && !wanted.contains(line))
                    .toList()));
  }
}
