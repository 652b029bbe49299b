package gangway.xen.guest;

import gangway.Text;
import gangway.pci.PciAddress;
import gangway.xen.definition.PciOptions;
import gangway.xen.definition.PciSpec;
import gangway.xen.definition.PciSpec.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A function in libxl's record of a guest: the members of a {@code libxl_device_pci} that are not 0
 * (tools/libs/light/libxl_types.idl).
 */
final class KeptFunction {
  /** {@code LIBXL_PCI_FUNC_ALL} (tools/include/libxl.h). */
  private static final String ALL = "4294967295";

  private final Map<String, String> members = new HashMap<>();

  void set(String member, String value) {
    members.put(member, value);
  }

  PciSpec spec() {
    int slot = number("vdevfn", 0xff) >> 3;
    return new PciSpec(
        target(),
        slot == 0 ? OptionalInt.empty() : OptionalInt.of(slot),
        new PciOptions(
            isSet("permissive"),
            isSet("msitranslate"),
            isSet("power_mgmt"),
            isSet("seize"),
            "relaxed".equals(members.get("rdm_policy"))));
  }

  private Target target() {
    PciAddress address =
        new PciAddress(
            number("domain", 0xffff), number("bus", 0xff), number("dev", 0x1f), number("func", 7));
    if (ALL.equals(members.get("vfunc_mask"))) {
      return new Target.All(address);
    }
    String name = members.get("name");
    boolean placed = members.containsKey("vfunc_mask");
    return name == null || placed ? new Target.One(address) : new Target.Named(name);
  }

  private int number(String member, int most) {
    return Text.number(members.getOrDefault(member, "0")).orElse(0) & most;
  }

  private boolean isSet(String member) {
    return "true".equalsIgnoreCase(members.getOrDefault(member, ""));
  }
}
