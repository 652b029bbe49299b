package gangway.xen.definition.libvirt;

import gangway.xen.definition.Passthrough;
import gangway.xen.definition.Refusal;
import gangway.xen.protocol.GuestType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * The Xen features of a domain, as libvirt 9 reads them (src/conf/domain_conf.c, {@code
 * virDomainFeaturesXENDefParse}; src/libxl/libxl_conf.c). libvirt gives them to libxl as they are,
 * and sets none of them by itself.
 *
 * @param passthrough empty if libvirt refuses the feature
 * @param memoryMap the state of {@code e820_host}: {@code on} or {@code off}; empty if not given
 */
record XenFeatures(
    Optional<Passthrough> passthrough, Optional<String> memoryMap, Optional<Refusal> refusal) {
  private static final String ON = "on";
  private static final List<String> STATES = List.of(ON, "off");
  private static final String PASSTHROUGH = "passthrough";
  private static final String MEMORY_MAP = "e820_host";

  static XenFeatures of(Element domain, GuestType type, boolean devices) {
    Optional<Element> feature = Children.at(domain, "features", "xen", PASSTHROUGH);
    Optional<Element> map = Children.at(domain, "features", "xen", MEMORY_MAP);
    Optional<Passthrough> mode =
        feature.map(XenFeatures::mode).orElse(Optional.of(Passthrough.DEFAULT));
    return new XenFeatures(
        mode,
        map.map(element -> element.getAttribute("state")),
        Stream.of(feature, map)
            .flatMap(Optional::stream)
            .flatMap(element -> invalid(element).stream())
            .findFirst()
            .or(() ->
                mode.flatMap(
                    one -> one.refusal(type, devices, feature.map(XenFeatures::text).orElse("")))));
  }

  boolean hostMemoryMap() {
    return memoryMap.equals(Optional.of(ON));
  }

  private static Optional<Passthrough> mode(Element feature) {
    if (invalid(feature).isPresent()) {
      return Optional.empty();
    }
    if (!feature.getAttribute("state").equals(ON)) {
      return Optional.of(Passthrough.DISABLED);
    }
    return switch (feature.getAttribute("mode")) {
      case "sync_pt" -> Optional.of(Passthrough.SYNC_PT);
      case "share_pt" -> Optional.of(Passthrough.SHARE_PT);
      default -> Optional.of(Passthrough.ENABLED);
    };
  }

  private static Optional<Refusal> invalid(Element feature) {
    boolean state = STATES.contains(feature.getAttribute("state"));
    // libvirt looks at the mode only if passthrough is on
    boolean mode =
        !feature.getTagName().equals(PASSTHROUGH)
            || !feature.getAttribute("state").equals(ON)
            || !feature.hasAttribute("mode")
            || List.of("sync_pt", "share_pt").contains(feature.getAttribute("mode"));
    return state && mode
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                text(feature),
                "libvirt knows only the states on and off, and the modes sync_pt and share_pt",
                "correct the feature: virsh edit GUEST"));
  }

  private static String text(Element feature) {
    return feature.hasAttribute("mode")
        ? "<%s state='%s' mode='%s'/>"
            .formatted(
                feature.getTagName(), feature.getAttribute("state"), feature.getAttribute("mode"))
        : "<%s state='%s'/>".formatted(feature.getTagName(), feature.getAttribute("state"));
  }
}
