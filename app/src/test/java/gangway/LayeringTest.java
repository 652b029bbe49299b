package gangway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import gangway.conventions.Conventions;
import gangway.machine.LiveClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages and what each may use: the arrows go down only. */
class LayeringTest {
  private static final Set<String> TIME =
      Set.of(
          "Clock.systemUTC",
          "Instant.now",
          "LocalDate.now",
          "LocalDateTime.now",
          "OffsetDateTime.now",
          "System.currentTimeMillis",
          "System.nanoTime",
          "Thread.sleep",
          "ZonedDateTime.now");

  private static final JavaClasses CLASSES = ProgramClasses.ALL;

  @Test
  void theRulesSeeTheProgram() {
    assertThat(CLASSES.size()).isGreaterThan(120);
    for (String name : Layers.packages()) {
      assertThat(CLASSES.containPackage("gangway." + name)).as(name).isTrue();
    }
  }

  @Test
  void everyPackageUsesOnlyThoseBelowIt() {
    LayeredArchitecture rules = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (Layers.Layer layer : Layers.ALL) {
      rules = rules.layer(layer.name()).definedBy("gangway." + layer.name() + "..");
    }
    for (Layers.Layer layer : Layers.ALL) {
      rules =
          layer.mayUse().isEmpty()
              ? rules.whereLayer(layer.name()).mayNotAccessAnyLayer()
              : rules
                  .whereLayer(layer.name())
                  .mayOnlyAccessLayers(layer.mayUse().toArray(String[]::new));
    }
    rules.whereLayer("cli").mayNotBeAccessedByAnyLayer().check(CLASSES);
  }

  @Test
  void theTableOfLayersGoesFromTheBottomToTheTop() {
    List<String> below = new ArrayList<>();
    for (Layers.Layer layer : Layers.ALL) {
      assertThat(below).as(layer.name()).containsAll(layer.mayUse());
      below.add(layer.name());
    }
  }

  @Test
  void nothingOfTheRootPackageUsesTheOthers() {
    for (JavaClass root : CLASSES.that(describe("of the root", c -> isRoot(c)))) {
      assertThat(root.getDirectDependenciesFromSelf())
          .extracting(dependency -> dependency.getTargetClass().getPackageName())
          .noneMatch(name -> name.startsWith("gangway."));
    }
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    slices().matching("gangway.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyClassIsInOneOfThePackages() {
    assertThat(CLASSES.stream().filter(c -> !isRoot(c)))
        .extracting(JavaClass::getPackageName)
        .isSubsetOf(Layers.packages().stream().map(name -> "gangway." + name).toList());
  }

  @Test
  void everyPackageSaysThatItIsFreeOfNull() {
    Path sources = Path.of("src/main/java/gangway");
    for (String name : Layers.packages()) {
      assertThat(sources.resolve(name.replace('.', '/')).resolve("package-info.java"))
          .content()
          .contains("@NullMarked");
    }
  }

  @Test
  void timeIsReadAndWaitedForByTheMachinesClockAlone() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(LiveClock.class.getName())
        .and()
        .resideOutsideOfPackage("gangway.xenstore")
        .should()
        .accessTargetWhere(describe("tells the time, or waits", LayeringTest::isOfTime))
        .check(CLASSES);
  }

  @Test
  void onlyMachinesAccessFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackage("gangway.machine..")
        .and()
        .haveNameNotMatching("gangway[.]cli[.](Console|CaptureCommand|ManualPages|Session)([$].*)?")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Files.class)
        .check(CLASSES);
  }

  private static boolean isOfTime(JavaAccess<?> access) {
    String method = access.getTargetOwner().getSimpleName() + "." + access.getName();
    return TIME.contains(method) || method.startsWith("LockSupport.park");
  }

  @Test
  void noClassNameEndsInAMeaninglessWord() {
    Conventions.mustHaveMeaningfulNames(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "test"})
  void noSourceFileIsTooLongToRead(String sources) {
    Conventions.mustBeShortEnoughToRead(Path.of("src", sources, "java"));
  }

  private static boolean isRoot(JavaClass type) {
    return type.getPackageName().equals("gangway");
  }
}
