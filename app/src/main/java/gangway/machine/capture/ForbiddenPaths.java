package gangway.machine.capture;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files that contain secrets. No observer needs them; a request for such a file is a bug in the
 * program, which is stopped before the file is read.
 */
final class ForbiddenPaths {
  private static final Pattern SECRET =
      Pattern.compile(
          "/etc/g?shadow.*|/etc/security/opasswd.*|/etc/sudoers.*|/etc/krb5\\.keytab"
              + "|/etc/ssh(/.*)?|/(root|home/[^/]+)/\\..*|(/.*)?/\\.(ssh|gnupg)(/.*)?"
              + "|/etc/(ssl|pki|libvirt)/(.*/)?(private|secrets)(/.*)?"
              + "|/proc/[^/]+/(environ|mem|maps|auxv|cmdline)|/proc/k(core|ey.*)");

  /** Files that may be keys, in folders where administrators put files of all kinds. */
  private static final Pattern KEY_FILE = Pattern.compile(".*\\.(key|pem|p12|pfx|jks|kdbx)");

  private ForbiddenPaths() {}

  /** Throws an exception if a path names a secret or a device. */
  static void checkRead(Path file) {
    checkList(file);
    if (file.normalize().startsWith("/dev")) {
      throw new IllegalStateException(file + " is a device, which must not be read");
    }
  }

  /** Throws an exception if a path names a secret. */
  static void checkList(Path folder) {
    if (secret(folder)) {
      throw new IllegalStateException(folder + " contains secrets, which must not be read");
    }
  }

  /** Whether a file in a listed folder hides a secret: a link to a secret, or a key file. */
  static boolean hides(Path file, Machine machine) {
    boolean ofPeople = file.startsWith("/etc") || file.startsWith("/var");
    return ofPeople
        && (KEY_FILE.matcher(lower(file)).matches()
            || machine
                .real(file)
                .filter(real -> secret(real) || real.startsWith("/dev"))
                .isPresent());
  }

  /** Whether a path names a secret. */
  static boolean secret(Path path) {
    return SECRET.matcher(lower(path.normalize())).matches();
  }

  private static String lower(Path path) {
    return path.toString().toLowerCase(Locale.ROOT);
  }
}
