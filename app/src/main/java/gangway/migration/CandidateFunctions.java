package gangway.migration;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Owner;
import gangway.json.JsonLine;
import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of a host that can replace the functions that a guest had on another host or before
 * a save.
 *
 * @param host name of the host for messages, such as {@code this host}
 */
record CandidateFunctions(String host, List<Offer> all) {

  /**
   * A function.
   *
   * @param holder its owner in a few words
   * @param free whether it can be assigned: its owner is pciback and no guest has it
   * @param changing the operation of Gangway that changes it, if any
   */
  record Offer(
      PciAddress address,
      DeviceId id,
      DeviceId subsystem,
      String holder,
      boolean free,
      Optional<Changing> changing) {
    boolean equalTo(SavedGuestNote.Item item) {
      return id.equals(item.id()) && subsystem.equals(item.subsystem());
    }
  }

  /**
   * An operation that has not ended.
   *
   * @param command its command, without the name of the program
   * @param interrupted whether it waits for {@code gangway recover}
   */
  record Changing(String command, boolean interrupted) {}

  CandidateFunctions {
    all = List.copyOf(all);
  }

  static CandidateFunctions of(Inventory inventory) {
    return new CandidateFunctions(
        "this host", inventory.stream().map(CandidateFunctions::offer).toList());
  }

  private static Offer offer(HostFunction function) {
    return new Offer(
        function.address(),
        function.function().id(),
        function.function().subsystem(),
        function.owner().toString(),
        function.owner() instanceof Owner.Pciback,
        // the claims of an operation here exclude another one
        Optional.empty());
  }

  /**
   * Parses the output of {@code gangway devices --json} of another host (docs/json.md).
   *
   * @throws TheirJson.OtherFormat if the answer has another format number
   * @throws IllegalArgumentException if the answer is malformed
   */
  static CandidateFunctions parse(String host, String answer) {
    return new CandidateFunctions(
        host, TheirJson.array(answer, "functions", CandidateFunctions::offer));
  }

  private static Offer offer(JsonLine json) {
    Map<String, String> texts = new HashMap<>();
    Optional<Changing> changing = Optional.empty();
    json.object();
    for (String name : json.members()) {
      if (name.equals("owner")) {
        texts.put("owner", json.stringOf("kind"));
      } else if (name.equals("operation")) {
        changing = Optional.of(changing(json));
      } else if (json.isString()) {
        texts.put(name, json.string());
      } else {
        json.skip();
      }
    }
    String holder = texts.getOrDefault("owner", "");
    return new Offer(
        PciAddress.parse(texts.getOrDefault("address", ""))
            .orElseThrow(IllegalArgumentException::new),
        id(texts, "id"),
        id(texts, "subsystem"),
        holder,
        holder.equals("pciback"),
        changing);
  }

  private static Changing changing(JsonLine json) {
    String command = "";
    boolean interrupted = false;
    json.object();
    for (String name : json.members()) {
      switch (name) {
        case "command" -> command = json.string();
        case "interrupted" -> interrupted = json.bool();
        default -> json.skip();
      }
    }
    return new Changing(command, interrupted);
  }

  private static DeviceId id(Map<String, String> texts, String name) {
    return DeviceId.parse(texts.getOrDefault(name, "")).orElseThrow(IllegalArgumentException::new);
  }

  /**
   * Finds the replacement of each function that a guest had, in the same order.
   *
   * @param instead replacements with other addresses, by the addresses of the guest's functions
   * @throws Problem of kind USAGE if a replacement is for a function that the guest did not have;
   *     of kind REFUSED if a replacement is missing, does not match, or is not free
   */
  List<PciAddress> inPlaceOf(List<SavedGuestNote.Item> items, Map<PciAddress, PciAddress> instead) {
    List<PciAddress> had = items.stream().map(SavedGuestNote.Item::address).toList();
    for (PciAddress replaced : instead.keySet()) {
      if (!had.contains(replaced)) {
        throw Problem.usage(
            "--map %1$s=%2$s does not apply: the guest had no %1$s"
                .formatted(replaced, instead.get(replaced)),
            "omit that --map, or name a function that the guest had",
            "it had: " + had);
      }
    }
    List<PciAddress> found =
        items.stream()
            .map(item -> inPlaceOf(item, instead.getOrDefault(item.address(), item.address())))
            .toList();
    if (found.stream().distinct().count() < found.size()) {
      throw Problem.refused(
          "one function cannot replace two functions", "name another function with --map");
    }
    return found;
  }

  private PciAddress inPlaceOf(SavedGuestNote.Item item, PciAddress wanted) {
    Optional<Offer> offer = all.stream().filter(one -> one.address().equals(wanted)).findFirst();
    if (offer.filter(one -> one.equalTo(item)).isEmpty()) {
      throw Problem.refused(
          "%s on %s is not the device that the guest had".formatted(wanted, host),
          another(item),
          "the guest had %s, %s (subsystem %s)"
              .formatted(item.address(), item.id(), item.subsystem()),
          offer
              .map(one -> "%s is %s (subsystem %s)".formatted(wanted, one.id(), one.subsystem()))
              .orElse("%s does not exist".formatted(wanted)));
    }
    if (!offer.get().free()) {
      throw Problem.refused(
          "%s on %s cannot be assigned to the guest".formatted(wanted, host),
          "see 'gangway show %1$s' there; to take it from dom0, run 'gangway hide %1$s'"
              .formatted(wanted),
          "its owner: " + offer.get().holder());
    }
    offer
        .get()
        .changing()
        .ifPresent(changing -> {
          throw Problem.refused(
              changing.interrupted()
                  ? "an operation on %s was interrupted while it changed %s".formatted(host, wanted)
                  : "an operation on %s is changing %s".formatted(host, wanted),
              changing.interrupted()
                  ? "run 'gangway recover' there, then run the command again"
                  : "wait until the operation has ended, then run the command again",
              "'gangway %s'".formatted(changing.command()));
        });
    return wanted;
  }

  /** Suggests an identical device, preferably a free one. */
  private String another(SavedGuestNote.Item item) {
    List<Offer> equal = all.stream().filter(one -> one.equalTo(item)).toList();
    return equal.stream()
        .filter(Offer::free)
        .findFirst()
        .or(() -> equal.stream().findFirst())
        .map(one ->
            "to use an identical device: --map %s=%s".formatted(item.address(), one.address()))
        .orElse("use a host with an identical device");
  }
}
