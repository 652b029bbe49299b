package gangway.xen.definition.libvirt;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xen.definition.NewGuest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The definition that virt-install generates for a new libvirt guest; it changes nothing on the
 * host.
 *
 * <p>See docs/decisions/0013-virt-install-prints.md.
 */
public sealed interface Draft {

  /** The generated definition. */
  record Written(DomainXml xml) implements Draft {}

  /** virt-install refuses the guest. */
  record Refused(List<String> complaint) implements Draft {
    public Refused {
      complaint = List.copyOf(complaint);
    }
  }

  /** virt-install is not installed. */
  record NoProgram() implements Draft {}

  /** virt-install is a large Python program and sends many requests to libvirt. */
  Duration LIMIT = Duration.ofMinutes(5);

  /** Runs virt-install, which only prints the definition. */
  static Draft of(Machine machine, NewGuest guest) {
    return machine.ask(command(guest)).map(Draft::of).orElseGet(NoProgram::new);
  }

  private static Draft of(Result result) {
    if (!result.ok()) {
      return new Refused(result.complaint());
    }
    Optional<DomainXml> xml = DomainXml.parse(result.out());
    return xml.isPresent()
        ? new Written(xml.get())
        : new Refused(List.of("its output is not the definition of a Xen guest"));
  }

  /** The command (virt-install(1)). */
  static Command command(NewGuest guest) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "virt-install",
                "--connect",
                "xen:///system",
                "--name",
                guest.name(),
                "--memory",
                Integer.toString(guest.memory()),
                "--vcpus",
                Integer.toString(guest.vcpus()),
                "--paravirt",
                "--import",
                "--osinfo",
                "detect=off,require=off",
                "--graphics",
                "none",
                "--noautoconsole",
                "--print-xml"));
    guest
        .kernel()
        .ifPresent(kernel ->
            words.addAll(
                List.of(
                    "--boot",
                    Stream.concat(
                            Stream.of("kernel=" + kernel.image()),
                            kernel.initrd().stream().map(initrd -> "initrd=" + initrd))
                        .collect(Collectors.joining(",")))));
    guest
        .disks()
        .forEach(disk ->
            words.addAll(List.of("--disk", "path=" + disk + ",driver.type=raw,target.bus=xen")));
    guest.bridges().forEach(bridge -> words.addAll(List.of("--network", "bridge=" + bridge)));
    guest
        .functions()
        .forEach(function -> words.addAll(List.of("--hostdev", function + ",driver.name=xen")));
    for (String none : List.of("--disk", "--network")) {
      if (!words.contains(none)) {
        words.addAll(List.of(none, "none"));
      }
    }
    return Command.of(words.toArray(String[]::new)).within(LIMIT);
  }
}
