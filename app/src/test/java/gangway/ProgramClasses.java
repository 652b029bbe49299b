package gangway;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;

/** The classes of the program, without those of the tests. */
final class ProgramClasses {
  private static final URL FOLDER =
      Problem.class.getProtectionDomain().getCodeSource().getLocation();

  static final JavaClasses ALL = new ClassFileImporter().importUrl(FOLDER);

  private ProgramClasses() {}
}
