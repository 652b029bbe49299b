package gangway.host;

import gangway.Text;
import gangway.machine.Command;
import gangway.machine.Result;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A second host, as one sees it that can log in there by ssh. */
record ReachedHost(GuideHost host) {
  private static List<String> words(Command command) {
    return Stream.of(command.words().getLast().split(" (?=([^']*'[^']*')*[^']*$)"))
        .map(ReachedHost::unquoted)
        .toList();
  }

  private static String unquoted(String word) {
    return word.startsWith("'") ? word.substring(1, word.length() - 1) : word;
  }

  /** What a command says that only tells. */
  Result told(Command command) {
    List<String> words = words(command);
    if (PreparedSystem.means(words)) {
      return said(new PreparedSystem(host).report());
    }
    String file = words.getLast().substring(1);
    return switch (words.getFirst()) {
      case "sha256sum" ->
          host.exists(file) ? said(digest(host.bytes(file)) + "  /" + file) : failed();
      case "test" -> host.exists(file) ? failed() : said("");
      case "stat" ->
          host.answers()
              .ask(Command.of(words.toArray(String[]::new)))
              .orElseGet(ReachedHost::failed);
      case "ls" ->
          said(
              words.stream()
                  .filter(word -> word.startsWith("/") && host.exists(word.substring(1)))
                  .map(word -> word + "\n")
                  .collect(Collectors.joining()));
      // the script way.sh, or: xl list "$(xl domid "$0")"
      case "cat" -> host.exists(file) ? said(host.text(file)) : failed();
      case "sh" -> script(words);
      case "gangway" ->
          switch (words.get(1)) {
            case "guests" -> said(guests());
            case "hardware" ->
                declared(command).orElseGet(() -> said("{\"format\":1,\"changes\":[]}"));
            case "config" -> declared(command).orElseGet(() -> said("{\"format\":1}"));
            default -> answered(command);
          };
      default -> answered(command);
    };
  }

  /** The scripts record.sh, processes.sh, way.sh and journal.sh, or: xl list "$(xl domid "$0")". */
  private Result script(List<String> words) {
    String text = words.get(2);
    if (text.contains("libxl")) {
      return said(host.exists(words.get(3).substring(1)) ? "yes\n" : "no\n");
    }
    if (text.contains("writable")) {
      return said(journal(words.get(3)));
    }
    if (text.contains("cmdline")) {
      return said(processes());
    }
    return text.contains("readlink") ? way(words.getLast()) : listed(words.getLast());
  }

  /** What xl lists of the domain with a name; a line without one domain's name is no domain. */
  private Result listed(String guest) {
    List<String> lines =
        host.answers().ask(Command.of("xl", "list")).stream()
            .flatMap(list -> list.out().lines())
            .toList();
    boolean whole = lines.stream().allMatch(line -> line.matches("\\S.*\\s\\d+\\s+\\d+\\s.*"));
    String listed =
        lines.stream()
            .filter(line -> line.startsWith(guest + " "))
            .collect(Collectors.joining("\n"));
    return listed.isEmpty() || !whole ? failed() : said(listed);
  }

  /** The processes, as {@code processes.sh} tells them. */
  private String processes() {
    return host.files().machine().list(Path.of("/proc")).stream()
        .filter(name -> name.matches("[0-9]+"))
        .map(pid -> "%s\t\t%s\n".formatted(pid, host.text("proc/" + pid + "/cmdline")))
        .map(line -> line.replace('\0', ' '))
        .collect(Collectors.joining("", "pid:[4026531836]\n", "end\n"));
  }

  /** The folders on the way to a file, as {@code way.sh} tells them; all belong to root. */
  private Result way(String file) {
    Path path = Path.of(file);
    String parts =
        Stream.iterate(path, Objects::nonNull, Path::getParent)
            .filter(part -> part.getParent() == null || host.exists(part.toString().substring(1)))
            .map(part -> "0 %x %s\n".formatted(part.equals(path) ? 0100644 : mode(part), part))
            .sorted(Comparator.comparingInt(String::length))
            .collect(Collectors.joining());
    return said(parts + (host.exists(file.substring(1)) ? "end 0\n" : "end 3\n"));
  }

  private int mode(Path folder) {
    boolean open =
        folder.getParent() != null && host.mode(folder.toString().substring(1)).endsWith("wx");
    return open ? 0040777 : 0040755;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The guests that run there, in the words of {@code gangway guests --json}. */
  private String guests() {
    return host.store().list("/local/domain").stream()
        .filter(domid -> !domid.equals("0"))
        .map(domid -> guest(Integer.parseInt(domid)))
        .collect(Collectors.joining(",", "{\"format\":1,\"guests\":[", "]}"));
  }

  private String guest(int domid) {
    String name = host.store().read("/local/domain/" + domid + "/name").orElseThrow();
    String functions =
        Stream.of(GuideHost.CARD, GuideHost.TWIN, GuideHost.OTHER_TWIN, MovedDevices.SECOND)
            .filter(new PciRecord(host.store(), domid)::has)
            .map("{\"address\":\"%s\",\"attached\":true}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"name\":\"%s\",\"functions\":%s,\"definitions\":[]}".formatted(name, functions);
  }

  /** What {@code journal.sh} tells; a test declares {@code test -w} and {@code df}. */
  private String journal(String folder) {
    boolean writable = declared(Command.of("test", "-w", folder)).map(Result::ok).orElse(true);
    return (writable ? "writable\n" : "read-only\n")
        + declared(Command.of("df", "-P", "-k", folder))
            .map(Result::out)
            .orElse(
                "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda2 9 9 9999 9% /\n");
  }

  /** What a program there tells that a test declared. */
  private Result answered(Command command) {
    Command there = Command.of(words(command).toArray(String[]::new));
    return host.answers().ask(there).orElseGet(ReachedHost::failed);
  }

  /** The same; empty if no test declared it. */
  private Optional<Result> declared(Command command) {
    Command there =
        command.program().equals("ssh")
            ? Command.of(words(command).toArray(String[]::new))
            : command;
    return host.answers().declares(there.toString()) ? host.answers().ask(there) : Optional.empty();
  }

  /** What a command does that acts; it may read the files of the host it is given on. */
  boolean does(Command command, GuideHost here) {
    if (command.program().equals("scp")) {
      String copied = command.words().get(command.words().size() - 2).substring(1);
      host.put(copied, here.bytes(copied));
      host.files().mode(copied, here.mode(copied));
      return true;
    }
    if (command.program().equals("xl")) {
      return arrived(here, command.words().get(2));
    }
    List<String> words = words(command);
    if (PreparedSystem.means(words)) {
      return new PreparedSystem(host).does(words.get(3));
    }
    String file = words.getLast().substring(1);
    return switch (words.getFirst()) {
      // umask 077 && dd of="$0" conv=excl,fsync status=none && chmod -- "$1" "$0"
      case "sh" -> {
        String made = words.get(words.size() - 2).substring(1);
        boolean written = written(made, command.input());
        if (written) {
          host.files().mode(made, Integer.parseInt(words.getLast(), 8));
        }
        yield written;
      }
      case "rm" -> {
        words.stream().filter(word -> word.startsWith("/")).forEach(this::gone);
        yield true;
      }
      // it reads like what it leads to
      case "ln" -> written(file, host.text(words.get(words.size() - 2).substring(1)));
      case "mkdir" -> {
        host.files().folder(file);
        yield true;
      }
      case "gangway" -> words.get(1).equals("attach") ? attached(words) : restored(file);
      case "xl" ->
          words.get(1).equals("destroy")
              ? host.ended(Integer.parseInt(words.get(2))) == host
              : new NewGuests(host).create(host.machine(), words);
      default ->
          new FileTools(host.files())
              .does(Command.of(words.toArray(String[]::new)), Attendance.none());
    };
  }

  /** {@code xl migrate ID HOST}, here as seen from this host. */
  private boolean arrived(GuideHost from, String domid) {
    String name = from.store().read("/local/domain/" + domid + "/name").orElseThrow();
    from.ended(Integer.parseInt(domid));
    host.guest(ActingHost.NEW, name);
    return true;
  }

  private void gone(String path) {
    if (host.exists(path.substring(1))) {
      host.without(path.substring(1));
    }
  }

  /** Functions are attached to the guest that was restored. */
  private boolean attached(List<String> words) {
    host.given(ActingHost.NEW, words.subList(4, words.size()).toArray(String[]::new));
    return true;
  }

  /** A guest is made of its image where the note is beside that. */
  private boolean restored(String image) {
    if (!host.exists(image) || !host.exists(image + ".gangway")) {
      return false;
    }
    host.guest(ActingHost.NEW, "pv1");
    return true;
  }

  /** Only what is not there yet. */
  private boolean written(String file, String text) {
    if (host.exists(file)) {
      return false;
    }
    host.put(file, Text.bytes(text));
    return true;
  }

  private static Result said(String out) {
    return new Result(0, out, "");
  }

  private static Result failed() {
    return new Result(1, "", "");
  }
}
