package gangway.guard;

import gangway.Problem;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program that the wrapper scripts and libvirt's hook run as root: {@code bin/gangway} in the
 * folder to which the archive was unpacked.
 */
public record AskedProgram(Path program) {
  /** What a shell interprets between double quotes, and what is no visible character. */
  private static final String UNQUOTABLE = ".*[\"$`\\\\\\p{Cntrl}\uFFFD].*";

  /**
   * Checks that root can run the program whenever a guest is saved, also much later.
   *
   * @throws Problem of kind REFUSED if the program does not exist, if its path cannot be in a
   *     script, or if a user other than root can replace a part of it
   */
  public void mustBeSafe(Machine machine) {
    if (!machine.exists(program)) {
      throw Problem.refused(
          "the program that Xen's tools would ask does not exist",
          "run 'guard install' with the gangway from the installed archive",
          "not found: " + program);
    }
    if (program.toString().matches("(?s)" + UNQUOTABLE)) {
      throw Problem.refused(
          "the path of Gangway has a character that a shell script cannot contain as it is",
          "move Gangway to a folder such as /opt/gangway",
          "the path: " + program);
    }
    otherWriters(machine)
        .ifPresent(why -> {
          throw Problem.refused(
              "users other than root can replace the program that Xen's tools would run as root",
              "unpack Gangway as root to a folder that only root can write to, such as /opt: 'tar"
                  + " --no-same-owner -xzf ARCHIVE -C /opt'; or run 'chown' and 'chmod go-w' on"
                  + " what is named",
              why);
        });
  }

  /** A file in a sticky folder is not enough: the folder can be emptied, and filled by others. */
  private Optional<String> otherWriters(Machine machine) {
    Path home = program.resolveSibling("..").normalize();
    return Stream.concat(Stream.of(program), machine.filesBelow(home).stream())
        .flatMap(file -> machine.otherWriters(file, Machine.StickyFolders.DISTRUSTED).stream())
        .findFirst();
  }
}
