package gangway.check;

import gangway.host.HostSnapshot;
import gangway.host.Unanswered.Subject;
import gangway.pci.Details;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.request.Request;
import java.util.List;
import java.util.stream.Stream;

/** A function of the request, and the functions around it. */
record AffectedFunction(PeerFunctions neighbours, Details details) {

  PciAddress address() {
    return details.function().address();
  }

  HostSnapshot host() {
    return neighbours.host();
  }

  Request request() {
    return neighbours.request();
  }

  PciFunctions functions() {
    return host().inventory().functions();
  }

  /** The functions below a bridge, at any depth. */
  Stream<PciFunction> below(PciAddress bridge) {
    return host().topology().at(bridge).stream()
        .flatMap(b -> functions().onBuses(bridge.domain(), b.first(), b.last()));
  }

  /** The same, with those whose class and ids cannot be read. */
  Stream<PciAddress> allBelow(PciAddress bridge) {
    return Stream.concat(
        below(bridge).map(PciFunction::address),
        host().topology().at(bridge).stream()
            .flatMap(b -> functions().unread().stream().filter(b::above)));
  }

  /** The functions of the device of a port that cannot be read, and may be ports. */
  Stream<PciAddress> unreadBeside(PciAddress port) {
    return functions().unread().stream().filter(port::sameDevice);
  }

  /** A line for each bridge among some functions whose buses the host did not tell. */
  Stream<String> unknownBelow(List<PciAddress> ports) {
    return ports.stream()
        .filter(port -> functions().at(port).filter(one -> one.type().bridge()).isPresent())
        .filter(port -> host().topology().at(port).isEmpty())
        .filter(port ->
            host().unanswered().stream()
                .anyMatch(
                    one -> one.subject() == Subject.FUNCTION && one.functions().contains(port)))
        .map(port -> port + ": the functions below it are not known");
  }

  /** Whether it is a virtual function: the device itself isolates these from each other. */
  boolean virtual() {
    return details.physicalFunction().isPresent();
  }
}
