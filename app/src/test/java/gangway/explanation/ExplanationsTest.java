package gangway.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Documents;
import gangway.ProgramCodes;
import gangway.check.Finding;
import gangway.doctor.Issue;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code of the program has an explanation, and every explanation is of a code. */
class ExplanationsTest {
  private static final Pattern CODE = Pattern.compile("`([A-Z][A-Z0-9-]+)`");

  /** A full stop, or the end; not the points of {@code 4.17} or {@code ...}. */
  private static final Pattern SENTENCE_END = Pattern.compile("(?<![.])[.](?= |$)");

  private static final int MOST_SENTENCES = 9;
  private static final int LONGEST_SUMMARY = 110;

  private final Explanations explanations = Explanations.read();

  @Test
  void everyFindingOfTheProgramIsExplained() {
    assertThat(codes(all().filter(one -> one.blocks().isPresent())))
        .isEqualTo(ProgramCodes.all().madeBy(Finding.class));
  }

  @Test
  void everyIssueOfTheProgramIsExplained() {
    assertThat(codes(all().filter(one -> one.doctor().isPresent())))
        .containsAll(ProgramCodes.all().madeBy(Issue.class))
        .isEqualTo(table("Doctor").keySet());
  }

  @Test
  void eachCodeIsOfAFindingOrAnIssueAndIsExplainedOnce() {
    assertThat(all()).allMatch(one -> one.blocks().isPresent() || one.doctor().isPresent());
    assertThat(explanations.all()).extracting(Explanation::code).doesNotHaveDuplicates();
  }

  @Test
  void whatBlocksIsAsInTheDocument() {
    SortedMap<String, String> program = new TreeMap<>();
    all().forEach(one -> one.blocks().ifPresent(text -> program.put(one.code(), text)));
    SortedMap<String, String> documented = new TreeMap<>();
    table("Findings").forEach((code, row) -> documented.put(code, row.get(1).replace("`", "")));

    assertThat(program).isEqualTo(documented);
  }

  @Test
  void whatDoctorDoesIsAsInTheDocument() {
    SortedMap<String, String> program = new TreeMap<>();
    all().forEach(one -> one.doctor().ifPresent(text -> program.put(one.code(), text)));
    SortedMap<String, String> documented = new TreeMap<>();
    table("Doctor")
        .forEach((code, row) ->
            documented.put(
                code,
                (row.get(0).contains("a note") ? "note" : "warning")
                    + (row.get(1).isBlank() ? "" : "; --fix: " + row.get(1))));

    assertThat(program).isEqualTo(documented);
  }

  @Test
  void everyTextIsSentencesAndAnExplanationIsShort() {
    for (Explanation one : explanations.all()) {
      List<String> texts = List.of(one.meaning(), one.cause(), one.fix(), one.risk());
      assertThat(texts).as(one.code()).allMatch(text -> text.matches("(?s)['/A-Za-z].*[.]"));
      assertThat(texts.stream().mapToLong(ExplanationsTest::sentences).sum())
          .as("sentences of " + one.code())
          .isBetween(4L, (long) MOST_SENTENCES);
      assertThat(one.summary()).as(one.code()).endsWith(".").hasSizeLessThan(LONGEST_SUMMARY);
    }
  }

  /** A host can forbid to accept a finding. */
  @Test
  void noTextHasTheOptionThatAcceptsAFinding() {
    assertThat(explanations.all())
        .allSatisfy(one ->
            assertThat(one.meaning() + one.cause() + one.fix() + one.risk())
                .doesNotContain("--accept"));
  }

  @Test
  void theOptionThatAcceptsAFindingIsNamed() {
    assertThat(explanations.of("DISK-ROOT").orElseThrow().acceptance())
        .hasValue("--accept DISK-ROOT=ADDRESS");
    assertThat(explanations.of("DISK-MEMBER").orElseThrow().acceptance())
        .hasValue("--accept DISK-MEMBER");
    assertThat(explanations.of("NOT-ROOT").orElseThrow().acceptance()).isEmpty();
    assertThat(explanations.of("RECORD-LEFT").orElseThrow().acceptance()).isEmpty();
  }

  @Test
  void aTextMayHaveSeveralLines() {
    assertThat(
            Explanations.parse(
                    """
                    # a comment
                    == Title

                    A-CODE
                    blocks: yes
                    meaning: It is so. And it is
                      long.
                    cause: A cause.
                    fix: A fix.
                    risk: A risk.
                    """)
                .all())
        .containsExactly(
            new Explanation(
                "Title",
                "A-CODE",
                Optional.of("yes"),
                Optional.empty(),
                "It is so. And it is long.",
                "A cause.",
                "A fix.",
                "A risk."));
  }

  @Test
  void anExplanationWithoutOneOfItsTextsIsAnError() {
    assertThatThrownBy(() -> Explanations.parse("A-CODE\nmeaning: M.\ncause: C.\nfix: F.\n"))
        .hasMessage("A-CODE has no line 'risk: '");
  }

  private Stream<Explanation> all() {
    return explanations.all().stream();
  }

  private static SortedSet<String> codes(Stream<Explanation> some) {
    return some.map(Explanation::code).collect(Collectors.toCollection(TreeSet::new));
  }

  private static long sentences(String text) {
    return SENTENCE_END.matcher(text).results().count();
  }

  /** The rows of a table of codes in docs/commands.md, by their codes. */
  private static SortedMap<String, List<String>> table(String section) {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    Documents.table(Documents.COMMANDS, section).rows().stream()
        .skip(1)
        .forEach(row ->
            CODE.matcher(row.getFirst()).results().forEach(code -> rows.put(code.group(1), row)));
    return rows;
  }
}
