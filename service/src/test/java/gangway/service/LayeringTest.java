package gangway.service;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gangway.cli.Main;
import gangway.conventions.Conventions;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages of the service and what each may use, as docs/architecture.md shows it. */
class LayeringTest {
  private static final Set<String> LIVE_USES =
      Set.of(
          "gangway.service.live",
          "gangway.service.linux",
          "gangway.host",
          "gangway.journal",
          "gangway.machine",
          "gangway.xenstore");

  /** Those of the folder or jar of the service, without the tests. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Service.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void theRulesSeeTheService() {
    assertThat(CLASSES.size()).isGreaterThan(40);
  }

  @Test
  void everyPackageUsesOnlyThoseBelowIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("service")
        .definedBy("gangway.service")
        .layer("resource")
        .definedBy("gangway.service.resource")
        .layer("operation")
        .definedBy("gangway.service.operation")
        .layer("http")
        .definedBy("gangway.service.http")
        .layer("live")
        .definedBy("gangway.service.live")
        .layer("linux")
        .definedBy("gangway.service.linux")
        .whereLayer("service")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("resource")
        .mayOnlyBeAccessedByLayers("service")
        .whereLayer("operation")
        .mayOnlyBeAccessedByLayers("service", "resource")
        .whereLayer("http")
        .mayOnlyAccessLayers("linux")
        .whereLayer("live")
        .mayOnlyBeAccessedByLayers("service", "resource")
        .whereLayer("live")
        .mayOnlyAccessLayers("linux")
        .whereLayer("linux")
        .mayNotAccessAnyLayer()
        .whereLayer("linux")
        .mayOnlyBeAccessedByLayers("http", "live")
        .check(CLASSES);
  }

  @Test
  void onlyThePackageHttpUsesJetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage("gangway.service.http")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jetty..")
        .check(CLASSES);
  }

  @Test
  void onlyThePackageLinuxCallsC() {
    noClasses()
        .that()
        .resideOutsideOfPackage("gangway.service.linux")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign")
        .check(CLASSES);
  }

  @Test
  void thePackageLiveUsesOnlyWhatReadsTheHost() {
    noClasses()
        .that()
        .resideInAPackage("gangway.service.live")
        .should()
        .dependOnClassesThat(
            describe(
                "are of another package of the program",
                type ->
                    type.getPackageName().startsWith("gangway.")
                        && !LIVE_USES.contains(type.getPackageName())))
        .check(CLASSES);
  }

  @Test
  void ofTheCommandLineOnlyItsEntryIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are other classes of the command line",
                type ->
                    type.getPackageName().equals("gangway.cli")
                        && !type.getName().equals(Main.class.getName())))
        .check(CLASSES);
  }

  @Test
  void noClassNameEndsInAMeaninglessWord() {
    Conventions.mustHaveMeaningfulNames(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "test"})
  void noSourceFileIsTooLongToRead(String sources) {
    Path service = Path.of(System.getProperty("gangway.root", "..")).resolve("service");
    Conventions.mustBeShortEnoughToRead(service.resolve("src").resolve(sources));
  }
}
