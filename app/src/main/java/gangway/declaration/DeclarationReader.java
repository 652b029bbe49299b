package gangway.declaration;

import gangway.Text;
import gangway.declaration.Declaration.Device;
import gangway.declaration.Declaration.GuestDevices;
import gangway.declaration.YamlNode.Mapping;
import gangway.declaration.YamlNode.Reference;
import gangway.declaration.YamlNode.Scalar;
import gangway.declaration.YamlNode.Sequence;
import gangway.pci.EditDistance;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a {@link Declaration} and finds all errors of the file at once. */
final class DeclarationReader {
  private static final String FORMAT = "format";
  private static final String HIDDEN = "hidden";
  private static final String GUESTS = "guests";
  private static final String DEVICES = "devices";

  /** XenStore allows longer names, but no tool of Xen can use them. */
  private static final int MAX_NAME = 255;

  private final List<Fault> faults = new ArrayList<>();
  private final Map<PciAddress, Holder> holders = new LinkedHashMap<>();

  /** The guest for which a function is listed first. */
  private record Holder(String guest, int line) {}

  /** A key with its value. */
  private record Named(String key, int line, YamlNode value) {}

  private DeclarationReader() {}

  static Declaration.Parsed read(String text) {
    DeclarationReader reader = new DeclarationReader();
    YamlDocument.Parsed document = YamlDocument.parse(text);
    reader.faults.addAll(document.faults());
    Declaration declaration =
        document.root().map(reader::declaration).orElseGet(() -> reader.empty(document));
    return new Declaration.Parsed(declaration, Fault.sorted(reader.faults));
  }

  private Declaration empty(YamlDocument.Parsed document) {
    if (document.faults().isEmpty()) {
      faults.add(new Fault(1, "the file is empty; its first line must be 'format: 1'"));
    }
    return new Declaration(List.of(), List.of());
  }

  private Declaration declaration(YamlNode root) {
    List<Device> hidden = new ArrayList<>();
    List<GuestDevices> guests = new ArrayList<>();
    if (root instanceof Scalar nothing && nothing.nothing()) {
      faults.add(new Fault(1, "the file is empty; its first line must be 'format: 1'"));
      return new Declaration(hidden, guests);
    }
    boolean format = false;
    for (Named named : members(root, "the file", List.of(FORMAT, HIDDEN, GUESTS))) {
      switch (named.key()) {
        case FORMAT -> {
          format = true;
          format(named.value());
        }
        case HIDDEN -> hidden.addAll(devices(named, HIDDEN));
        default -> guests.addAll(guests(named));
      }
    }
    if (!format && root instanceof Mapping) {
      faults.add(new Fault(root.line(), "'format: 1' is missing"));
    }
    return new Declaration(hidden, guests);
  }

  private void format(YamlNode value) {
    if (!(value instanceof Scalar scalar && scalar.plain() && scalar.text().equals("1"))) {
      fault(value, "'format' must be 1, the only format that this version of gangway reads");
    }
  }

  private List<GuestDevices> guests(Named section) {
    List<GuestDevices> guests = new ArrayList<>();
    for (Named guest : members(section.value(), "'guests'", List.of())) {
      if (!isName(guest.key())) {
        faults.add(new Fault(guest.line(), "this cannot be the name of a guest"));
        continue;
      }
      String what = "guest '%s'".formatted(guest.key());
      Optional<List<Device>> devices = Optional.empty();
      int before = faults.size();
      for (Named member : members(guest.value(), what, List.of(DEVICES))) {
        devices = Optional.of(devices(member, "'devices' of " + what));
      }
      if (devices.isEmpty() && faults.size() == before) {
        faults.add(
            new Fault(
                guest.line(),
                what + " has no 'devices'; write 'devices: []' if it must have no device"));
      }
      List<Device> listed = devices.orElse(List.of());
      listed.forEach(device -> onlyHere(guest.key(), device));
      guests.add(new GuestDevices(guest.key(), guest.line(), listed));
    }
    return guests;
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_NAME
        && text.codePoints().noneMatch(Text::isHidden);
  }

  private void onlyHere(String guest, Device device) {
    Holder first = holders.putIfAbsent(device.function(), new Holder(guest, device.line()));
    if (first != null) {
      faults.add(
          new Fault(
              device.line(),
              "%s is listed for guest '%s' and, in line %d, for guest '%s'; only one guest can have it"
                  .formatted(device.function(), guest, first.line(), first.guest())));
    }
  }

  /** A list of functions; each may be there once. */
  private List<Device> devices(Named section, String what) {
    if (!(section.value() instanceof Sequence list)) {
      mustBe(section.value(), what, "a list of addresses; write [] for an empty list");
      return List.of();
    }
    Map<PciAddress, Device> devices = new LinkedHashMap<>();
    for (YamlNode item : list.items()) {
      address(item)
          .ifPresent(function -> {
            Device first = devices.putIfAbsent(function, new Device(function, item.line()));
            if (first != null) {
              fault(
                  item,
                  "%s is twice in the list, first in line %d".formatted(function, first.line()));
            }
          });
    }
    return List.copyOf(devices.values());
  }

  private Optional<PciAddress> address(YamlNode item) {
    if (item instanceof Scalar scalar && !scalar.nothing()) {
      Optional<PciAddress> address = PciAddress.parse(scalar.text());
      if (address.isEmpty()) {
        fault(
            item,
            "'%s' is not the address of a PCI function, such as 0000:09:00.0"
                .formatted(scalar.text()));
      }
      return address;
    }
    mustBe(item, "each device", "the address of a PCI function, such as 0000:09:00.0");
    return Optional.empty();
  }

  /**
   * The keys of a mapping that are correct.
   *
   * @param known the possible keys; empty if every key is possible
   */
  private List<Named> members(YamlNode node, String what, List<String> known) {
    if (!(node instanceof Mapping mapping)) {
      mustBe(
          node,
          what,
          "a mapping with "
              + (known.isEmpty() ? "names of guests" : "the keys " + String.join(", ", known)));
      return List.of();
    }
    Map<String, Named> members = new LinkedHashMap<>();
    for (YamlNode.Member member : mapping.members()) {
      if (!(member.key() instanceof Scalar key)) {
        mustBe(member.key(), "a key", "a word");
        continue;
      }
      if (!known.isEmpty() && !known.contains(key.text())) {
        fault(
            key,
            "unknown key '%s'%s; %s can have: %s"
                .formatted(key.text(), similar(key.text(), known), what, String.join(", ", known)));
        continue;
      }
      Named first =
          members.putIfAbsent(key.text(), new Named(key.text(), key.line(), member.value()));
      if (first != null) {
        fault(key, "the key '%s' is already in line %d".formatted(key.text(), first.line()));
      }
    }
    return List.copyOf(members.values());
  }

  /** Only a word that differs a little can be meant. */
  private static String similar(String word, List<String> known) {
    return EditDistance.nearest(word, known.stream())
        .filter(near -> EditDistance.between(word, near) <= 2)
        .map(near -> " (did you mean '%s'?)".formatted(near))
        .orElse("");
  }

  /** An alias is an error of its own already. */
  private void mustBe(YamlNode node, String what, String form) {
    if (!(node instanceof Reference)) {
      fault(node, "%s must be %s".formatted(what, form));
    }
  }

  private void fault(YamlNode node, String text) {
    faults.add(new Fault(node.line(), text));
  }
}
