package gangway.machine.capture;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files that are made of secrets. Nothing that observes has any business with them; that one of
 * them is asked for by name is a fault of the program, which stops it before anything is read.
 */
final class NeverAsked {
  private static final Pattern SECRET =
      Pattern.compile(
          "/etc/g?shadow.*|/etc/security/opasswd.*|/etc/sudoers.*|/etc/krb5\\.keytab"
              + "|/etc/ssh(/.*)?|/(root|home/[^/]+)/\\..*|(/.*)?/\\.(ssh|gnupg)(/.*)?"
              + "|/etc/(ssl|pki|libvirt)/(.*/)?(private|secrets)(/.*)?"
              + "|/proc/[^/]+/(environ|mem|maps|auxv|cmdline)|/proc/k(core|ey.*)");

  /** Where people put files of all kinds, some of them may be keys. */
  private static final Pattern KEY_FILE = Pattern.compile(".*\\.(key|pem|p12|pfx|jks|kdbx)");

  private NeverAsked() {}

  /** Throws an exception if a path names one of them, or the content of a device. */
  static void checkRead(Path file) {
    checkList(file);
    if (file.normalize().startsWith("/dev")) {
      throw new IllegalStateException(file + " is a device and is never read");
    }
  }

  /** Throws an exception if a path names one of them. */
  static void checkList(Path folder) {
    if (secret(folder)) {
      throw new IllegalStateException(folder + " holds secrets and is never asked for");
    }
  }

  /** Whether a file in a folder that was listed is one of them in disguise: by a link, or a key. */
  static boolean hides(Path file, Machine machine) {
    boolean ofPeople = file.startsWith("/etc") || file.startsWith("/var");
    return ofPeople
        && (KEY_FILE.matcher(lower(file)).matches()
            || machine
                .real(file)
                .filter(real -> secret(real) || real.startsWith("/dev"))
                .isPresent());
  }

  private static boolean secret(Path path) {
    return SECRET.matcher(lower(path.normalize())).matches();
  }

  private static String lower(Path path) {
    return path.toString().toLowerCase(Locale.ROOT);
  }
}
