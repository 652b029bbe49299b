package gangway.host;

import gangway.Answer;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The hypervisor of this machine.
 *
 * @param version {@code 4.17.5}
 * @param dom0 whether this is the privileged domain
 * @param iommu whether Xen uses an IOMMU, without which its tools refuse passthrough since Xen
 *     4.13; unknown if Xen does not answer
 * @param shadow whether Xen supports shadow page tables, which the live migration of a PV guest
 *     needs; unknown if Xen does not answer
 * @param commandLine its command line
 * @param log its messages from its start
 */
public record Xen(
    String version,
    boolean dom0,
    Answer iommu,
    Answer shadow,
    XenCommandLine commandLine,
    XenLog log) {
  private static final Path HYPERVISOR = Path.of("/sys/hypervisor");

  /** The hypervisor of a machine; empty if it does not run on Xen. */
  public static Optional<Xen> of(Machine machine) {
    if (!runsOn(machine)) {
      return Optional.empty();
    }
    boolean dom0 = controls(machine);
    Optional<String> info = dom0 ? told(machine, "info") : Optional.empty();
    Optional<String> log = dom0 ? told(machine, "dmesg") : Optional.empty();
    String version = version(machine);
    Optional<String> capabilities = info.flatMap(text -> property(text, "virt_caps"));
    return Optional.of(
        new Xen(
            version,
            dom0,
            // the word is pv_directio or hvm_directio
            answer(capabilities, words -> words.contains("directio")),
            answer(capabilities, words -> words.contains("shadow") || !tellsShadow(version)),
            new XenCommandLine(info.flatMap(text -> property(text, "xen_commandline")).orElse("")),
            log.map(XenLog::parse).orElse(XenLog.NONE)));
  }

  /** Why a machine is not dom0 of a Xen host, as a part of a sentence; empty in dom0. */
  public static Optional<String> notDom0(Machine machine) {
    if (!runsOn(machine)) {
      return Optional.of("this machine does not run on Xen");
    }
    return controls(machine)
        ? Optional.empty()
        : Optional.of("this machine is a guest, not dom0 of its Xen host");
  }

  private static boolean runsOn(Machine machine) {
    return machine.read(HYPERVISOR.resolve("type")).map(String::strip).equals(Optional.of("xen"));
  }

  private static boolean controls(Machine machine) {
    return machine
        .read(Path.of("/proc/xen/capabilities"))
        .filter(text -> text.contains("control_d"))
        .isPresent();
  }

  private static Answer answer(Optional<String> told, Predicate<String> isSo) {
    return told.map(text -> Answer.of(isSo.test(text))).orElse(Answer.UNKNOWN);
  }

  /** The release of its version. */
  public Optional<XenRelease> release() {
    return XenRelease.parse(version);
  }

  /** xl shows it since 4.13 (tools/xl/xl_info.c); older releases always support it. */
  private static boolean tellsShadow(String version) {
    return XenRelease.parse(version)
        .filter(release -> release.major() > 4 || (release.major() == 4 && release.minor() >= 13))
        .isPresent();
  }

  private static String version(Machine machine) {
    Path folder = HYPERVISOR.resolve("version");
    return machine.read(folder.resolve("major")).map(String::strip).orElse("?")
        + "."
        + machine.read(folder.resolve("minor")).map(String::strip).orElse("?")
        + machine.read(folder.resolve("extra")).map(String::strip).orElse("");
  }

  private static Optional<String> told(Machine machine, String what) {
    return machine.told(Command.of("xl", what));
  }

  /** A value of {@code xl info}, whose lines are {@code virt_caps : pv pv_directio}. */
  static Optional<String> property(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name))
        .filter(line -> line.substring(name.length()).stripLeading().startsWith(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
