package gangway.check;

import gangway.pci.OutsideXen;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.PciOptions;
import gangway.xen.definition.PciSpec;
import gangway.xen.definition.Refusal;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks guest definitions for entries that the toolstack reads in another way than their author
 * expects.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code DEFINITION-REFUSED}: the guest fails to start, because the toolstack or libxl
 *       refuses its definition, or refuses it with the functions of the request.
 *   <li>{@code DEFINITION-ALL-FUNCTIONS}: the guest gets only one function of the device.
 *   <li>{@code DEFINITION-NAMED}: the guest may have the same function twice in its definition,
 *       once by name and once by address.
 *   <li>{@code DEFINITION-WORD-IS-ZERO}: an option that the administrator switched on, such as
 *       {@code permissive=yes}, is off.
 *   <li>{@code DEFINITION-SETTINGS-LOST}: a function that is detached and attached again has
 *       another MAC address, is in no VLAN, or is no longer permissive.
 * </ul>
 */
final class DefinitionChecks {
  private DefinitionChecks() {}

  /** The findings about a definition that do not depend on a request. */
  static List<Finding> of(Guest guest, DefinitionFile definition) {
    return Stream.of(
            refused(guest, definition).stream(),
            outsideXen(guest, definition),
            definition.content().refusal().map(why -> refused(guest, definition, why)).stream(),
            wholeDevices(guest, definition),
            words(guest, definition))
        .flatMap(findings -> findings)
        .toList();
  }

  /**
   * The findings about a request that changes a guest's definition, if the guest has exactly one.
   */
  static List<Finding> of(Guest guest, Request request) {
    if (!request.lasting() || guest.definition().isEmpty()) {
      return List.of();
    }
    DefinitionFile definition = guest.definition().get();
    List<Finding> findings = new ArrayList<>();
    refused(guest, definition).ifPresent(findings::add);
    if (request instanceof Request.Attach) {
      outsideXen(guest, definition).forEach(findings::add);
    }
    after(definition.content(), request)
        .refusal()
        .map(why -> refused(guest, definition, why))
        .map(finding -> request instanceof Request.Detach ? finding.warning() : finding)
        .ifPresent(findings::add);
    for (PciSpec spec : definition.content().pci()) {
      request.functions().stream()
          .filter(spec::includes)
          .findFirst()
          .map(function -> wholeDevice(guest, definition, spec).about(function))
          .ifPresent(findings::add);
      if (spec.target() instanceof PciSpec.Target.Named(String name)) {
        findings.add(named(guest, definition, name));
      }
    }
    words(guest, definition).forEach(findings::add);
    if (request instanceof Request.Detach detach) {
      settings(guest, definition, detach).forEach(findings::add);
    }
    return findings;
  }

  /** The definition as the request leaves it. */
  private static Definition after(Definition before, Request request) {
    Definition after = before;
    for (PciAddress function : request.functions()) {
      after = request instanceof Request.Detach ? after.without(function) : after.with(function);
    }
    return request instanceof Request.Ready ? after.ready() : after;
  }

  private static Finding refused(Guest guest, DefinitionFile definition, Refusal why) {
    return Finding.blocks(
        "DEFINITION-REFUSED",
        "guest %s cannot start from its definition, because of a setting: %s"
            .formatted(guest.name(), why.reason()),
        why.remedyFor(guest.name()),
        "%s: %s".formatted(definition.file(), why.setting()));
  }

  private static Optional<Finding> refused(Guest guest, DefinitionFile definition) {
    return definition
        .content()
        .refusedEntry()
        .map(entry ->
            Finding.blocks(
                "DEFINITION-REFUSED",
                ("xl refuses the definition of guest %s because of an entry in its pci list, so the"
                        + " guest cannot start")
                    .formatted(guest.name()),
                "write the entry as [DDDD:]BB:DD.F[@SLOT][,KEY=VALUE]..., with keys from"
                    + " xl-pci-configuration(5)",
                "%s: '%s'".formatted(definition.file(), entry)));
  }

  /**
   * libvirt reads such an address and refuses it (src/conf/device_conf.c, {@code
   * virPCIDeviceAddressIsValid}); of xl, it is among the refused entries.
   */
  private static Stream<Finding> outsideXen(Guest guest, DefinitionFile definition) {
    return definition.content().functions().stream()
        .flatMap(function -> OutsideXen.of(function, List.of()).stream())
        .map(outside ->
            Finding.blocks(
                    "DEFINITION-REFUSED",
                    "%s refuses the definition of guest %s, because Xen does not know %s"
                        .formatted(
                            definition.content().toolstack(), guest.name(), outside.function()),
                    "remove it from the definition: gangway detach --config %s %s"
                        .formatted(guest.name(), outside.function()),
                    "%s: %s".formatted(definition.file(), outside.evidence()))
                .about(outside.function()));
  }

  /**
   * attach does not restore them: another guest may have the MAC address by then, and the function
   * may be at another address.
   */
  private static Stream<Finding> settings(
      Guest guest, DefinitionFile definition, Request.Detach request) {
    return request.functions().stream()
        .filter(function -> !definition.content().settings(function).isEmpty())
        .map(function ->
            Finding.warns(
                    "DEFINITION-SETTINGS-LOST",
                    ("detach removes the settings of %s from the definition of guest %s, and a"
                            + " later attach does not restore them")
                        .formatted(function, guest.name()),
                    "write these settings down; after a later attach, add them again with "
                        + switch (definition.content().toolstack()) {
                          case LIBVIRT -> "virsh edit " + guest.name();
                          case XL -> "an editor";
                          case XAPI -> "xe vm-param-set";
                        }
                        + "; to keep them in the definition: detach --now",
                    settings(definition, function, request))
                .about(function));
  }

  private static List<String> settings(
      DefinitionFile definition, PciAddress function, Request.Detach request) {
    Stream<String> removed =
        definition.content().settings(function).stream()
            .map(setting -> "%s: %s".formatted(definition.file(), setting));
    // the toolstack attaches the function again, without options
    return request.now()
        ? Stream.concat(
                removed,
                Stream.of(
                    "if the detach fails and is undone, the definition gets these settings back,"
                        + " but the running guest has the function without them until its next"
                        + " start"))
            .toList()
        : removed.toList();
  }

  private static Stream<Finding> wholeDevices(Guest guest, DefinitionFile definition) {
    return definition.content().pci().stream()
        .filter(spec -> spec.target() instanceof PciSpec.Target.All)
        .map(spec -> wholeDevice(guest, definition, spec));
  }

  private static Finding wholeDevice(Guest guest, DefinitionFile definition, PciSpec spec) {
    return Finding.blocks(
        "DEFINITION-ALL-FUNCTIONS",
        ("the definition of guest %s names all functions of a device in one entry; since Xen 4.13"
                + " xl attaches only the highest of them")
            .formatted(guest.name()),
        "write one entry for each function",
        "%s: %s".formatted(definition.file(), spec));
  }

  private static Finding named(Guest guest, DefinitionFile definition, String name) {
    return Finding.warns(
        "DEFINITION-NAMED",
        ("the definition of guest %s has a function by its name, which may be the function of this"
                + " request")
            .formatted(guest.name()),
        "run 'xl pci-assignable-list -n' to see which function has the name, and write its address"
            + " in place of the name",
        "%s: name=%s".formatted(definition.file(), name));
  }

  private static Stream<Finding> words(Guest guest, DefinitionFile definition) {
    return definition.content().entries().stream()
        .flatMap(entry ->
            PciOptions.words(entry).stream()
                .map(word ->
                    Finding.warns(
                        "DEFINITION-WORD-IS-ZERO",
                        ("an option in the definition of guest %s is off, because its value is a"
                                + " word and not a number")
                            .formatted(guest.name()),
                        "write 1 for yes and 0 for no",
                        "%s: '%s'".formatted(definition.file(), entry),
                        "xl reads '%s' as the number 0".formatted(word))));
  }
}
