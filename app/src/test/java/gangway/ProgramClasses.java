package gangway;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.util.List;
import java.util.Objects;

/** The classes of the program, without those of the tests. */
public final class ProgramClasses {
  private static final URL FOLDER =
      Objects.requireNonNull(
          Problem.class.getProtectionDomain().getCodeSource().getLocation(),
          "no folder of classes");

  static final JavaClasses ALL = new ClassFileImporter().importUrl(FOLDER);

  private ProgramClasses() {}

  /** The records that implement an interface, at any depth. */
  public static List<Class<?>> recordsOf(Class<?> type) {
    return ALL.stream()
        .filter(one -> one.isRecord() && one.isAssignableTo(type))
        .<Class<?>>map(JavaClass::reflect)
        .toList();
  }
}
