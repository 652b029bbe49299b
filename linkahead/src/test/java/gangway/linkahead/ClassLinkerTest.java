package gangway.linkahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ClassLinkerTest {
  private static final ClassLoader AS_COMPILED = ClassLinkerTest.class.getClassLoader();

  private final ClassLinker linker = new ClassLinker(AS_COMPILED);

  @Test
  void theBehaviourOfTheClassesStaysTheSame() throws ReflectiveOperationException {
    Object linked =
        new Linked().loadClass(Sample.class.getName()).getDeclaredConstructor().newInstance();

    assertThat(linked).isNotInstanceOf(Sample.class);
    assertThat(((Supplier<?>) linked).get()).isEqualTo(new Sample().get());
  }

  @Test
  void nothingOfARecordIsLeftToLinkButItsText() {
    assertThat(calls(linker.link(file(Sample.Everything.class)))).containsExactly("toString");
  }

  @Test
  void aSwitchOverTypesIsWrittenOutAlsoInAnInterface() {
    assertThat(calls(file(Sample.Shape.class))).containsExactly("typeSwitch");
    assertThat(calls(linker.link(file(Sample.Shape.class)))).isEmpty();
  }

  @Test
  void aSwitchWithAConstantLabelIsNotChanged() {
    assertThat(calls(file(Sample.class))).filteredOn("typeSwitch"::equals).hasSize(2);
    assertThat(calls(linker.link(file(Sample.class)))).filteredOn("typeSwitch"::equals).hasSize(1);
  }

  @Test
  void aClassWithNothingToLinkStaysByteForByte() {
    byte[] file = file(Body.class);

    assertThat(linker.link(file)).isSameAs(file);
  }

  /** The names of the calls in a class that are linked when one comes to them. */
  private static List<String> calls(byte[] file) {
    return ClassFile.of().parse(file).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(InvokeDynamicInstruction.class::isInstance)
        .map(InvokeDynamicInstruction.class::cast)
        .map(call -> call.name().stringValue())
        .filter(name -> !name.equals("makeConcatWithConstants"))
        .toList();
  }

  private static byte[] file(Class<?> type) {
    return file(type.getName());
  }

  private static byte[] file(String type) {
    try (InputStream file =
        Objects.requireNonNull(
            AS_COMPILED.getResourceAsStream(type.replace('.', '/') + ".class"))) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads the sample's classes anew, linked. */
  private final class Linked extends ClassLoader {
    Linked() {
      super(AS_COMPILED);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(Sample.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      byte[] linked = linker.link(file(name));
      return defineClass(name, linked, 0, linked.length);
    }
  }
}
