package gangway.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The difference of two texts, as {@code diff -u} writes it. */
class UnifiedDiffTest {
  private static final String TEN = numbers(1, 10);

  private static String numbers(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> number + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void equalTextsHaveNoDifference() {
    assertThat(UnifiedDiff.of(TEN, TEN)).isEmpty();
  }

  @Test
  void aCreatedFileHasOnlyAddedLines() {
    assertThat(UnifiedDiff.of("", "a\nb\n")).containsExactly("@@ -0,0 +1,2 @@", "+a", "+b");
    assertThat(UnifiedDiff.of("a\n", "")).containsExactly("@@ -1 +0,0 @@", "-a");
  }

  @Test
  void threeLinesAroundAChangeAreShown() {
    assertThat(UnifiedDiff.of(TEN, TEN.replace("5\n", "five\n")))
        .containsExactly("@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8");
  }

  @Test
  void changesFarFromEachOtherAreHunksOfTheirOwn() {
    String before = numbers(1, 20);
    assertThat(UnifiedDiff.of(before, before.replace("2\n3\n", "2\nx\n3\n").replace("19\n", "")))
        .filteredOn(line -> !line.startsWith(" "))
        .containsExactly("@@ -1,5 +1,6 @@", "+x", "@@ -16,5 +17,4 @@", "-19");
  }

  @Test
  void aMissingEndOfTheLastLineIsADifference() {
    assertThat(UnifiedDiff.of("a\n", "a"))
        .containsExactly("@@ -1 +1 @@", "-a", "+a", "\\ No newline at end of file");
  }

  @Test
  void textsWithThousandsOfDifferencesAreReplacedAsAWhole() {
    List<String> diff = UnifiedDiff.of(numbers(1, 3000), numbers(10_001, 13_000));
    assertThat(diff).hasSize(6001).first().isEqualTo("@@ -1,3000 +1,3000 @@");
  }

  /**
   * Applies a difference to the first text, as patch(1) does: the result must be the second text.
   */
  @Test
  void theDifferenceMakesTheSecondTextOfTheFirst() {
    Random random = new Random(22);
    for (int i = 0; i < 2000; i++) {
      String before = text(random);
      String after = random.nextInt(3) == 0 ? text(random) : changed(before, random);
      assertThat(patched(before, UnifiedDiff.of(before, after)))
          .as("from <%s> to <%s>", before, after)
          .isEqualTo(after);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(20);
    for (int i = 0; i < lines; i++) {
      text.append((char) ('a' + random.nextInt(4))).append('\n');
    }
    return random.nextInt(4) == 0 ? text + "end" : text.toString();
  }

  private static String changed(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int i = random.nextInt(3); i >= 0; i--) {
      lines.add(random.nextInt(lines.size() + 1), "new");
      lines.remove(random.nextInt(lines.size()));
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String patched(String before, List<String> diff) {
    List<String> old = new ArrayList<>(before.lines().toList());
    StringBuilder after = new StringBuilder();
    int at = 0;
    boolean complete = before.isEmpty() || before.endsWith("\n");
    String sign = "";
    for (String line : diff) {
      if (line.startsWith("@@")) {
        String[] range = line.split(" ")[1].substring(1).split(",");
        int first = Integer.parseInt(range[0]);
        int start = range.length > 1 && range[1].equals("0") ? first : first - 1;
        while (at < start) {
          after.append(old.get(at++)).append('\n');
        }
      } else if (line.startsWith("\\")) {
        if (!sign.equals("-")) {
          after.setLength(after.length() - 1);
        }
      } else {
        sign = line.substring(0, 1);
        if (!sign.equals("+")) {
          assertThat(old.get(at++)).isEqualTo(line.substring(1));
        }
        if (!sign.equals("-")) {
          after.append(line.substring(1)).append('\n');
        }
      }
    }
    boolean rest = at < old.size();
    while (at < old.size()) {
      after.append(old.get(at++)).append('\n');
    }
    if (rest && !complete) {
      after.setLength(after.length() - 1);
    }
    return after.toString();
  }
}
