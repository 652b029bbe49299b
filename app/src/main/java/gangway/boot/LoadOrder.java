package gangway.boot;

import gangway.Problem;
import gangway.pci.PciFunction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether pciback loads before a driver, by what kmod does: it uses the first softdep line that
 * matches a module, and the first install line if no softdep line matches
 * (libkmod/libkmod-module.c, {@code kmod_module_get_softdeps}, {@code __kmod_module_fill_softdep}).
 * The lines of the modules that the driver needs count too, see {@link LoadSequence}.
 *
 * @param softdeps the softdep lines of modprobe's files and of {@code modules.softdep}, in the
 *     order in which modprobe reads them
 * @param installs the install lines, in the same order
 * @param aliases the alias lines, in the same order, each with its name as the pattern
 * @param dependencies the modules that modules need; read only if modprobe's files can load pciback
 *     with one of them
 * @param blacklisted modules that are not loaded for a device, by a blacklist line or {@code
 *     modprobe.blacklist=}; names have {@code _}
 * @param refused modules that the kernel refuses to load
 * @param loaders files that name pciback for another program that loads it: systemd, dracut; read
 *     only if a list names functions, because they decide what happens to those
 * @param builtIn whether pciback is built into the kernel
 */
record LoadOrder(
    Dialect dialect,
    List<Found> softdeps,
    List<Found> installs,
    List<Found> aliases,
    ModuleDependencies dependencies,
    Set<String> blacklisted,
    RefusedModules refused,
    List<String> loaders,
    boolean builtIn) {
  /** The beginning of the modalias of every function (pci_uevent in drivers/pci). */
  private static final String MODALIAS = "pci:";

  /** A whole modalias; a part of one matches fewer lines. */
  private static final Pattern WHOLE_MODALIAS =
      Pattern.compile(
          MODALIAS
              + "v\\p{XDigit}{8}d\\p{XDigit}{8}sv\\p{XDigit}{8}sd\\p{XDigit}{8}"
              + "bc\\p{XDigit}{2}sc\\p{XDigit}{2}i\\p{XDigit}{2}");

  private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

  LoadOrder {
    softdeps = List.copyOf(softdeps);
    installs = List.copyOf(installs);
    aliases = List.copyOf(aliases);
    blacklisted = Set.copyOf(blacklisted);
    loaders = List.copyOf(loaders);
  }

  /**
   * A statement and its file.
   *
   * @param module the modules that the statement is about, a pattern of {@link ModuleNames#matches}
   */
  record Found(ModprobeFile file, Statement statement, String module) {
    /** The statements of some files that begin with a keyword. */
    static List<Found> all(List<ModprobeFile> files, String keyword) {
      List<Found> found = new ArrayList<>();
      for (ModprobeFile file : files) {
        for (Statement statement : file.statements()) {
          statement
              .moduleOf(keyword)
              .ifPresent(module -> found.add(new Found(file, statement, module)));
        }
      }
      return found;
    }

    String place() {
      return file.path() + ":" + statement.line();
    }

    String text() {
      return place() + ": " + statement.text().strip();
    }
  }

  /** The line that decides what loads together with a driver. */
  Optional<Found> deciding(String driver) {
    return softdep(driver).or(() -> install(driver));
  }

  Optional<Found> softdep(String module) {
    return first(softdeps, module);
  }

  private Optional<Found> install(String module) {
    return first(installs, module);
  }

  private static Optional<Found> first(List<Found> lines, String module) {
    // called for every function of a host: a stream would be too slow
    for (Found line : lines) {
      if (ModuleNames.matches(line.module(), module)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /**
   * The modules that modprobe loads for a name or a modalias by the alias lines; empty if no line
   * matches. Otherwise modprobe loads exactly these, and looks neither for a module with the name
   * nor into {@code modules.alias} (libkmod/libkmod-module.c, {@code kmod_module_new_from_lookup}).
   */
  Set<String> aliased(String name) {
    Set<String> modules = new LinkedHashSet<>();
    for (Found line : aliases) {
      if (ModuleNames.matches(line.module(), name)) {
        line.statement().aliased().ifPresent(modules::add);
      }
    }
    return modules;
  }

  /** The first alias line that can match the modalias of a function. */
  private Optional<Found> aliasOfFunctions() {
    return aliases.stream()
        .filter(line -> {
          String start = WILDCARD.split(line.module(), 2)[0];
          return start.startsWith(MODALIAS) || MODALIAS.startsWith(start);
        })
        .findFirst();
  }

  /** The line that makes modprobe load another module in the place of pciback, if one does. */
  private Optional<Found> replacement() {
    Set<String> loaded = aliased(dialect.module());
    return loaded.isEmpty() || loaded.stream().anyMatch(dialect::isPciback)
        ? install(dialect.module())
            .filter(found -> !found.statement().text().contains("--ignore-install"))
        : first(aliases, dialect.module());
  }

  /** Refuses if modprobe loads something else in the place of pciback, or nothing. */
  void refuseReplaced() {
    Optional<Found> line = builtIn ? Optional.empty() : replacement();
    if (line.isPresent()) {
      throw Problem.refused(
          "modprobe cannot load pciback at boot: a line replaces the load of pciback",
          "remove that line, or add --now to hide the functions only on the running host",
          line.get().text());
    }
  }

  /**
   * The drivers that can take a function at boot: modprobe's files can name other modules for the
   * function than the kernel does, which then are all that udev loads.
   *
   * @param own the drivers that are known without these files
   */
  Claimants claimants(PciFunction function, Claimants own) {
    Optional<Found> line = aliasOfFunctions();
    if (own instanceof Claimants.BuiltIn || line.isEmpty()) {
      return own;
    }
    if (!WHOLE_MODALIAS.matcher(function.modalias()).matches()) {
      return new Claimants.Unknown(
          "the kernel shows no modalias of %s, which modprobe compares with %s"
              .formatted(function.address(), line.get().text()));
    }
    Set<String> modules = new LinkedHashSet<>(aliased(function.modalias()));
    if (modules.isEmpty()) {
      return own;
    }
    // something loaded the present driver, and may load it again
    own.modules().stream()
        .filter(module -> modules.stream().noneMatch(one -> ModuleNames.matches(one, module)))
        .toList()
        .forEach(modules::add);
    return new Claimants.Modules(modules);
  }

  /** The lines that load pciback together with a module, then the other loaders. */
  List<String> loading() {
    return Stream.concat(
            Stream.concat(softdeps.stream(), installs.stream())
                .filter(found -> found.statement().loads(dialect::isPciback))
                .map(Found::text),
            loaders.stream())
        .toList();
  }

  /** Whether modprobe loads pciback before a driver. */
  boolean loadsFirst(String driver) {
    for (String module : LoadSequence.of(this, driver)) {
      if (dialect.isPciback(module)) {
        return true;
      }
      if (module.equals(ModuleNames.normalized(driver))) {
        return false;
      }
    }
    return false;
  }

  /** Whether the install line of a module loads pciback, and then the module. */
  boolean installsPcibackFirst(String module) {
    return install(module)
        .filter(found -> found.statement().loadsFirst(module, dialect::isPciback))
        .isPresent();
  }

  /** Whether udev does not load a driver for its devices, or the kernel refuses to load it. */
  boolean neverLoads(String driver) {
    return isBlacklisted(driver) || isRefused(driver);
  }

  /** Whether udev does not load a driver for its devices. */
  boolean isBlacklisted(String driver) {
    return blacklisted.contains(ModuleNames.normalized(driver));
  }

  /** Whether the kernel refuses to load a driver or a module that the driver needs. */
  private boolean isRefused(String driver) {
    return !refused.now().isEmpty()
        && !LoadSequence.of(this, driver).contains(ModuleNames.normalized(driver));
  }

  /** The same, as it is when the kernel refuses no module. */
  LoadOrder withoutRefusals() {
    return new LoadOrder(
        dialect,
        softdeps,
        installs,
        aliases,
        dependencies,
        blacklisted,
        RefusedModules.NONE,
        loaders,
        builtIn);
  }

  /** Where the kernel is told to refuse pciback at the next boot, if it is. */
  Optional<String> refusal() {
    return builtIn ? Optional.empty() : refused.whereAtBoot(dialect.module());
  }

  /** Where the running kernel was told to refuse pciback, if it was. */
  Optional<String> refusalNow() {
    return builtIn ? Optional.empty() : refused.whereNow(dialect.module());
  }

  /** What happens to a function that a list names. */
  AtBoot of(HideSetting setting, Claimants claimants) {
    if (builtIn) {
      return AtBoot.hidden(setting); // fs_initcall: before all drivers (pci_stub.c)
    }
    Optional<String> refusal = refusal();
    if (refusal.isPresent()) {
      return AtBoot.notHidden(
          setting,
          "the kernel refuses to load pciback: module_blacklist= in %s names it"
              .formatted(refusal.get()));
    }
    Optional<Found> replaced = replacement();
    if (replaced.isPresent()) {
      return AtBoot.notHidden(
          setting,
          "%s line replaces the load of pciback, %s"
              .formatted(
                  replaced.get().statement().aliased().isPresent() ? "an alias" : "an install",
                  replaced.get().text()));
    }
    return switch (claimants) {
      case Claimants.BuiltIn(String driver) ->
          AtBoot.notHidden(
              setting, "driver %s is built into the kernel and takes it first".formatted(driver));
      case Claimants.Unknown(String why) -> AtBoot.notKnown(setting, why);
      case Claimants.Modules(Set<String> drivers) -> of(setting, drivers);
    };
  }

  private AtBoot of(HideSetting setting, Set<String> drivers) {
    List<String> asked = drivers.stream().filter(driver -> !isBlacklisted(driver)).toList();
    List<String> loaded = asked.stream().filter(driver -> !isRefused(driver)).toList();
    if (loaded.isEmpty()) {
      // modprobe loads the soft dependencies of a module that the kernel then refuses
      return loaders.isEmpty() && asked.stream().noneMatch(this::loadsFirst)
          ? AtBoot.notKnown(setting, noDriver(drivers, asked) + "no setting loads pciback at boot")
          : AtBoot.hidden(setting);
    }
    List<String> late = loaded.stream().filter(driver -> !loadsFirst(driver)).toList();
    if (late.isEmpty()) {
      return AtBoot.hidden(setting);
    }
    String drives = String.join(", ", late);
    return loaders.isEmpty()
        ? AtBoot.notHidden(
            setting,
            "modprobe does not load pciback before its driver %s%s"
                .formatted(
                    drives,
                    deciding(late.getFirst())
                        .map(found -> "; modprobe uses " + found.text())
                        .orElse("")))
        : AtBoot.notKnown(
            setting,
            "%s loads pciback, perhaps after its driver %s"
                .formatted(String.join(", ", loaders), drives));
  }

  private static String noDriver(Set<String> drivers, List<String> asked) {
    if (drivers.isEmpty()) {
      return "";
    }
    return asked.isEmpty()
        ? "driver %s is blacklisted, and ".formatted(drivers)
        : "the kernel refuses to load driver %s (module_blacklist=), and "
            .formatted(String.join(", ", asked));
  }
}
