package gangway.cli;

import gangway.Problem;
import gangway.Text;
import gangway.config.PolicySetting;
import gangway.operation.RequestOperation.Checked;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.request.RequestDraft;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.NewGuest.Kernel;
import gangway.xen.definition.Toolstack;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway new}: creates a PV guest that has functions from its start. */
final class NewGuestArguments implements RequestArguments {
  private static final int DEFAULT_MEMORY = 1024;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "new",
                "Create a PV guest that has PCI functions from its start.",
                "You can attach more functions while the guest runs.")
            .addOption(
                Options.values(
                    "--pci",
                    "ADDRESS",
                    "A hidden function to assign. @NAME: a group of gangway.conf(5). Repeatable"
                        + " (default: none)."))
            .addOption(
                Options.value(
                    "--kernel",
                    "FILE",
                    "The kernel to boot (default: the kernel on the guest's disk, by pygrub)."))
            .addOption(
                Options.value(
                    "--initrd", "FILE", "The initial RAM disk for --kernel (default: none)."))
            .addOption(
                Options.value(
                    "--args",
                    "TEXT",
                    "The command line of --kernel; iommu=soft is added (default: console=hvc0)."))
            .addOption(
                Options.values(
                    "--disk",
                    "FILE",
                    "A raw disk: a file or a block device of dom0. Repeatable (default: none)."))
            .addOption(
                Options.value(
                    "--memory", "MIB", "Memory in MiB (default: %s).".formatted(DEFAULT_MEMORY)))
            .addOption(Options.value("--vcpus", "N", "Virtual CPUs (default: 1)."))
            .addOption(
                Options.values(
                    "--bridge",
                    "BRIDGE",
                    "A bridge to connect a network interface to. Repeatable (default: no"
                        + " network)."))
            .addOption(
                Options.value(
                    "--toolstack",
                    "xl|libvirt",
                    "The toolstack that manages the guest: xl (definition in /etc/xen) or libvirt"
                        + " (created with virt-install) (default: xl, or that of"
                        + " gangway.conf(5))."))
            .addOption(Options.flag("--start", "Also start the guest."))
            .addOption(AcceptOption.option())
            .addPositional(Options.argument("0", "GUEST", "The guest's name."));
    return Options.examples(
        spec,
        "gangway new pv3 --pci 09:00.0 --disk /srv/pv3.img --start",
        "gangway new pv4 --pci 09:00.0 --kernel /srv/vmlinuz --toolstack libvirt");
  }

  @Override
  public RequestDraft draft(NamedFunctions named, ParseResult arguments) {
    Set<Reach> reach =
        arguments.hasMatchedOption("--start")
            ? Set.of(Reach.NOW, Reach.LASTING)
            : Set.of(Reach.LASTING);
    return RequestDraft.of(new Request.New(guest(named, arguments), reach));
  }

  @Override
  public Optional<String> text(Checked checked) {
    return checked.asked().request() instanceof Request.New made
            && checked.host().guests().named(made.guest().name()).isEmpty()
        ? checked.host().resources().definition(made.guest()).map(DefinitionFile::text)
        : Optional.empty();
  }

  private static NewGuest guest(NamedFunctions named, ParseResult arguments) {
    return new NewGuest(
        arguments.matchedPositionalValue(0, ""),
        toolstack(named, arguments),
        number(arguments, "--memory", DEFAULT_MEMORY),
        number(arguments, "--vcpus", 1),
        kernel(arguments),
        many(arguments, "--disk").map(NewGuestArguments::path).toList(),
        many(arguments, "--bridge").toList(),
        named.present(many(arguments, "--pci").toList()));
  }

  private static Optional<Kernel> kernel(ParseResult arguments) {
    Optional<Path> kernel = file(arguments, "--kernel");
    Optional<Path> initrd = file(arguments, "--initrd");
    if (kernel.isEmpty() && (initrd.isPresent() || arguments.hasMatchedOption("--args"))) {
      throw Problem.usage("--initrd and --args need --kernel", "add --kernel FILE");
    }
    return kernel.map(image ->
        arguments.hasMatchedOption("--args")
            ? new Kernel(image, initrd, arguments.matchedOptionValue("--args", ""))
            : Kernel.untold(image, initrd));
  }

  /** The toolstack of the option, or that of the configuration. */
  private static Toolstack toolstack(NamedFunctions named, ParseResult arguments) {
    String word =
        arguments.hasMatchedOption("--toolstack")
            ? arguments.matchedOptionValue("--toolstack", "")
            : named.configuration().get().policy(PolicySetting.TOOLSTACK);
    return Stream.of(Toolstack.XL, Toolstack.LIBVIRT)
        .filter(toolstack -> toolstack.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () -> Problem.usage("unknown toolstack '%s'".formatted(word), "use xl or libvirt"));
  }

  private static int number(ParseResult arguments, String option, int byDefault) {
    String text = arguments.matchedOptionValue(option, Integer.toString(byDefault));
    return Text.number(text)
        .orElseThrow(() ->
            Problem.usage(
                "'%s' is not a number, for %s".formatted(text, option), "use digits only"));
  }

  private static Stream<String> many(ParseResult arguments, String option) {
    return Stream.of(arguments.matchedOptionValue(option, new String[0]));
  }

  private static Optional<Path> file(ParseResult arguments, String option) {
    return Optional.of(arguments.matchedOptionValue(option, ""))
        .filter(text -> !text.isEmpty())
        .map(NewGuestArguments::path);
  }

  private static Path path(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }
}
