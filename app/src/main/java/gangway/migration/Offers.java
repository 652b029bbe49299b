package gangway.migration;

import gangway.Problem;
import gangway.guard.Manifest;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Owner;
import gangway.json.JsonLine;
import gangway.pci.Address;
import gangway.pci.DeviceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of a host, among which are those that a guest is to have that had some elsewhere,
 * or before.
 *
 * @param host how the host is spoken of: {@code this host}
 */
record Offers(String host, List<Offer> all) {

  /**
   * A function.
   *
   * @param holder who has it, in a word or two
   * @param free whether it can be given to a guest: pciback holds it, and no guest has it
   */
  record Offer(Address address, DeviceId id, DeviceId subsystem, String holder, boolean free) {
    boolean equalTo(Manifest.Item item) {
      return id.equals(item.id()) && subsystem.equals(item.subsystem());
    }
  }

  Offers {
    all = List.copyOf(all);
  }

  static Offers of(Inventory inventory) {
    return new Offers("this host", inventory.stream().map(Offers::offer).toList());
  }

  private static Offer offer(HostFunction function) {
    return new Offer(
        function.address(),
        function.function().id(),
        function.function().subsystem(),
        function.owner().toString(),
        function.owner() instanceof Owner.Pciback);
  }

  /**
   * Those of another host, as {@code gangway devices --json} tells of them there (docs/json.md).
   *
   * @throws TheirJson.OtherFormat if the answer has another format number
   * @throws IllegalArgumentException if the answer is malformed
   */
  static Offers parse(String host, String answer) {
    return new Offers(host, TheirJson.array(answer, "functions", Offers::offer));
  }

  private static Offer offer(JsonLine json) {
    Map<String, String> texts = new HashMap<>();
    json.object();
    for (String name : json.members()) {
      if (name.equals("owner")) {
        texts.put("owner", json.stringOf("kind"));
      } else if (json.isString()) {
        texts.put(name, json.string());
      } else {
        json.skip();
      }
    }
    String holder = texts.getOrDefault("owner", "");
    return new Offer(
        Address.parse(texts.getOrDefault("address", "")).orElseThrow(IllegalArgumentException::new),
        id(texts, "id"),
        id(texts, "subsystem"),
        holder,
        holder.equals("pciback"));
  }

  private static DeviceId id(Map<String, String> texts, String name) {
    return DeviceId.parse(texts.getOrDefault(name, "")).orElseThrow(IllegalArgumentException::new);
  }

  /**
   * Finds those that take the place of what a guest had, in the same order.
   *
   * @param instead others than those of the same addresses
   * @throws Problem of kind USAGE if one is for nothing the guest had, of kind REFUSED if one is
   *     missing, another one, or not free
   */
  List<Address> inPlaceOf(List<Manifest.Item> items, Map<Address, Address> instead) {
    List<Address> had = items.stream().map(Manifest.Item::address).toList();
    for (Address replaced : instead.keySet()) {
      if (!had.contains(replaced)) {
        throw Problem.usage(
            "the guest had no %s that %s could stand for"
                .formatted(replaced, instead.get(replaced)),
            "leave that --map out, or name one of those it had",
            "it had: " + had);
      }
    }
    List<Address> found =
        items.stream()
            .map(item -> inPlaceOf(item, instead.getOrDefault(item.address(), item.address())))
            .toList();
    if (found.stream().distinct().count() < found.size()) {
      throw Problem.refused("one function cannot stand for two", "name another one with --map");
    }
    return found;
  }

  private Address inPlaceOf(Manifest.Item item, Address wanted) {
    Optional<Offer> offer = all.stream().filter(one -> one.address().equals(wanted)).findFirst();
    if (offer.filter(one -> one.equalTo(item)).isEmpty()) {
      throw Problem.refused(
          "%s on %s is not what the guest had".formatted(wanted, host),
          another(item),
          "it had %s, %s (subsystem %s)".formatted(item.address(), item.id(), item.subsystem()),
          offer
              .map(one -> "%s is %s (subsystem %s)".formatted(wanted, one.id(), one.subsystem()))
              .orElse("%s is not there".formatted(wanted)));
    }
    if (!offer.get().free()) {
      throw Problem.refused(
          "%s on %s cannot be given to the guest".formatted(wanted, host),
          "see 'gangway show %1$s' there; 'gangway hide %1$s' takes it from dom0".formatted(wanted),
          "it is with " + offer.get().holder());
    }
    return wanted;
  }

  /** An equal one that is free is rather named than one that is not. */
  private String another(Manifest.Item item) {
    List<Offer> equal = all.stream().filter(one -> one.equalTo(item)).toList();
    return equal.stream()
        .filter(Offer::free)
        .findFirst()
        .or(() -> equal.stream().findFirst())
        .map(one -> "if this one is as good: --map %s=%s".formatted(item.address(), one.address()))
        .orElse("use a host that has such a device");
  }
}
