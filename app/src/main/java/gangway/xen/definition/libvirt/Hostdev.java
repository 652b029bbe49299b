package gangway.xen.definition.libvirt;

import gangway.pci.PciAddress;
import gangway.xen.definition.CNumbers;
import gangway.xen.definition.PciOptions;
import gangway.xen.definition.PciSpec;
import gangway.xen.definition.PciSpec.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** An element that assigns a function to a guest, as a network interface or as a device. */
record Hostdev(Element element) {
  /** The address outside {@code <source>} is the guest's, which libvirt chooses. */
  private static final Set<String> WRITTEN_BY_ATTACH_OR_LIBVIRT =
      Set.of("source", "driver", "address", "alias");

  /** All of a domain, in the order in which libvirt gives them to libxl: the interfaces first. */
  static Stream<Hostdev> of(Element domain) {
    return Stream.concat(
            Children.all(domain, "devices", "interface")
                .filter(network -> network.getAttribute("type").equals("hostdev")),
            Children.all(domain, "devices", "hostdev")
                .filter(hostdev -> hostdev.getAttribute("type").equals("pci")))
        .map(Hostdev::new);
  }

  /** The host's function. */
  Optional<PciAddress> function() {
    return address().flatMap(Hostdev::read);
  }

  /** The element with the address of the host's function. */
  Optional<Element> address() {
    return Children.at(element, "source", "address");
  }

  /** The function with its options. */
  Optional<PciSpec> spec() {
    return function()
        .map(function -> new PciSpec(new Target.One(function), OptionalInt.empty(), options()));
  }

  /** libvirt knows one option: {@code writeFiltering='no'} is {@code permissive=1} of xl. */
  private PciOptions options() {
    boolean permissive =
        Children.first(element, "source")
            .filter(source -> source.getAttribute("writeFiltering").equals("no"))
            .isPresent();
    return new PciOptions(permissive, false, false, false, false);
  }

  /**
   * What the element says besides the function, such as the MAC address and the VLAN that libvirt
   * sets on a virtual function before the guest gets it (formatdomain.html, {@code <interface
   * type='hostdev'>}). Names that libvirt writes by itself are left out.
   */
  Stream<String> settings(XmlText xml) {
    return Stream.concat(
        options().permissive() ? Stream.of("writeFiltering='no'") : Stream.empty(),
        Children.of(element)
            .filter(child -> !WRITTEN_BY_ATTACH_OR_LIBVIRT.contains(child.getTagName()))
            .map(xml::of));
  }

  /**
   * The numbers of an address element are decimal, octal with the prefix 0, or hexadecimal with the
   * prefix 0x (virStrToLong_uip in libvirt's virstring.c). An interface can be a USB device.
   */
  private static Optional<PciAddress> read(Element element) {
    if (!List.of("", "pci").contains(element.getAttribute("type"))) {
      return Optional.empty();
    }
    try {
      List<Integer> parts = new ArrayList<>();
      for (String part : List.of("domain", "bus", "slot", "function")) {
        String value = element.getAttribute(part);
        OptionalLong number = value.isEmpty() ? OptionalLong.of(0) : CNumbers.whole(value);
        if (value.contains("-") || number.isEmpty()) {
          return Optional.empty();
        }
        parts.add(Math.toIntExact(number.getAsLong()));
      }
      return Optional.of(new PciAddress(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
