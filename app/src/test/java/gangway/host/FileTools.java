package gangway.host;

import gangway.machine.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs that make files, and change their names and modes. */
record FileTools(HostFiles files) implements Tool {
  static final List<String> PROGRAMS =
      List.of("chmod", "cp", "dpkg-divert", "install", "ln", "mv", "rm", "rmdir", "sync");

  private static final String DIVERSIONS = "var/lib/dpkg/diversions";
  private static final String EXECUTABLE = "755";

  private static final Pattern FOLDER = Pattern.compile("install -d (?:-m ([0-7]{3}) )?(/.*)");
  private static final Pattern EMPTY_FILE =
      Pattern.compile("install -m ([0-7]{3}) /dev/null (/.*)");

  @Override
  public boolean does(Command command, Attendance attendance) {
    List<String> words = command.words();
    return switch (String.join(" ", words.subList(0, words.size() - 1))) {
      case "sync" -> files.exists(below(words.getLast()));
      case "rm -f", "rm -f --" -> deleted(words.getLast());
      case "rmdir --ignore-fail-on-non-empty" -> rmdir(words.getLast());
      default ->
          switch (command.program()) {
            case "install" -> install(command);
            case "chmod" -> chmod(words.get(1), words.get(2));
            case "mv", "cp", "ln" -> named(command);
            case "dpkg-divert" -> divert(command);
            default -> throw new Undeclared(command);
          };
    };
  }

  /** {@code install -d [-m MODE] FOLDER} and {@code install -m MODE /dev/null FILE}. */
  private boolean install(Command command) {
    Matcher folder = FOLDER.matcher(command.toString());
    Matcher empty = EMPTY_FILE.matcher(command.toString());
    if (folder.matches()) {
      String mode = Optional.ofNullable(folder.group(1)).orElse(EXECUTABLE);
      return folder(folder.group(2), mode);
    }
    if (empty.matches()) {
      return empty(empty.group(2), empty.group(1));
    }
    throw new Undeclared(command);
  }

  private boolean folder(String folder, String mode) {
    files.folder(below(folder));
    files.mode(below(folder), Integer.parseInt(mode, 8));
    return true;
  }

  private boolean empty(String file, String mode) {
    files.put(below(file), "");
    files.mode(below(file), Integer.parseInt(mode, 8));
    return true;
  }

  private boolean chmod(String mode, String file) {
    boolean there = files.exists(below(file));
    if (there) {
      files.mode(below(file), Integer.parseInt(mode, 8));
    }
    return there;
  }

  private boolean deleted(String file) {
    files.delete(below(file));
    return true;
  }

  private boolean rmdir(String folder) {
    boolean there = files.exists(below(folder));
    if (there && files.machine().list(Path.of(folder)).isEmpty()) {
      files.delete(below(folder));
    }
    return there;
  }

  /** What gives a file a second name, or another one. */
  private boolean named(Command command) {
    List<String> words = command.words();
    String from = below(words.get(2));
    String to = below(words.get(3));
    if (!files.exists(from)) {
      return false;
    }
    switch (command.program() + " " + words.get(1)) {
      case "mv -fT" -> files.move(from, to);
      // what has a second name is not changed under the first
      case "cp -pT", "ln -fT" -> files.copy(from, to);
      default -> throw new Undeclared(command);
    }
    return true;
  }

  /** {@code dpkg-divert --quiet --local --no-rename [--divert ASIDE --add|--remove] FILE}. */
  private boolean divert(Command command) {
    List<String> words = command.words();
    List<String> lines = new ArrayList<>(files.text(DIVERSIONS).lines().toList());
    int at = lines.indexOf(words.getLast());
    switch (words.get(words.size() - 2)) {
      case "--add" -> {
        if (at < 0) {
          lines.addAll(List.of(words.getLast(), words.get(5), ":"));
        }
      }
      case "--remove" -> {
        if (at >= 0) {
          lines.subList(at, at + 3).clear();
        }
      }
      default -> throw new Undeclared(command);
    }
    files.put(DIVERSIONS, String.join("", lines.stream().map(line -> line + "\n").toList()));
    return true;
  }

  private static String below(String path) {
    return path.substring(1);
  }
}
