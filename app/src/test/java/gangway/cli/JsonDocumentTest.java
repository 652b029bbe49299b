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

  /** The requests of check have one section. */
  private static String section(String command) {
    return "\n## `" + (command.startsWith("check ") ? "check" : command) + " --json`\n";
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
        .flatMap(text -> new Run(ExitCode.DONE, text, "").json().stream())
        .flatMap(line -> MEMBER.matcher(line.substring(0, line.indexOf('=') + 1)).results())
        .forEach(found -> members.add(found.group(1)));
    return members;
  }
}
