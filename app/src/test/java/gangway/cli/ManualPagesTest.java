package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages that the build of a package writes. */
class ManualPagesTest {
  private static final Pattern HEADING = Pattern.compile("(?m)^[.]SS (.*)$");

  /** A line that man(7) reads as a request; the pages use these. */
  private static final Pattern REQUEST = Pattern.compile("[.](TH|SH|SS|PP|TP|B|BR|I|nf|fi)( .*)?");

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    ManualPages.main(new String[] {folder.resolve("man8").toString()});
  }

  @Test
  void theProgramAndEachCommandHaveAPage() throws IOException {
    assertThat(names("man8"))
        .contains("gangway.8", "gangway-check-hide.8", "gangway-explain.8", "gangway-guard-scan.8");
    assertThat(page("man8/gangway-explain.8"))
        .contains(".SH EXAMPLES\n.nf\ngangway explain DISK\\-ROOT\n");
  }

  @Test
  void theCodesOfFindingsHaveAPageInSection7() throws IOException {
    assertThat(names("man7")).containsExactly("gangway-findings.7");
    String page = page("man7/gangway-findings.7");

    assertThat(HEADING.matcher(page).results().map(match -> match.group(1).replace("\\-", "-")))
        .containsExactlyElementsOf(
            Explanations.read().all().stream().map(Explanation::code).toList());
    assertThat(page)
        .startsWith(".TH GANGWAY-FINDINGS 7 ")
        .contains(".SH DISKS\n.SS DISK\\-ROOT\nThe function carries a file system that dom0")
        .contains(".TP\n.B accept\n\\-\\-accept DISK\\-ROOT=ADDRESS\n");
    assertThat(page("man8/gangway-hide.8")).contains(".BR gangway\\-findings (7),\n");
  }

  @Test
  void theConfigurationHasAPageInSection5() throws IOException {
    assertThat(names("man5")).containsExactly("gangway.conf.5");
    assertThat(page("man5/gangway.conf.5"))
        .startsWith(".TH GANGWAY.CONF 5 ")
        .contains(".SH SECTION [LIMITS]\n.TP\n.B guest\\-response\nHow long Gangway waits")
        .contains("Values: 5 s to 10 min. Default: 30 s.")
        .contains("\n[groups]\n");
  }

  @Test
  void noTextIsReadAsARequest() throws IOException {
    for (String section : List.of("man5", "man7", "man8")) {
      for (String name : names(section)) {
        assertThat(page(section + "/" + name).lines().filter(line -> line.matches("[.'].*")))
            .as(name)
            .allMatch(line -> REQUEST.matcher(line).matches());
      }
    }
  }

  private List<String> names(String section) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(section))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private String page(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }
}
