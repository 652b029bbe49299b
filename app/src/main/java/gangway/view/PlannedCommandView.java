package gangway.view;

import gangway.operation.PlanDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a change of a setting adds to the report of {@code --dry-run}.
 *
 * @param digest identifies the change and its plan, for {@code --digest}
 * @param words the command line that makes the change, with the name of the program
 */
public record PlannedCommandView(PlanDigest digest, List<String> words) implements View {
  public PlannedCommandView {
    words = List.copyOf(words);
  }

  /**
   * The view of a plan.
   *
   * @param command the name of the command, then its arguments, without options
   */
  public static PlannedCommandView of(PlanDigest digest, List<String> command) {
    Stream<String> end =
        command.stream().anyMatch(word -> word.startsWith("-"))
            ? Stream.of(Stream.of(command.getFirst(), "--"), command.stream().skip(1))
                .flatMap(part -> part)
            : command.stream();
    return new PlannedCommandView(digest, Stream.concat(Stream.of("gangway"), end).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("digest", digest.toString());
    json.texts("commandLine", words);
  }
}
