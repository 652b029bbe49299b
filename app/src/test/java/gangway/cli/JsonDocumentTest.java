package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import gangway.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/json.md describes every command that prints JSON, and every member of the golden files. */
class JsonDocumentTest {
  private static final Pattern MEMBER =
      Pattern.compile("(?:^|[.\\]])([A-Za-z0-9]+)(?:\\[\\d+])?(?==|[.\\[])");

  private String document = "";

  @BeforeEach
  void read() throws IOException {
    document = Files.readString(Documents.ROOT.resolve("docs/json.md"));
  }

  @Test
  void everyCommandHasASection() {
    assertThat(JsonCases.all().map(one -> section(one.command())).distinct())
        .allSatisfy(heading -> assertThat(document).contains(heading));
  }

  /** The requests of check have one section, and so have the commands that print a report. */
  private static String section(String command) {
    if (JsonCommands.printsReport(command) && !command.equals("doctor")) {
      return "\n## Reports\n";
    }
    return "\n## `" + (command.startsWith("check ") ? "check" : command) + " --json`\n";
  }

  @Test
  void theCommandsThatPrintAReportAreListed() {
    String reports = document.substring(document.indexOf("\n## Reports\n"));
    String list = reports.substring(0, reports.indexOf("\n\n|"));
    assertThat(
            Pattern.compile("`([a-z][a-z -]*)`").matcher(list).results().map(one -> one.group(1)))
        .as("the commands with --json-lines")
        .containsExactlyInAnyOrderElementsOf(
            JsonCommands.withJson()
                .filter(JsonCommands::printsReport)
                .map(command -> command.equals("doctor") ? "doctor --fix" : command)
                .toList());
  }

  @Test
  void theCommandsWithoutJsonAreListedWithAReason() {
    Documents.Table exceptions =
        Documents.table(Documents.ROOT.resolve("docs/json.md"), "Commands without `--json`");
    assertThat(exceptions.firstCells())
        .containsExactlyInAnyOrderElementsOf(
            JsonCommands.all()
                .filter(command -> !JsonCommands.has(command, "--json"))
                .map(command -> "`" + command + "`")
                .toList());
    assertThat(exceptions.rows()).allMatch(row -> !row.get(1).isBlank());
  }

  @Test
  void everyMemberIsDescribed() {
    assertThat(members())
        .hasSizeGreaterThan(100)
        .allSatisfy(member -> assertThat(document).containsPattern("[`\"]" + member + "[`\"]"));
  }

  private static SortedSet<String> members() {
    SortedSet<String> members = new TreeSet<>();
    JsonCases.all()
        .map(one -> Golden.read(one.file()))
        .flatMap(String::lines)
        .flatMap(line -> new Run(ExitCode.DONE, line, "").json().stream())
        .flatMap(line -> MEMBER.matcher(line.substring(0, line.indexOf('=') + 1)).results())
        .forEach(found -> members.add(found.group(1)));
    return members;
  }
}
