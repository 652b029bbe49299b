package gangway;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.util.Objects;

/** The classes of the program, without those of the tests. */
final class ProgramClasses {
  private static final URL FOLDER =
      Objects.requireNonNull(
          Problem.class.getProtectionDomain().getCodeSource().getLocation(),
          "no folder of classes");

  static final JavaClasses ALL = new ClassFileImporter().importUrl(FOLDER);

  private ProgramClasses() {}
}
