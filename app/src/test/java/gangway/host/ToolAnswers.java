package gangway.host;

import gangway.machine.Command;
import gangway.machine.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the programs of a host tell. A test declares an answer, or that there is no answer; what
 * nobody declared fails the test.
 */
final class ToolAnswers {
  private final GuideHost host;
  private final Map<String, Result> answers = new TreeMap<>();
  private final Set<String> missingPrograms = new TreeSet<>();
  private final Set<String> missingAnswers = new TreeSet<>();

  ToolAnswers(GuideHost host) {
    this.host = host;
  }

  /** Declares what a command tells; its program is on the host then. */
  void declare(String command, Result result) {
    answers.put(command, result);
    missingAnswers.remove(command);
    missingPrograms.remove(command.split(" ", 2)[0]);
  }

  /** Declares that a command of a program that may be there cannot be given. */
  void withoutAnswer(String command) {
    answers.remove(command);
    missingAnswers.add(command);
  }

  /** Declares that a program is not on the host, with all that it could tell. */
  void withoutProgram(String program) {
    answers.keySet().removeIf(command -> command.startsWith(program + " "));
    missingPrograms.add(program);
  }

  boolean declares(String command) {
    return answers.containsKey(command) || missingAnswers.contains(command);
  }

  /**
   * What a command tells; nothing if its program is not on the host.
   *
   * @throws Undeclared if no test said so
   */
  Optional<Result> ask(Command command) {
    String words = command.toString();
    if (answers.containsKey(words)) {
      return Optional.ofNullable(answers.get(words));
    }
    if (missingAnswers.contains(words) || missingPrograms.contains(command.program())) {
      return Optional.empty();
    }
    return Optional.of(seen(command).orElseThrow(() -> new Undeclared(command)));
  }

  /** What a command tells by what it sees on the host. */
  private Optional<Result> seen(Command command) {
    List<String> words = command.words();
    String last = words.getLast();
    if (words.size() == 4 && words.getFirst().equals("lsinitrd") && words.get(1).equals("-f")) {
      return Optional.of(new DracutImages(host.files()).content(last.substring(1), words.get(2)));
    }
    if (UnpackedImages.isScript(command)) {
      return Optional.of(new UnpackedImages(host.files()).print(command));
    }
    return switch (String.join(" ", words.subList(0, words.size() - 1))) {
      case "xl" ->
          last.equals("list") ? Optional.of(new Result(0, domains(), "")) : Optional.empty();
      case "xl list" -> Optional.of(last.equals("-v") ? uuids() : domain(last));
      case "xl list -v" ->
          Optional.of(domids().contains(last) ? new Result(0, uuid(last), "") : domain(last));
      case "stat -c %s" -> Optional.of(size(last.substring(1)));
      case "stat -L -c %a" -> Optional.of(mode(last.substring(1)));
      case "modprobe -n -q" -> Optional.of(found(host.exists(GuideKernel.module(last))));
      case "modprobe -R" -> {
        String module = host.kernel().moduleFor(last);
        yield Optional.of(new Result(module.isEmpty() ? 1 : 0, module + "\n", ""));
      }
      case "lsinitrd" -> Optional.of(new DracutImages(host.files()).listing(last.substring(1)));
      case "lsinitcpio -c" ->
          Optional.of(new MkinitcpioImages(host.files()).configuration(last.substring(1)));
      case XenServerTool.PROGRAM + " --get-dom0" ->
          Optional.of(new Result(0, new XenServerTool(host.files()).value(last), ""));
      default -> Optional.empty();
    };
  }

  /** What {@code xl list} tells of the domains. */
  private String domains() {
    return domids().stream().map(this::line).collect(Collectors.joining());
  }

  /** The domains of the hypervisor. */
  private Set<String> domids() {
    Set<String> domids = new TreeSet<>(host.store().list("/local/domain"));
    domids.addAll(host.killedXl().unfinished());
    return domids;
  }

  /** What {@code xl list -v} tells of the domains. */
  private Result uuids() {
    return new Result(
        0,
        "Name        ID   Mem VCPUs\tState\tTime(s)   UUID       Reason-Code\tSecurity Label\n"
            + domids().stream().map(this::uuid).collect(Collectors.joining()),
        "");
  }

  private String uuid(String domid) {
    return "%s %s        -                -\n"
        .formatted(line(domid).stripTrailing(), host.killedXl().uuid(domid));
  }

  /** What {@code xl list} tells of one domain. */
  private Result domain(String domid) {
    return domids().contains(domid)
        ? new Result(0, line(domid), "")
        : new Result(1, "", domid + " is an invalid domain identifier");
  }

  private String line(String domid) {
    boolean unfinished = host.killedXl().unfinished().contains(domid);
    return "%-40s %s   256     1     %s       %s\n"
        .formatted(
            host.store().read("/local/domain/" + domid + "/name").orElse("(null)"),
            domid,
            unfinished ? "--p---" : state(domid),
            unfinished ? "0.0" : "1.9");
  }

  private String state(String domid) {
    if (host.suspended().contains(domid)) {
      return host.paused().contains(domid) ? "--pss-" : "---ss-";
    }
    return host.paused().contains(domid) ? "-bp---" : "-b----";
  }

  private Result size(String file) {
    return host.exists(file)
        ? new Result(0, host.bytes(file).length + "\n", "")
        : new Result(1, "", "");
  }

  private Result mode(String file) {
    return host.exists(file)
        ? new Result(0, Integer.toOctalString(bits(host.mode(file))) + "\n", "")
        : new Result(1, "", "");
  }

  /** The mode of {@code rw-------} as chmod has it. */
  private static int bits(String mode) {
    int bits = 0;
    for (int i = 0; i < mode.length(); i++) {
      bits = bits << 1 | (mode.charAt(i) == '-' ? 0 : 1);
    }
    return bits;
  }

  private static Result found(boolean there) {
    return new Result(there ? 0 : 1, "", "");
  }
}
