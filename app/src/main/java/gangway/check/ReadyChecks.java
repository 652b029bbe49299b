package gangway.check;

import gangway.host.Host;
import gangway.request.Request;
import gangway.toolstack.Creation;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.Domain;
import gangway.toolstack.Guest;
import java.util.ArrayList;
import java.util.List;

/** What is to be said of a guest that is to be made ready for hot-plug. */
final class ReadyChecks {
  private ReadyChecks() {}

  static List<Finding> of(Host host, Request.Ready request) {
    List<Guest> guests = host.guests().named(request.guest());
    return guests.size() == 1 ? of(guests.getFirst()) : List.of();
  }

  private static List<Finding> of(Guest guest) {
    List<Finding> findings = new ArrayList<>();
    guest
        .definition()
        .filter(definition -> !definition.content().supported())
        .map(DefinitionFile::file)
        .ifPresent(file ->
            findings.add(
                Finding.blocks(
                    "GUEST-NOT-PV",
                    "guest '%s' is not defined as a para-virtualized one".formatted(guest.name()),
                    "Gangway hands functions to PV guests only; use the toolstack's own commands",
                    file.toString())));
    guest.running().filter(Domain::supported).stream()
        .flatMap(domain -> guest.creation().stream().map(creation -> running(domain, creation)))
        .forEach(findings::add);
    return findings;
  }

  private static Finding running(Domain domain, Creation creation) {
    String file = Creation.file(domain).toString();
    return creation.settings().containsAll(domain.protocol().hotPlugSettings())
        ? Finding.notes(
            "GUEST-RUNS-READY",
            "guest %s was made with passthrough, and can be given functions as it runs"
                .formatted(domain.name()),
            "gangway attach %s ADDRESS".formatted(domain.name()),
            file)
        : Finding.warns(
            "GUEST-RESTART",
            "guest %s was not made for it, and must be shut down and started anew"
                .formatted(domain.name()),
            "what is set in its definition counts from its next start",
            file
                + ": "
                + (creation.hotPlug()
                    ? "e820_host is not set"
                    : "neither a function, nor passthrough, nor e820_host"));
  }
}
