package gangway.host.storage;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume.Impact;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The uses of a host's disks; read again for each question. */
record Stored(GuideHost host, DiskStacks stacks) {

  /** On the host of the guide, with / and swap on its disk. */
  static Stored onGuideHost() {
    GuideHost host = new GuideHost();
    return new Stored(host, DiskStacks.on(host));
  }

  /** On the host of the guide, of which no disk is used. */
  static Stored unused() {
    return unused(new GuideHost());
  }

  static Stored unused(GuideHost host) {
    return new Stored(host, DiskStacks.on(host).withoutPlainUses());
  }

  Storage storage() {
    return host.observed().storage();
  }

  List<Use> uses() {
    return storage().uses();
  }

  List<String> chain(String from, String function) {
    return new DiskUsage(storage())
        .chain(from, address(function)).stream().map(Volume::label).toList();
  }

  /** What happens to a volume without some functions. */
  Impact impact(String volume, String... functions) {
    Storage storage = storage();
    assertThat(storage.volumes()).containsKey(volume);
    Set<PciAddress> gone =
        Stream.of(functions).map(f -> address(f)).collect(Collectors.toUnmodifiableSet());
    return new Losses(storage, gone).of(volume);
  }
}
