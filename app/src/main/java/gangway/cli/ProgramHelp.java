package gangway.cli;

import gangway.cli.CommandName.Group;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of the program itself: its commands in groups. */
final class ProgramHelp {
  private static final int INDENT = 2;

  /** Of a column; the longest name is {@code shutdown-policy}. */
  private static final int NAMES = 19;

  private ProgramHelp() {}

  /** Gives the program's help its groups. */
  static void group(CommandLine program) {
    program.getCommandSpec().usageMessage().commandListHeading("%n");
    program.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, ProgramHelp::list);
  }

  private static String list(Help help) {
    StringBuilder text = new StringBuilder();
    int width = help.commandSpec().usageMessage().width();
    for (Group group : Group.values()) {
      TextTable table =
          TextTable.forColumns(
              help.colorScheme(),
              new Column(NAMES, INDENT, Overflow.SPAN),
              new Column(width - NAMES, INDENT, Overflow.WRAP));
      group.commands().forEach(name -> table.addRowValues(name, summary(help, name)));
      text.append(group.title()).append(":\n").append(table);
    }
    return text.toString();
  }

  /** The first line of a command's description. */
  private static String summary(Help help, String command) {
    return Optional.ofNullable(help.subcommands().get(command))
        .map(subcommand -> subcommand.commandSpec().usageMessage().description()[0])
        .orElse("");
  }
}
