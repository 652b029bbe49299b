package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Finding;
import gangway.doctor.Issue;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/commands.md has every code that the program can report, and no other one. */
class CodesDocumentTest {
  private static final Pattern CODE = Pattern.compile("`([A-Z][A-Z0-9-]+)`");

  private final ProgramCodes program = ProgramCodes.all();

  @Test
  void theFindingsInTheDocumentAreThoseOfTheProgram() {
    SortedSet<String> codes = program.madeBy(Finding.class);

    assertThat(codes).hasSizeGreaterThan(80);
    assertThat(documented("Findings")).containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void theIssuesOfDoctorInTheDocumentAreThoseOfTheProgram() {
    SortedSet<String> codes = program.madeBy(Issue.class);
    SortedSet<String> known = new TreeSet<>(codes);
    // doctor reports some findings of the checks too
    known.addAll(program.madeBy(Finding.class));

    assertThat(codes).hasSizeGreaterThan(12);
    assertThat(documented("Doctor")).containsAll(codes).isSubsetOf(known);
  }

  private static List<String> documented(String section) {
    return Documents.table(Documents.COMMANDS, section).firstCells().stream()
        .flatMap(CodesDocumentTest::codes)
        .toList();
  }

  private static Stream<String> codes(String cell) {
    return CODE.matcher(cell).results().map(match -> match.group(1));
  }
}
