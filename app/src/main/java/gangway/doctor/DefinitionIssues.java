package gangway.doctor;

import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.HostFunction;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunctions;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Definitions of guests that are invalid or misleading. */
final class DefinitionIssues {
  private DefinitionIssues() {}

  static List<Issue> of(DoctorInput input) {
    Guests guests = input.host().guests();
    Stream<Issue> misleading =
        guests.all().stream()
            .flatMap(guest ->
                guest.definitions().stream()
                    .flatMap(definition -> Checks.definition(guest, definition).stream()))
            .map(
                finding -> Issue.of(finding, "the guest does not start as the definition intends"));
    List<Issue> unreadable = new ArrayList<>();
    guests.unreadable().forEach((file, reason) -> unreadable.add(unreadable(file, reason)));
    Stream<Issue> absent =
        guests.all().stream()
            .flatMap(guest ->
                guest.definitions().stream()
                    .flatMap(definition -> absent(input, guest, definition)));
    return Stream.of(misleading, unreadable.stream(), absent, needed(input))
        .flatMap(issues -> issues)
        .toList();
  }

  /** The functions of definitions that dom0 has, and needs: one issue for each definition. */
  private static Stream<Issue> needed(DoctorInput input) {
    Map<PciAddress, List<Finding>> needed = new TreeMap<>();
    return input.host().guests().all().stream()
        .flatMap(guest ->
            guest.definitions().stream()
                .flatMap(definition ->
                    input
                        .host()
                        .inventory()
                        .present(new TreeSet<>(definition.content().functions()))
                        .filter(HostFunction::usableByDom0)
                        .map(HostFunction::address)
                        .flatMap(function -> {
                          List<Finding> findings =
                              needed.computeIfAbsent(
                                  function, one -> Checks.needed(input.host(), one));
                          return findings.isEmpty()
                              ? Stream.empty()
                              : Stream.of(needed(guest, definition, function, findings));
                        })));
  }

  /**
   * xl refuses a function that is not assignable, unless the definition has seize=1; libvirt takes
   * a managed function from its driver.
   */
  private static Issue needed(
      Guest guest, DefinitionFile definition, PciAddress function, List<Finding> findings) {
    return Issue.warns(
            "DEFINITION-NEEDED",
            "the definition of guest %s lists %s, but dom0 needs it: %s"
                .formatted(
                    guest.name(),
                    function,
                    findings.stream().map(Finding::sentence).collect(Collectors.joining("; "))),
            Stream.concat(
                    Stream.of("lists it: " + definition.file()),
                    findings.stream().flatMap(finding -> finding.evidence().stream()))
                .distinct()
                .toList(),
            "the guest cannot be started while dom0 has the function; with seize=1 (xl) or"
                + " managed='yes' (libvirt), its start takes the function from dom0",
            new IssueRemedy.Advice(
                "remove it from the definition (gangway detach --config %s %s), or %s"
                    .formatted(guest.name(), function, findings.getFirst().remedy())))
        .about(function);
  }

  /** The functions that a definition names and this machine does not have. */
  private static Stream<Issue> absent(DoctorInput input, Guest guest, DefinitionFile definition) {
    PciFunctions functions = input.host().inventory().functions();
    if (functions.stream().findAny().isEmpty()) {
      return Stream.empty(); // the bus could not be read
    }
    return definition.content().functions().stream()
        .distinct()
        .filter(address -> functions.at(address).isEmpty())
        .map(address ->
            Issue.warns(
                    "DEFINITION-ABSENT",
                    "the definition of guest %s lists %s, which this machine does not have"
                        .formatted(guest.name(), address),
                    List.of(
                        "lists it: " + definition.file(),
                        "does not exist: " + PciBus.folder(address)),
                    "the guest cannot be started",
                    new IssueRemedy.Advice(remedy(input, guest, address)))
                .about(address));
  }

  private static String remedy(DoctorInput input, Guest guest, PciAddress function) {
    String removal =
        "remove it from the definition: gangway detach --config %s %s"
            .formatted(guest.name(), function);
    return HardwareIssues.search(input, function::equals)
        + input
            .virtualFunctions()
            .first(function::equals)
            .map(virtual ->
                ("it can be a virtual function of %s: create it before the guest starts (echo"
                        + " NUMBER > %s/sriov_numvfs), or %s")
                    .formatted(virtual.physical(), PciBus.folder(virtual.physical()), removal))
            .orElse(
                removal + "; if it is a virtual function, create it again before the guest starts");
  }

  private static Issue unreadable(Path file, String why) {
    Toolstack reader = DefinitionFile.reader(file);
    return Issue.warns(
        "DEFINITION-UNREADABLE",
        "%s cannot read the guest definition %s".formatted(reader, file),
        List.of(why),
        "the guest cannot be started, and Gangway does not list it",
        new IssueRemedy.Advice(
            switch (reader) {
              case XL ->
                  "correct the file; 'xl create -n %s' tells whether xl can read it"
                      .formatted(file);
              case LIBVIRT ->
                  "correct the file, or move it away if it is not a definition; 'virt-xml-validate"
                      + " %s domain' tells what is wrong".formatted(file);
              case XAPI -> throw Toolstack.notOfXapi();
            }));
  }
}
