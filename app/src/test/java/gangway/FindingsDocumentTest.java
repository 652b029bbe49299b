package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/findings.md is made of the explanations in the program. {@code -Dgolden.write=true} writes
 * the document again.
 */
class FindingsDocumentTest {
  private static final Path DOCUMENT = Documents.ROOT.resolve("docs/findings.md");

  /** A text in single quotes; an apostrophe is behind a letter. */
  private static final Pattern QUOTED = Pattern.compile("(?<![A-Za-z0-9])'([^']+)'");

  private static final String BEGIN =
      """
      # Findings and issues

      Each code that Gangway reports, with its meaning, cause, fix and risk. `gangway explain CODE` prints the same texts, and so does
      `man gangway-findings`. A test makes this document of `app/src/main/resources/gangway/explanation/findings.txt`; change that file.

      A finding that blocks refuses the request. Some of these findings can be accepted, each by its code; the line "accept" has the
      option. Accept a finding only if you have read its evidence and its risk. Issues are reported by `gangway doctor`, and do not
      depend on a request. [commands.md](commands.md#findings) has all codes in two tables.
      """;

  @Test
  void theDocumentHasTheExplanationsOfTheProgram() throws IOException {
    String text = text(Explanations.read());
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(DOCUMENT, text);
    }
    assertThat(DOCUMENT).content().isEqualTo(text);
  }

  @Test
  void commandsAreShownAsCode() {
    assertThat(marked("The guest's name: 'xl list', ('df') and 'xl create -n FILE'."))
        .isEqualTo("The guest's name: `xl list`, (`df`) and `xl create -n FILE`.");
  }

  private static String text(Explanations explanations) {
    StringBuilder text = new StringBuilder(BEGIN);
    String section = "";
    for (Explanation one : explanations.all()) {
      if (!one.section().equals(section)) {
        section = one.section();
        text.append("\n## ").append(section).append('\n');
      }
      text.append("\n### `").append(one.code()).append("`\n");
      text.append(marked(one.meaning())).append("\n\n");
      for (Explanation.Part part : one.partsBelowMeaning()) {
        text.append("- **%s**: %s\n".formatted(part.name(), marked(part)));
      }
    }
    return text.toString();
  }

  /** The whole part "accept" is code. */
  private static String marked(Explanation.Part part) {
    return part.name().equals("accept") ? "`" + part.text() + "`" : marked(part.text());
  }

  private static String marked(String text) {
    return QUOTED.matcher(text).replaceAll("`$1`");
  }
}
