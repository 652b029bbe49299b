package gangway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the AOT cache cannot keep is not used (decision 0017): Java would create its code in each
 * command, which takes several milliseconds.
 */
class AotCacheTest {
  /** {@code comparing}, {@code thenComparing} and so on return serializable lambdas. */
  @Test
  void noComparatorIsMadeByAFactoryOfJava() {
    noClasses()
        .should()
        .callMethodWhere(describe("makes a serializable lambda", AotCacheTest::makesComparator))
        .check(ProgramClasses.ALL);
  }

  /** The stream of a TreeMap's entries asks for their order, which is a serializable lambda. */
  @Test
  void noEntriesOfAMapAreAStream() {
    noClasses()
        .should()
        .callMethodWhere(describe("makes a stream of entries", AotCacheTest::streamsEntries))
        .check(ProgramClasses.ALL);
  }

  private static boolean streamsEntries(JavaMethodCall call) {
    return call.getName().equals("stream")
        && call.getTargetOwner().isAssignableTo(Set.class)
        && call.getOrigin().getMethodCallsFromSelf().stream()
            .filter(other -> other.getName().equals("entrySet"))
            .anyMatch(other ->
                call.getLineNumber() - other.getLineNumber() <= 1
                    && call.getLineNumber() >= other.getLineNumber());
  }

  private static boolean makesComparator(JavaMethodCall call) {
    HasName method = call.getTarget();
    return method.getName().matches("(thenC|c)omparing.*")
        && (call.getTargetOwner().isEquivalentTo(Comparator.class)
            || call.getTargetOwner().isEquivalentTo(Map.Entry.class));
  }
}
