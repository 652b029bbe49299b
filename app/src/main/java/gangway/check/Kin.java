package gangway.check;

import gangway.host.Host;
import gangway.pci.Address;
import gangway.pci.Details;
import gangway.pci.Function;
import gangway.pci.Functions;
import gangway.request.Request;
import java.util.stream.Stream;

/** A function of the request, and the functions around it. */
record Kin(Neighbours neighbours, Details details) {

  Address address() {
    return details.function().address();
  }

  Host host() {
    return neighbours.host();
  }

  Request request() {
    return neighbours.request();
  }

  Functions functions() {
    return host().inventory().functions();
  }

  /** The functions below a bridge, at any depth. */
  Stream<Function> below(Address bridge) {
    return host().topology().at(bridge).stream()
        .flatMap(b -> functions().onBuses(bridge.domain(), b.first(), b.last()));
  }

  /** Whether it is a virtual function: the device itself isolates these from each other. */
  boolean virtual() {
    return details.physicalFunction().isPresent();
  }
}
