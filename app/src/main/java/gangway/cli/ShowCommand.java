package gangway.cli;

import gangway.Answer;
import gangway.boot.AtBoot;
import gangway.boot.HideSetting;
import gangway.check.Carried;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.host.Xen;
import gangway.pci.Bar;
import gangway.pci.Capability;
import gangway.pci.Details;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciIds;
import gangway.view.Audience;
import gangway.view.DetailsView;
import gangway.view.FunctionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway show}: shows everything about one function. */
final class ShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("show", "Show everything about one PCI function.")
            .addOption(Options.json())
            .addPositional(
                Options.argument(
                    "0",
                    "ADDRESS",
                    "The function's address, or vendor:device if only one function has these"
                        + " ids."));
    return Options.examples(spec, "gangway show 09:00.0", "gangway show 8086:10d3 --json");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    FunctionReport shown =
        FunctionReport.of(session.machine(), arguments.matchedPositionalValue(0, ""));
    if (arguments.hasMatchedOption("--json")) {
      session.console().json(DetailsView.of(shown, Audience.ROOT));
    } else {
      print(session.console(), shown);
    }
    return ExitCode.DONE;
  }

  private static String afterReboot(AtBoot boot) {
    if (boot.setting().isEmpty()) {
      return boot.hidden() == Answer.YES ? "hidden (Qubes)" : "not hidden";
    }
    String place = boot.setting().map(HideSetting::place).orElseThrow();
    return switch (boot.hidden()) {
      case YES -> "hidden, set in " + place;
      case NO -> "not hidden: %s names it, but %s".formatted(place, boot.doubt().orElseThrow());
      case UNKNOWN -> "%s; %s names it".formatted(boot.doubt().orElseThrow(), place);
    };
  }

  private static void print(Console console, FunctionReport shown) {
    HostFunction host = shown.host();
    PciFunction function = host.function();
    Details details = shown.details();
    PciIds names = shown.names();
    console.line(Style.BOLD, function.address() + "  " + DevicesCommand.name(function, names));
    Facts facts = new Facts(console);
    facts.print(
        "class",
        names.type(function.type()).orElse(function.type().word()) + " [" + function.type() + "]");
    facts.print(
        "subsystem",
        names.subsystem(function.id(), function.subsystem()).map(name -> name + " ").orElse("")
            + "["
            + function.subsystem()
            + "]");
    if (!details.answers()) {
      facts.print("answers", "no: it has lost its power or its link ('gangway doctor')");
    }
    owner(facts, host.owner());
    if (host.owner() instanceof Owner.Guest) {
      facts.print("guest driver", shown.inside().toString());
    }
    shown.transit().ifPresent(transit -> facts.print("operation", transit.toString()));
    facts.print(
        "carries",
        shown.carries().isEmpty()
            ? List.of("nothing that dom0 or its guests use")
            : shown.carries().stream().map(ShowCommand::carried).toList());
    facts.print("hidden now", host.hiddenNow() ? "yes" : "no");
    facts.print("after reboot", afterReboot(host.atBoot()));
    facts.print("IOMMU", iommu(details, shown.xen()));
    facts.print("reset", reset(details));
    facts.print("interrupts", interrupts(details));
    for (Bar bar : details.bars()) {
      facts.print(bar.index() == Bar.ROM ? "ROM" : "BAR " + bar.index(), bar.text());
    }
    details.numaNode().ifPresent(node -> facts.print("NUMA node", Integer.toString(node)));
    List<String> capabilities =
        details.capabilities().stream()
            .filter(capability -> !(capability instanceof Capability.Other))
            .map(ShowCommand::words)
            .toList();
    facts.print("capabilities", capabilities.isEmpty() ? List.of("none readable") : capabilities);
    details
        .physicalFunction()
        .ifPresent(physical -> facts.print("virtual function of", physical.toString()));
    if (!details.virtualFunctions().isEmpty()) {
      facts.print("virtual functions", addresses(details.virtualFunctions()));
    }
    facts.print("siblings", details.siblings().isEmpty() ? "none" : addresses(details.siblings()));
    facts.print(
        "path",
        details.path().isEmpty()
            ? "on the root complex"
            : details.path().stream().map(PciAddress::toString).collect(Collectors.joining(" > "))
                + " > "
                + function.address());
  }

  /** {@code system: /dev/sda > /dev/sda1 > /}. */
  private static String carried(Carried carried) {
    return carried.kind()
        + ": "
        + (carried.chain().isEmpty() ? carried.what() : String.join(" > ", carried.chain()));
  }

  private static void owner(Facts facts, Owner owner) {
    switch (owner) {
      case Owner.Nobody _ -> facts.print("owner", "none: no driver is bound");
      case Owner.Dom0(String driver) -> facts.print("owner", "dom0, driver " + driver);
      case Owner.Pciback _ -> facts.print("owner", "pciback: hidden, not assigned to a guest");
      case Owner.Guest guest ->
          facts.print(
              "owner",
              "%s (domain %s), as %s in the guest".formatted(guest, guest.domid(), guest.vdev()));
      case Owner.Arriving arriving ->
          facts.print(
              "owner", "%s (domain %s), which is starting".formatted(arriving, arriving.domid()));
      case Owner.Inconsistent(List<String> sides) -> {
        List<String> lines = new ArrayList<>(List.of("inconsistent"));
        lines.addAll(sides);
        facts.print("owner", lines);
      }
    }
  }

  private static String iommu(Details details, Optional<Xen> xen) {
    if (xen.isPresent()) {
      return switch (xen.get().iommu()) {
        case YES -> "used by Xen";
        case NO -> "none used by Xen";
        case UNKNOWN -> "unknown: only root in dom0 can ask Xen";
      };
    }
    return details.iommuGroup().isPresent()
        ? "group " + details.iommuGroup().getAsInt()
        : "none used by this kernel";
  }

  private static String reset(Details details) {
    String methods =
        details.resetMethods().isEmpty()
            ? "none: the kernel cannot reset it"
            : String.join(", ", details.resetMethods());
    return details.functionLevelReset() ? methods + " (FLR capable)" : methods;
  }

  private static String interrupts(Details details) {
    String line =
        details.interrupt().isPresent() ? "line " + details.interrupt().getAsInt() : "no line";
    return details.messages().isEmpty()
        ? line + ", no messages in use"
        : line
            + ", messages in use: "
            + details.messages().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String words(Capability capability) {
    return switch (capability) {
      case Capability.PowerManagement(int version, boolean softReset) ->
          "PM version " + version + (softReset ? ", resets on return from D3hot" : "");
      case Capability.Msi(int vectors, boolean enabled) ->
          "MSI, " + count(vectors, "vector") + (enabled ? ", enabled" : ", disabled");
      case Capability.MsiX(int vectors, boolean enabled) ->
          "MSI-X, " + count(vectors, "vector") + (enabled ? ", enabled" : ", disabled");
      case Capability.Express express ->
          "PCI Express "
              + express.port().words()
              + (express.flr() ? ", FLR" : ", no FLR")
              + (express.able().up() ? ", link " + express.now() + " of " + express.able() : "");
      case Capability.AdvancedFeatures(boolean flr) -> "AF" + (flr ? ", FLR" : ", no FLR");
      case Capability.SrIov(int total, int enabled, int _, int _) ->
          "SR-IOV, " + enabled + " of " + count(total, "virtual function") + " enabled";
      case Capability.AccessControl(boolean able, boolean on) ->
          "ACS" + (on ? ", redirect enabled" : able ? ", redirect supported, disabled" : "");
      case Capability.SerialNumber number -> "serial number " + number.text();
      case Capability.Other(int id, boolean extended) ->
          (extended ? "extended " : "") + "capability %02x".formatted(id);
    };
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static String addresses(List<PciAddress> addresses) {
    return addresses.stream().map(PciAddress::toString).collect(Collectors.joining(", "));
  }
}
