package gangway.service.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The users and groups of this machine, from passwd(5) and group(5). Users and groups of other
 * sources, such as LDAP, are not known.
 *
 * @param passwd {@code /etc/passwd}
 * @param group {@code /etc/group}
 */
public record Accounts(Path passwd, Path group) {
  private static final int NUMBER = 2;

  public static Accounts ofThisMachine() {
    return new Accounts(Path.of("/etc/passwd"), Path.of("/etc/group"));
  }

  Optional<String> user(int uid) {
    return lines(passwd).stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > NUMBER && fields[NUMBER].equals(Integer.toString(uid)))
        .map(fields -> fields[0])
        .findFirst();
  }

  OptionalInt group(String name) {
    return lines(group).stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > NUMBER && fields[0].equals(name))
        .filter(fields -> fields[NUMBER].matches("[0-9]{1,9}"))
        .mapToInt(fields -> Integer.parseInt(fields[NUMBER]))
        .findFirst();
  }

  /** A file that cannot be read names nobody, so nobody gets a right from it. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }
}
