package gangway.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command in section 8, made from the same source as its {@code --help}. The
 * format is that of man(7).
 */
record ManualPage(CommandSpec command) {
  /** {@code gangway-guard-install}. */
  String name() {
    return command.qualifiedName("-");
  }

  String text() {
    StringBuilder page = new StringBuilder();
    page.append(".TH ").append(name().toUpperCase(Locale.ROOT)).append(" 8 \"\" Gangway\n");
    page.append(".SH NAME\n")
        .append(name())
        .append(" \\- ")
        .append(escaped(summary()))
        .append('\n');
    page.append(".SH SYNOPSIS\n").append(synopsis());
    page.append(".SH DESCRIPTION\n");
    description().forEach(paragraph -> page.append(".PP\n").append(line(paragraph)));
    commands(page);
    arguments(page);
    options(page);
    examples(page);
    page.append(".SH SEE ALSO\n").append(seeAlso()).append('\n');
    return page.toString();
  }

  private UsageMessageSpec usage() {
    return command.usageMessage();
  }

  /** The first line of the description, without its full stop. */
  private String summary() {
    return usage().description()[0].replaceFirst("\\.$", "");
  }

  private List<String> description() {
    return Arrays.asList(usage().description());
  }

  private String synopsis() {
    String words =
        Stream.concat(
                command.options().stream().filter(option -> !option.hidden()).map(ManualPage::use),
                command.positionalParameters().stream().map(ManualPage::use))
            .collect(Collectors.joining(" "));
    String subcommand = command.subcommands().isEmpty() ? "" : " \\fICOMMAND\\fR";
    return "\\fB%s\\fR %s%s\n".formatted(escaped(command.qualifiedName(" ")), words, subcommand);
  }

  private static String use(OptionSpec option) {
    return "[\\fB%s\\fR%s]".formatted(escaped(option.longestName()), value(option));
  }

  private static String value(OptionSpec option) {
    return option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR";
  }

  private static String use(PositionalParamSpec argument) {
    String label = "\\fI" + escaped(argument.paramLabel()) + "\\fR";
    String repeated = argument.arity().max() > 1 ? label + "..." : label;
    return argument.arity().min() == 0 ? "[" + repeated + "]" : repeated;
  }

  private void commands(StringBuilder page) {
    if (command.subcommands().isEmpty()) {
      return;
    }
    page.append(".SH COMMANDS\n");
    for (CommandSpec one : shown(command)) {
      ManualPage sub = new ManualPage(one);
      page.append(".TP\n.BR ").append(escaped(sub.name())).append(" (8)\n");
      page.append(line(sub.summary()));
    }
  }

  /** The commands of a command that its help shows. */
  static List<CommandSpec> shown(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(one -> !one.usageMessage().hidden())
        .toList();
  }

  private void arguments(StringBuilder page) {
    if (command.positionalParameters().isEmpty()) {
      return;
    }
    page.append(".SH ARGUMENTS\n");
    for (PositionalParamSpec argument : command.positionalParameters()) {
      page.append(".TP\n.I ").append(escaped(argument.paramLabel())).append('\n');
      page.append(line(String.join(" ", argument.description())));
    }
  }

  private void options(StringBuilder page) {
    page.append(".SH OPTIONS\n");
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        String names =
            Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR" + value(option))
                .collect(Collectors.joining(", "));
        page.append(".TP\n").append(names).append('\n');
        page.append(line(String.join(" ", option.description())));
      }
    }
  }

  private void examples(StringBuilder page) {
    List<String> footer = Arrays.asList(usage().footer());
    if (footer.size() > 1) {
      page.append(".SH EXAMPLES\n.nf\n");
      footer.stream().skip(1).forEach(example -> page.append(line(example.strip())));
      page.append(".fi\n");
    }
  }

  private String seeAlso() {
    CommandSpec parent = command.parent();
    String above = parent == null ? "" : ".BR " + escaped(parent.qualifiedName("-")) + " (8),\n";
    String findings = ".BR " + escaped(FindingsPage.NAME) + " (7),\n";
    return above + findings + "the documents in /usr/share/doc/gangway";
  }

  /** A line of text, which must not begin with a character that man(7) reads as a request. */
  static String line(String text) {
    String escaped = escaped(text);
    return (escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "") + escaped + "\n";
  }

  static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
