package gangway.view;

import gangway.check.Acceptance;
import gangway.pci.PciAddress;
import gangway.request.AskedRequest;
import gangway.request.Request;
import gangway.request.Request.Manner;
import java.util.ArrayList;
import java.util.List;

/** The command line that performs a request. */
final class CommandWords {
  private CommandWords() {}

  /**
   * The words of the command line, with the name of the program. Where the request holds is written
   * out, unless the command means exactly that without an option.
   */
  static List<String> of(AskedRequest asked, List<Acceptance> accepted) {
    Request request = asked.request();
    List<String> words = new ArrayList<>(List.of("gangway", asked.verb()));
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
    for (Acceptance acceptance : accepted) {
      words.add("--accept");
      words.add(
          acceptance.code() + acceptance.function().map(function -> "=" + function).orElse(""));
    }
    if (request.guestName().filter(guest -> guest.startsWith("-")).isPresent()) {
      words.add("--");
    }
    request.guestName().ifPresent(words::add);
    request.functions().stream().map(PciAddress::toString).forEach(words::add);
    return words;
  }
}
