package gangway.boot;

import gangway.boot.KernelParameters.Parameter;
import gangway.boot.ShellVariables.Variable;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists on the kernel command line: on the current one, and in the settings from which GRUB
 * makes the next one ({@code /etc/grub.d/20_linux_xen}).
 */
final class CommandLines {
  private static final Path CURRENT = Path.of("/proc/cmdline");
  private static final Path GRUB = Path.of("/etc/default/grub");
  private static final String LINUX = "GRUB_CMDLINE_LINUX";
  private static final String LINUX_DEFAULT = "GRUB_CMDLINE_LINUX_DEFAULT";
  private static final String REPLACE = "GRUB_CMDLINE_LINUX_XEN_REPLACE";
  private static final String REPLACE_DEFAULT = "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT";
  private static final String XEN = "GRUB_CMDLINE_XEN";

  private static final String USE_REPLACEMENT = "move the list to that variable";

  private final Dialect dialect;
  private final boolean builtIn;
  private final List<HideSetting> settings = new ArrayList<>();
  private final List<UnreadList> unread = new ArrayList<>();

  private CommandLines(Dialect dialect, boolean builtIn) {
    this.dialect = dialect;
    this.builtIn = builtIn;
  }

  /** The parameters of the current kernel command line. */
  static List<Parameter> current(Machine machine) {
    return KernelParameters.of(machine.exact(CURRENT).orElse(""));
  }

  /**
   * Reads them.
   *
   * @param builtIn whether pciback is built into the kernel, which reads up to {@code --} only
   */
  static CommandLines read(Machine machine, Dialect dialect, boolean builtIn) {
    CommandLines lines = new CommandLines(dialect, builtIn);
    lines.parameters(CURRENT, 1, current(machine), Optional.empty());
    machine.exact(GRUB).ifPresent(lines::grub);
    return lines;
  }

  List<HideSetting> settings() {
    return settings;
  }

  List<UnreadList> unread() {
    return unread;
  }

  private void grub(String text) {
    Map<String, Variable> variables = ShellVariables.of(text);
    for (Variable variable : variables.values()) {
      switch (variable.name()) {
        case LINUX -> grub(variable, replacedBy(variables, REPLACE));
        case LINUX_DEFAULT -> grub(variable, replacedBy(variables, REPLACE_DEFAULT));
        case REPLACE, REPLACE_DEFAULT -> grub(variable, Optional.empty());
        default -> {
          if (variable.name().startsWith(XEN)) {
            grub(
                variable,
                Optional.of(
                    new Ignored(
                        variable.name() + " is the command line of Xen, not of dom0's kernel",
                        "move the list to " + LINUX)));
          }
        }
      }
    }
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

  /** GRUB takes quotes away once more, single ones too, and adds double quotes where necessary. */
  private void grub(Variable variable, Optional<Ignored> ignored) {
    parameters(
        GRUB, variable.line(), KernelParameters.of(variable.value().replace('\'', '"')), ignored);
  }

  private void parameters(
      Path file, int line, List<Parameter> parameters, Optional<Ignored> ignored) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (builtIn && parameter.name().equals("--")) {
        return;
      }
      int end = parameter.name().lastIndexOf(".hide");
      String module = end < 0 ? "" : parameter.name().substring(0, end);
      boolean list =
          parameter.name().endsWith(".hide")
              && (ModuleNames.isPciback(module) || ModuleNames.isOldPciback(module))
              && parameter.value().isPresent();
      if (list) {
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
}
