package gangway.migration;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.machine.Ssh;
import java.util.List;

/** A host on which guest pv1 runs, and another host, named "there". */
record TwoHosts(GuideHost here, GuideHost there) {
  static final TargetHost THERE = new TargetHost(new Ssh("there"), "1.2.3");

  static TwoHosts made() {
    GuideHost here = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    GuideHost there = new GuideHost().put("proc/sys/kernel/random/boot_id", "77aa\n");
    there.store().without("/local/domain/3");
    return new TwoHosts(here, there);
  }

  ActingHost machine() {
    return here.machine().reaching("there", there);
  }

  /** Sets the functions of the other host, in the form of {@code gangway devices --json}. */
  void thereAre(String... functions) {
    there.answer(
        "gangway devices --json",
        "{\"format\":1,\"functions\":[" + String.join(",", functions) + "]}");
  }

  /** A hidden function. */
  static String function(String address, String id) {
    return "{\"address\":\"%s\",\"id\":\"%s\",\"subsystem\":\"8086:a01f\",\"owner\":{\"kind\":\"pciback\"}}"
        .formatted(address, id);
  }

  static List<String> guests(GuideHost host) {
    return host.store().list("/local/domain").stream()
        .filter(domid -> !domid.equals("0"))
        .map(domid -> host.store().read("/local/domain/" + domid + "/name").orElse(""))
        .toList();
  }
}
