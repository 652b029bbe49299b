package gangway.check;

import gangway.host.CloseUp;
import gangway.host.Host;
import gangway.pci.Address;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks which other functions a request affects, and what a function shares with dom0 or another
 * guest. The findings are those of {@link VirtualFunctionChecks}, {@link BridgeChecks}, {@link
 * ReservedMemoryChecks}, {@link DeviceMateChecks} and {@link SharingChecks}.
 */
final class KinChecks {
  private KinChecks() {}

  static List<Finding> of(Host host, Request request) {
    Neighbours neighbours = Neighbours.of(host, request);
    List<Finding> findings = new ArrayList<>();
    for (Address address : request.functions()) {
      Optional<CloseUp> closeUp = host.closeUp(address);
      if (closeUp.isPresent() && !closeUp.get().details().function().type().bridge()) {
        Kin kin = new Kin(neighbours, closeUp.get().details());
        findings.addAll(VirtualFunctionChecks.of(kin));
        findings.addAll(BridgeChecks.of(kin));
        findings.addAll(ReservedMemoryChecks.of(kin));
        if (request instanceof Request.Attach) {
          findings.addAll(DeviceMateChecks.of(kin));
          findings.addAll(SharingChecks.of(kin));
        }
      }
    }
    return findings;
  }
}
