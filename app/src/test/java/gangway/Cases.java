package gangway;

import java.util.Random;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;

/**
 * Generated cases. Each has a seed of its own, which a failure names; {@code -Dgangway.seed=N}
 * tries others. Where a case takes long, only every fifth is tried unless {@code
 * -Dgangway.cases=all}.
 */
public final class Cases {
  private static final long FIRST_SEED = Long.getLong("gangway.seed", 1);

  private Cases() {}

  /** Tries a property on a number of cases. */
  public static void each(int cases, Consumer<Random> property) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + cases; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (TestAbortedException e) {
        throw e;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with the seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Tries a property on a number of cases, or on a fifth of them. */
  public static void eachOrEveryFifth(int cases, Consumer<Random> property) {
    each(all() ? cases : cases / 5, property);
  }

  /** Whether all cases are tried, also where that takes long. */
  public static boolean all() {
    return "all".equals(System.getProperty("gangway.cases"));
  }

  /** One of some values. */
  @SafeVarargs
  public static <T> T oneOf(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }
}
