package gangway.xen.definition;

import gangway.pci.PciAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function in xl's configuration of a guest: {@code [DDDD:]BB:SS.F[@VSLOT][,KEY=VALUE]…}; the
 * address can also be in the keys {@code bdf=} or {@code name=} (xl-pci-configuration(5)).
 *
 * @param slot the slot at which an HVM guest sees it; PV guests see it elsewhere
 */
public record PciSpec(Target target, OptionalInt slot, PciOptions options) {

  /** What is assigned. */
  public sealed interface Target {

    /** One function. */
    record One(PciAddress function) implements Target {
      @Override
      public String toString() {
        return function.toString();
      }
    }

    /**
     * All functions of a device.
     *
     * @param first the device's first one
     */
    record All(PciAddress first) implements Target {
      @Override
      public String toString() {
        String text = first.toString();
        return text.substring(0, text.length() - 1) + "*";
      }
    }

    /** A function by the name from {@code xl pci-assignable-add -n}. */
    record Named(String name) implements Target {
      @Override
      public String toString() {
        return "name=" + name;
      }
    }
  }

  /** One function with default options. */
  public static PciSpec plain(PciAddress function) {
    return new PciSpec(new Target.One(function), OptionalInt.empty(), PciOptions.NONE);
  }

  /** Parses a specification; empty if xl refuses it. */
  public static Optional<PciSpec> parse(String text, PciOptions unsaid) {
    return new PciSpecParser(text, unsaid).parse();
  }

  /** The function it names; empty for a name and for all functions of a device. */
  public Optional<PciAddress> function() {
    return target instanceof Target.One(PciAddress function)
        ? Optional.of(function)
        : Optional.empty();
  }

  /** This specification for another function. */
  public PciSpec of(PciAddress function) {
    return new PciSpec(new Target.One(function), slot, options);
  }

  /** Whether it names all functions of the device that the function belongs to. */
  public boolean includes(PciAddress function) {
    return target instanceof Target.All(PciAddress first)
        && first.equals(new PciAddress(function.domain(), function.bus(), function.device(), 0));
  }

  /** In the shortest form of xl's configuration. */
  @Override
  public String toString() {
    String at = slot.isPresent() ? "@%02x".formatted(slot.getAsInt()) : "";
    return target + at + options;
  }
}
