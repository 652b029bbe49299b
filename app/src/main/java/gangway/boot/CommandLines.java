package gangway.boot;

import gangway.boot.KernelParameters.Parameter;
import gangway.boot.ShellVariables.Variable;
import gangway.boot.loader.BootLoader;
import gangway.boot.loader.Extlinux;
import gangway.boot.loader.GrubLoader;
import gangway.boot.loader.KernelLine;
import gangway.boot.loader.ToolLoader;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists on the kernel command line: on the current one, and in the settings from which the next
 * one is made ({@code grub-mkconfig} with {@code /etc/grub.d/20_linux_xen}, update-extlinux).
 */
final class CommandLines {
  private static final String LINUX = "GRUB_CMDLINE_LINUX";
  private static final String LINUX_DEFAULT = "GRUB_CMDLINE_LINUX_DEFAULT";
  private static final String REPLACE = "GRUB_CMDLINE_LINUX_XEN_REPLACE";
  private static final String REPLACE_DEFAULT = GrubLoader.VARIABLE;
  private static final String XEN = "GRUB_CMDLINE_XEN";

  private static final String USE_REPLACEMENT = "move the list to that variable";

  private final Dialect dialect;
  private final boolean builtIn;
  private final List<HideSetting> settings = new ArrayList<>();
  private final List<UnreadList> unread = new ArrayList<>();
  private final List<Parameter> next = new ArrayList<>();
  private Optional<KernelCommandLine> commandLine = Optional.empty();

  private CommandLines(Dialect dialect, boolean builtIn) {
    this.dialect = dialect;
    this.builtIn = builtIn;
  }

  /** The parameters of the current kernel command line. */
  static List<Parameter> current(Machine machine) {
    return KernelParameters.of(machine.exact(BootLoader.CURRENT).orElse(""));
  }

  /**
   * Reads the settings for the next command line. The list of this boot counts too, because the
   * boot loader may be another one than GRUB, unless the configuration of GRUB shows that the next
   * boot has no list.
   *
   * @param current the parameters of the current kernel command line
   * @param builtIn whether pciback is built into the kernel, which reads up to {@code --} only
   */
  static CommandLines read(
      Machine machine, List<Parameter> current, Dialect dialect, boolean builtIn) {
    CommandLines lines = new CommandLines(dialect, builtIn);
    // the list of a trial is for this boot only
    if (current.stream().noneMatch(parameter -> parameter.name().equals(TrialBoot.PARAMETER))) {
      lines.parameters(BootLoader.CURRENT, 1, current, Optional.empty());
    }
    lines.grub(ShellVariables.of(KernelCommandLine.grub(machine)));
    lines.extlinux(ShellVariables.of(KernelCommandLine.extlinux(machine)));
    if (builtIn || !lines.settings.isEmpty() || BootLoader.isOfTool(machine)) {
      KernelCommandLine read = KernelCommandLine.read(machine);
      lines.commandLine = Optional.of(read);
      read.loader().commandLines().ifPresent(lines::compare);
      if (read.loader() instanceof ToolLoader loader) {
        lines.replace(loader);
      }
    }
    return lines;
  }

  /** The entry of the next boot has the only list of that boot. */
  private void replace(ToolLoader loader) {
    KernelLine line = loader.next();
    settings.clear();
    parameters(
        loader.configuration(),
        line.number(),
        KernelParameters.of(line.arguments()),
        Optional.empty());
  }

  /** Moves the lists that no entry of the boot loader has to those without effect. */
  private void compare(List<String> entries) {
    List<HideList> next =
        entries.stream()
            .flatMap(line -> KernelParameters.of(line).stream())
            .filter(parameter -> isList(parameter))
            .map(parameter -> HideList.parse(parameter.value().orElseThrow()))
            .toList();
    for (HideSetting setting : List.copyOf(settings)) {
      if (!next.contains(setting.list())) {
        settings.remove(setting);
        if (!setting.file().equals(BootLoader.CURRENT)) {
          unread.add(
              new UnreadList(
                  setting,
                  setting.file().equals(Extlinux.SETTINGS)
                      ? "no label of extlinux for Xen has this list: update-extlinux has not run"
                          + " since it was set"
                      : "no entry of GRUB has this list: grub-mkconfig has not run since it was"
                          + " set",
                  "check the setting"));
        }
      }
    }
  }

  /** The settings of the command line, if a list is on it, or must be. */
  Optional<KernelCommandLine> commandLine() {
    return commandLine;
  }

  List<HideSetting> settings() {
    return settings;
  }

  List<UnreadList> unread() {
    return unread;
  }

  /** The parameters that GRUB's settings put on the next kernel command line. */
  List<Parameter> next() {
    return next;
  }

  /** In the order in which GRUB puts the variables on the command line, whose last list counts. */
  private void grub(Map<String, Variable> variables) {
    grub(variables, LINUX, replacedBy(variables, REPLACE));
    grub(variables, REPLACE, Optional.empty());
    grub(variables, LINUX_DEFAULT, replacedBy(variables, REPLACE_DEFAULT));
    grub(variables, REPLACE_DEFAULT, Optional.empty());
    for (String name : variables.keySet()) {
      if (name.startsWith(XEN)) {
        grub(
            variables,
            name,
            Optional.of(
                new Ignored(
                    name + " is the command line of Xen, not of dom0's kernel",
                    "move the list to " + LINUX)));
      }
    }
  }

  /** update-extlinux writes the value as it is. */
  private void extlinux(Map<String, Variable> variables) {
    Optional.ofNullable(variables.get(ExtlinuxStorage.VARIABLE))
        .ifPresent(variable -> {
          List<Parameter> parameters = KernelParameters.of(variable.value());
          parameters(variable.file(), variable.line(), parameters, Optional.empty());
          next.addAll(parameters);
        });
  }

  private void grub(Map<String, Variable> variables, String name, Optional<Ignored> ignored) {
    Optional.ofNullable(variables.get(name)).ifPresent(variable -> grub(variable, ignored));
  }

  /** Why a variable has no effect, and what to do. */
  private record Ignored(String why, String remedy) {}

  private static Optional<Ignored> replacedBy(Map<String, Variable> variables, String name) {
    return Optional.ofNullable(variables.get(name))
        .filter(variable -> !variable.value().isEmpty())
        .map(variable ->
            new Ignored(
                "with Xen, GRUB uses %s instead of this variable".formatted(name),
                USE_REPLACEMENT));
  }

  private void grub(Variable variable, Optional<Ignored> ignored) {
    List<Parameter> parameters =
        GrubWords.of(variable.value()).stream().map(KernelParameters::parameter).toList();
    parameters(variable.file(), variable.line(), parameters, ignored);
    if (ignored.isEmpty()) {
      next.addAll(parameters);
    }
  }

  private void parameters(
      Path file, int line, List<Parameter> parameters, Optional<Ignored> ignored) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (builtIn && parameter.name().equals("--")) {
        return;
      }
      if (isList(parameter)) {
        String module = module(parameter);
        HideSetting setting =
            new HideSetting(
                HideSetting.Kind.COMMAND_LINE,
                file,
                line,
                HideList.parse(parameter.value().orElseThrow()),
                parameters.subList(i + 1, parameters.size()).stream()
                    .takeWhile(Parameter::looksLikeGroup)
                    .map(Parameter::name)
                    .toList());
        if (ignored.isPresent()) {
          unread.add(new UnreadList(setting, ignored.get().why(), ignored.get().remedy()));
        } else if (dialect.isPciback(module)) {
          settings.add(setting);
        } else {
          unread.add(UnreadList.ofOldName(setting, "xen-pciback.hide="));
        }
      }
    }
  }

  private static String module(Parameter parameter) {
    int end = parameter.name().lastIndexOf(".hide");
    return end < 0 ? "" : parameter.name().substring(0, end);
  }

  /** Whether a parameter is a list of functions to hide, in any spelling. */
  static boolean isList(Parameter parameter) {
    String module = module(parameter);
    return parameter.name().endsWith(".hide")
        && (ModuleNames.isPciback(module) || ModuleNames.isOldPciback(module))
        && parameter.value().isPresent();
  }
}
