package gangway.check;

import gangway.host.Host;
import gangway.host.Storage;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;

/** What dom0 and its guests would lose with a function that carries their disks. */
final class DiskChecks {
  private DiskChecks() {}

  static List<Finding> of(Host host, Request.Hide request) {
    List<Finding> findings = new ArrayList<>();
    for (Address function : request.functions()) {
      for (Storage.Use use : host.storage().uses()) {
        host.storage()
            .devices()
            .down(use.device(), function)
            .ifPresent(devices -> findings.add(disk(function, use, devices)));
      }
    }
    return findings;
  }

  private static Finding disk(Address function, Storage.Use use, List<String> devices) {
    return Finding.blocks(
            "DISK-IN-USE",
            "dom0 would lose %s with %s".formatted(use.what(), function),
            use.what().equals("swap")
                ? "switch it off (swapoff) and take it out of /etc/fstab first"
                : "move it to another disk, or unmount it and take it out of /etc/fstab first",
            Chain.of(use.what(), devices.stream().map(name -> "/dev/" + name), function))
        .about(function);
  }
}
