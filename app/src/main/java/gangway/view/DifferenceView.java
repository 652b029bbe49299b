package gangway.view;

import java.util.List;
import java.util.stream.Stream;

/**
 * The difference of a file before and after an operation; without its secrets. Its members are
 * members of {@link ChangedFileView}.
 *
 * @param diff lines as {@code diff -u} writes them
 * @param leftOut how many further lines the difference has
 * @param onlySecrets whether the contents differ, but only in secrets
 */
public record DifferenceView(List<String> diff, int leftOut, boolean onlySecrets) implements View {
  private static final int MOST_LINES = 400;
  private static final int LONGEST_LINE = 500;
  private static final String CUT_OFF = "…";

  public DifferenceView {
    diff = List.copyOf(diff);
  }

  static DifferenceView of(List<String> lines, boolean onlySecrets) {
    return new DifferenceView(
        lines.stream().limit(MOST_LINES).map(DifferenceView::bounded).toList(),
        Math.max(0, lines.size() - MOST_LINES),
        onlySecrets);
  }

  private static String bounded(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + CUT_OFF;
  }

  /** The difference for people. */
  public Stream<String> lines() {
    return onlySecrets
        ? Stream.of("only secrets differ, which are not shown")
        : Stream.concat(
            diff.stream(),
            leftOut == 0 ? Stream.of() : Stream.of("%d more lines".formatted(leftOut)));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.texts("diff", diff);
    if (leftOut > 0) {
      json.number("leftOut", leftOut);
    }
    if (onlySecrets) {
      json.flag("onlySecrets", true);
    }
  }
}
