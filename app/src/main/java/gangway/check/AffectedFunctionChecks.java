package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks which other functions a request affects, and what a function shares with dom0 or another
 * guest. The findings are those of {@link VirtualFunctionChecks}, {@link BridgeChecks}, {@link
 * ReservedMemoryChecks}, {@link MultifunctionChecks} and {@link SharingChecks}.
 */
final class AffectedFunctionChecks {
  private AffectedFunctionChecks() {}

  static List<Finding> of(HostSnapshot host, Request request) {
    PeerFunctions neighbours = PeerFunctions.of(host, request);
    List<Finding> findings = new ArrayList<>();
    for (PciAddress address : request.functions()) {
      Optional<FunctionInspection> inspection = host.inspection(address);
      if (inspection.isPresent() && !inspection.get().details().function().type().bridge()) {
        AffectedFunction kin = new AffectedFunction(neighbours, inspection.get().details());
        findings.addAll(VirtualFunctionChecks.of(kin));
        findings.addAll(BridgeChecks.of(kin));
        findings.addAll(ReservedMemoryChecks.of(kin));
        if (request instanceof Request.Attach) {
          findings.addAll(MultifunctionChecks.of(kin));
          findings.addAll(SharingChecks.of(kin));
        }
      }
    }
    return findings;
  }
}
