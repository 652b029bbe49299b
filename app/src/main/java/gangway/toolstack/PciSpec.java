package gangway.toolstack;

import gangway.pci.Address;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function as xl's configuration gives it to a guest: {@code
 * [DDDD:]BB:SS.F[@VSLOT][,KEY=VALUE]…}, or {@code bdf=} or {@code name=} among the keys
 * (xl-pci-configuration(5)).
 *
 * @param slot where the guest is to see it; PV guests see it elsewhere
 */
public record PciSpec(Target target, OptionalInt slot, PciOptions options) {

  /** What is given. */
  public sealed interface Target {

    /** One function. */
    record One(Address function) implements Target {
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
    record All(Address first) implements Target {
      @Override
      public String toString() {
        String text = first.toString();
        return text.substring(0, text.length() - 1) + "*";
      }
    }

    /** What {@code xl pci-assignable-add -n} gave a name. */
    record Named(String name) implements Target {
      @Override
      public String toString() {
        return "name=" + name;
      }
    }
  }

  /** One function, and nothing said of how. */
  static PciSpec plain(Address function) {
    return new PciSpec(new Target.One(function), OptionalInt.empty(), PciOptions.NONE);
  }

  /** Reads a specification; nothing if xl does not take it. */
  static Optional<PciSpec> parse(String text, PciOptions unsaid) {
    return new PciSpecParser(text, unsaid).parse();
  }

  /** The function it names; nothing if it goes by a name or means all functions of a device. */
  public Optional<Address> function() {
    return target instanceof Target.One(Address function)
        ? Optional.of(function)
        : Optional.empty();
  }

  /** The same of another function. */
  PciSpec of(Address function) {
    return new PciSpec(new Target.One(function), slot, options);
  }

  /** Whether it names a function among others, as one of a device of which it names all. */
  public boolean includes(Address function) {
    return target instanceof Target.All(Address first)
        && first.equals(new Address(function.domain(), function.bus(), function.device(), 0));
  }

  /** As xl's configuration has it, in its shortest form. */
  @Override
  public String toString() {
    String at = slot.isPresent() ? "@%02x".formatted(slot.getAsInt()) : "";
    return target + at + options;
  }
}
