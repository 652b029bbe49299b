package gangway.host;

import gangway.machine.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that make, copy and divert files, as Gangway calls them. */
record FileTools(HostFiles files) implements Tool {
  static final List<String> PROGRAMS = List.of("cp", "dpkg-divert", "install", "ln", "sync");

  private static final String DIVERSIONS = "var/lib/dpkg/diversions";
  private static final Pattern FOLDER = Pattern.compile("install -d -m ([0-7]{3}) /(.*)");
  private static final Pattern COPY = Pattern.compile("(?:cp -pT|ln -fT) /(\\S+) /(\\S+)");
  private static final Pattern SYNC = Pattern.compile("sync /(.*)");

  @Override
  public boolean does(Command command, Attendance attendance) {
    String line = command.toString();
    Matcher folder = FOLDER.matcher(line);
    Matcher copy = COPY.matcher(line);
    Matcher sync = SYNC.matcher(line);
    if (folder.matches()) {
      files.folder(folder.group(2));
      files.mode(folder.group(2), Integer.parseInt(folder.group(1), 8));
      return true;
    }
    if (copy.matches()) {
      return copied(copy.group(1), copy.group(2));
    }
    if (sync.matches()) {
      return files.exists(sync.group(1));
    }
    if (command.program().equals("dpkg-divert")) {
      return diverted(command);
    }
    throw new Undeclared(command);
  }

  /** A file with two hard links is never changed through one of them here. */
  private boolean copied(String from, String to) {
    boolean there = files.exists(from);
    if (there) {
      files.copy(from, to);
    }
    return there;
  }

  /** {@code dpkg-divert --quiet --local --no-rename [--divert ASIDE --add|--remove] FILE}. */
  private boolean diverted(Command command) {
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
}
