package gangway.check;

import gangway.request.Request;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.Guest;
import gangway.toolstack.PciOptions;
import gangway.toolstack.PciSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a guest's definition says otherwise than who wrote it may think. */
final class DefinitionChecks {
  private DefinitionChecks() {}

  /** What there is to say of a definition, whatever is asked. */
  static List<Finding> of(Guest guest, DefinitionFile definition) {
    return Stream.of(
            refused(guest, definition).stream(),
            wholeDevices(guest, definition),
            words(guest, definition))
        .flatMap(findings -> findings)
        .toList();
  }

  /** What is in the way of changing the definition of a guest that has one and only one. */
  static List<Finding> of(Guest guest, Request request) {
    if (!request.lasting() || guest.definition().isEmpty()) {
      return List.of();
    }
    DefinitionFile definition = guest.definition().get();
    List<Finding> findings = new ArrayList<>();
    refused(guest, definition).ifPresent(findings::add);
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
    return findings;
  }

  private static Optional<Finding> refused(Guest guest, DefinitionFile definition) {
    return definition
        .content()
        .refusedEntry()
        .map(entry ->
            Finding.blocks(
                "DEFINITION-REFUSED",
                "xl refuses the definition of guest %s for an entry of its pci list"
                    .formatted(guest.name()),
                "write it as [DDDD:]BB:DD.F[@SLOT][,KEY=VALUE]..., with keys that"
                    + " xl-pci-configuration(5) has",
                "%s: '%s'".formatted(definition.file(), entry)));
  }

  private static Stream<Finding> wholeDevices(Guest guest, DefinitionFile definition) {
    return definition.content().pci().stream()
        .filter(spec -> spec.target() instanceof PciSpec.Target.All)
        .map(spec -> wholeDevice(guest, definition, spec));
  }

  private static Finding wholeDevice(Guest guest, DefinitionFile definition, PciSpec spec) {
    return Finding.blocks(
        "DEFINITION-ALL-FUNCTIONS",
        "guest %s is defined to have all functions of a device at once".formatted(guest.name()),
        "name each of them in the list; since Xen 4.13 xl gives only the highest one",
        "%s: %s".formatted(definition.file(), spec));
  }

  private static Finding named(Guest guest, DefinitionFile definition, String name) {
    return Finding.warns(
        "DEFINITION-NAMED",
        "guest %s is defined to have a function by a name, which may be this one"
            .formatted(guest.name()),
        "see 'xl pci-assignable-list -n' for what has that name; better write its address",
        "%s: name=%s".formatted(definition.file(), name));
  }

  private static Stream<Finding> words(Guest guest, DefinitionFile definition) {
    return definition.content().entries().stream()
        .flatMap(entry ->
            PciOptions.words(entry).stream()
                .map(word ->
                    Finding.warns(
                        "DEFINITION-WORD-IS-ZERO",
                        "an option in the definition of guest %s is off, whatever its word says"
                            .formatted(guest.name()),
                        "write 1 for yes, and 0 for no",
                        "%s: '%s'".formatted(definition.file(), entry),
                        "xl reads numbers there, and takes '%s' for 0".formatted(word))));
  }
}
