package gangway.attack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that attacks a rule of docs/security.md. All attacks have the tag {@code attack}: to run
 * only the attacks, {@code mvn test -Dgroups=attack}. Attacks that need only public classes are in
 * this package.
 */
@Tag("attack")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Attack {
  /** Who attacks. */
  Party[] value();
}
