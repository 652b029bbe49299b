package gangway.view;

import gangway.check.Acceptance;
import gangway.operation.ArgumentWords;
import gangway.pci.PciAddress;
import gangway.request.AskedRequest;
import gangway.request.Request;
import gangway.request.Request.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line that performs a request. */
final class CommandWords {
  static final String PROGRAM = "gangway";

  private CommandWords() {}

  /**
   * The words of the command line, with the name of the program. Where the request holds is written
   * out, unless the command means exactly that without an option.
   */
  static List<String> of(AskedRequest asked, List<Acceptance> accepted) {
    List<String> words = new ArrayList<>(List.of(PROGRAM, asked.verb()));
    words.addAll(
        switch (asked.request()) {
          case Request.New made -> NewGuestWords.of(made);
          case Request.Ready _ -> List.of();
          default -> reach(asked.request());
        });
    words.addAll(accepting(accepted));
    Request request = asked.request();
    List<String> arguments = new ArrayList<>();
    request.guestName().ifPresent(arguments::add);
    if (!(request instanceof Request.New)) {
      request.functions().stream().map(PciAddress::toString).forEach(arguments::add);
    }
    words.addAll(ArgumentWords.of(arguments));
    return words;
  }

  /** The options that accept findings. */
  static List<String> accepting(List<Acceptance> accepted) {
    return accepted.stream()
        .flatMap(acceptance ->
            Stream.of(
                "--accept",
                acceptance.code()
                    + acceptance.function().map(function -> "=" + function).orElse("")))
        .toList();
  }

  /** Where the request holds, and how. */
  private static List<String> reach(Request request) {
    List<String> words = new ArrayList<>();
    String lasting = request.guestName().isPresent() ? "--config" : "--boot";
    boolean everywhere = request.now() && request.lasting() && request.guestName().isEmpty();
    if (request.now() && !everywhere) {
      words.add("--now");
    }
    if (request.lasting() && !everywhere) {
      words.add(lasting);
    }
    if (request instanceof Request.Detach detach && detach.manner() == Manner.FORCED) {
      words.add("--force");
    }
    return words;
  }
}
